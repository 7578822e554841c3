import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rotatorGrants } from '../../sandbox/grants.ts';
import { nobody } from '../../src/domain/roles.ts';
import { Chat, guest, maya, operations, type Cleanup } from './chat.ts';

/** What Teams may say of a sender, and what they are told. All of them have every role, as far as Entra is concerned. */
const outsiders = {
  'a guest, by Teams’ word': [{ userRole: 'guest' }, /Guests cannot use Scimitar/],
  'a guest, by a word among the properties': [
    { properties: { userRole: 'Guest' } },
    /Guests cannot use Scimitar/,
  ],
  'a guest, by the user principal name': [
    { userPrincipalName: 'maya_partner.example#EXT#@larkfield.example' },
    /Guests cannot use Scimitar/,
  ],
  'somebody of another tenant, as in a shared channel': [
    { tenantId: '99999999-2c3e-4f0a-9b57-0f2c7f6f5a11' },
    /People of other organisations cannot use Scimitar/,
  ],
  'somebody of another tenant, by the properties': [
    { properties: { tenantId: '99999999-2c3e-4f0a-9b57-0f2c7f6f5a11' } },
    /People of other organisations cannot use Scimitar/,
  ],
  'somebody without an Entra object id': [{ aadObjectId: undefined }, /does not tell Scimitar who you are/],
  'somebody whose object id is none': [{ aadObjectId: 'maya' }, /does not tell Scimitar who you are/],
  'somebody anonymous, by Teams’ word': [{ userRole: 'anonymous' }, /does not tell Scimitar who you are/],
  'another bot': [{ id: '28:0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02' }, /Other bots cannot use Scimitar/],
  'a skill': [{ role: 'skill' }, /Other bots cannot use Scimitar/],
} as const;

async function opened(t: Cleanup): Promise<Chat> {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.say(maya, '/help');
  return chat;
}

const said = (chat: Chat): string => JSON.stringify([chat.threads(), chat.chatMessages(maya)]);

describe('whoever is no member of the tenant gets nothing done, and is told in private', () => {
  for (const [who, [from, told]] of Object.entries(outsiders))
    test(who, async (t) => {
      const chat = await opened(t);
      const isBot = /bot|skill/.test(who);
      const dialog = await chat.open(maya);
      const { token } = chat.sandbox.cloud.apple.school.generate();
      await chat.press(maya, "I'll take it");
      await dialog.submit({ token: 'x', expiry: '2027-11-24', testOnly: 'true' });
      const before = said(chat);

      const [fetched, pressed, submitted] = [
        await chat.retell({ name: 'task/fetch' }, { from }),
        await chat.retell({ name: 'adaptiveCard/action' }, { from }),
        await chat.retell({ name: 'task/submit' }, { from, value: { data: { token } } }),
      ];
      for (const { answer, status } of [fetched, pressed, submitted]) {
        assert.equal(status, 200);
        assert.match(JSON.stringify(answer), told);
        assert.doesNotMatch(JSON.stringify(answer), /Secret token|Apple School/);
      }
      assert.equal(said(chat), before, 'nobody else reads of it');

      await chat.retell({ type: 'message' }, { from });
      const answered = chat.chatOf(maya).at(-1) ?? '';
      if (isBot) assert.equal(said(chat), before, 'two bots do not talk for ever');
      else assert.match(answered, told, 'in the personal chat');

      assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
      assert.equal(chat.logged('right.refused').length, 0, 'no flow was reached');
      assert.equal(chat.logged('sender.turned-away').length, 4);
      assert.doesNotMatch(chat.log.join('\n'), new RegExp(token.slice(0, 12)));
    });
});

test('in a channel they are answered in their own chat, and the channel does not hear of it', async (t) => {
  const chat = await opened(t);
  const say = (text: string, mentionBot = true) =>
    chat.sandbox.client.say({ me: guest.id, conversationId: operations.id, text, mentionBot });
  await say('status');
  await chat.sandbox.app.drain();
  const threads = chat.threads().length;
  const before = JSON.stringify(chat.threads());
  await chat.retell({ type: 'message' }, { from: { userRole: 'guest' } });
  assert.match(chat.chatOf(guest).at(-1) ?? '', /Guests cannot use Scimitar/);
  assert.equal(JSON.stringify(chat.threads()), before);
  assert.equal(chat.threads().length, threads);
  await chat.retell({ type: 'message' }, { from: { aadObjectId: undefined } });
  assert.equal(JSON.stringify(chat.threads()), before, 'whom no chat can be opened with is not told');
});

test('a guest whom only Entra knows as one has no role, whatever it is given to', async (t) => {
  const chat = await Chat.start(t, {
    grants: { ...rotatorGrants, submit: { ...nobody, people: [guest.id as never] } },
  });
  await chat.move('next rung');
  for (const answer of [
    await chat.say(guest, '/status'),
    await chat.say(guest, '/rotate-scim'),
    (await chat.open(guest)).words,
  ])
    assert.match(answer, /Guests cannot use Scimitar/);
  assert.match(await chat.say(maya, '/history'), /Alex Kim .Guest. was refused/);
});

test('events about the app and its team are heard from anybody, and get nobody anything', async (t) => {
  const chat = await opened(t);
  await chat.sandbox.client.renameChannel(guest.id, operations.id, 'IT Nights');
  await chat.sandbox.app.drain();
  assert.match(await chat.say(maya, '/status'), /IT Nights/);
});

test('people of the home tenant, named as such, are at home', async (t) => {
  const chat = await opened(t);
  await chat.open(maya);
  const told = await chat.retell(
    { name: 'task/fetch' },
    {
      from: {
        tenantId: chat.sandbox.settings.tenant.toUpperCase(),
        userRole: 'user',
        role: 'user',
        userPrincipalName: maya.upn,
      },
    },
  );
  assert.match(JSON.stringify(told.answer), /Secret token/);
});
