import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channels, people } from '../../sandbox/seed.ts';
import { threadsView } from '../../sandbox/teams/page-view.ts';
import { Chat, maya, operations, priya, words } from './chat.ts';

const [general] = channels;

test('a deleted channel is told once to whoever set the watch up, and remind-here moves the reminders', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.sandbox.client.deleteChannel(maya.id, operations.id);
  await chat.sandbox.app.drain();
  await chat.move({ minutes: 1 });
  const told = () => chat.chatOf(maya).filter((text) => /cannot be spoken to|cannot speak/.test(text));
  assert.equal(told().length, 1);
  await chat.move('next rung');
  await chat.move({ days: 1 });
  assert.equal(told().length, 1);
  assert.match(await chat.say(maya, '/status'), /cannot|not be reached|unreachable/i);

  await chat.sandbox.client.say({
    me: maya.id,
    conversationId: general.id,
    text: 'remind-here Apple School',
    mentionBot: true,
  });
  await chat.sandbox.app.drain();
  await chat.move({ minutes: 2 });
  const here = threadsView(general.id, chat.sandbox.teams);
  const cards = here.filter(({ root }) => words(root.card).includes('days left'));
  assert.equal(cards.length, 1);
  await chat.move('next rung');
  const [card] = threadsView(general.id, chat.sandbox.teams).filter(({ root }) =>
    words(root.card).includes('days left'),
  );
  assert.equal(card?.replies.filter((reply) => words(reply.card).includes('30 days left')).length, 1);
  assert.doesNotMatch(await chat.say(maya, '/status'), /cannot be reached/i);
});

test('remind-here is for people who may set up, and for channels', async (t) => {
  const chat = await Chat.start(t);
  assert.match(await chat.say(maya, '/remind-here'), /channel/i);
  await chat.sandbox.client.say({
    me: priya.id,
    conversationId: general.id,
    text: 'remind-here Apple School',
    mentionBot: true,
  });
  await chat.sandbox.app.drain();
  assert.deepEqual(threadsView(general.id, chat.sandbox.teams).at(-1)?.replies, [], 'nobody else reads it');
  assert.match(chat.chatOf(priya).at(-1) ?? '', /may not set up connections or change their settings/);
  await chat.move('next rung');
  assert.equal(chat.livingThreads().length, 1);
});

test('a bot that was removed from the team tells whoever set the watch up, when it can', async (t) => {
  const chat = await Chat.start(t);
  const [first] = people;
  await chat.sandbox.client.addForPerson(first.id);
  await chat.move('next rung');
  await chat.sandbox.client.removeFromTeam(maya.id);
  await chat.sandbox.app.drain();
  await chat.move({ minutes: 1 });
  assert.equal(chat.chatOf(maya).filter((text) => /cannot be spoken to|cannot speak/.test(text)).length, 1);
});

test('a renamed team and a renamed channel have their new names in what is said next', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.sandbox.client.renameChannel(maya.id, operations.id, 'IT Nights');
  await chat.sandbox.app.drain();
  assert.match(await chat.say(maya, '/status'), /IT Nights/);
  await chat.sandbox.client.renameTeam(maya.id, 'Digital Learning');
  await chat.sandbox.app.drain();
  await chat.move({ days: 42 });
  const told = chat.chatOf(maya).filter((text) => text.includes('IT Nights'));
  assert.ok(told.some((text) => text.includes('Digital Learning')));
});
