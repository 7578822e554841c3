import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rotatorGrants } from '../../sandbox/grants.ts';
import { hosts, rotators } from '../../sandbox/seed.ts';
import { nobody, type Grants } from '../../src/domain/roles.ts';
import { Chat, maya, priya, tom, usualReminders, type Cleanup } from './chat.ts';
import { disturb, stepOf, type Step } from './disturb.ts';

const expiry = '2027-11-24';
type Who = typeof maya | typeof tom | typeof priya;

const newToken = (chat: Chat): string => chat.sandbox.cloud.apple.school.generate().token;

/** The school's card stands in the channel, and its settings ask for a second person. */
async function guarded(
  t: Cleanup,
  { policy = 'second-person', grants }: { readonly policy?: string; readonly grants?: Grants } = {},
): Promise<Chat> {
  const chat = await Chat.start(t, grants === undefined ? {} : { grants });
  await chat.move('next rung');
  const saved = await setPolicy(chat, policy);
  assert.match(saved, /The settings are saved/);
  return chat;
}

async function setPolicy(chat: Chat, fourEyes: string): Promise<string> {
  const dialog = await chat.open(maya, 'Reminders of Apple School Manager', await chat.settings(maya));
  return (await dialog.submit({ ...usualReminders, fourEyes })).words;
}

/** Presses a button of the newest reply that has it. */
async function answer(chat: Chat, who: Who, title: string): Promise<string> {
  const { id, replies } = chat.thread();
  const message = replies.findLast(({ card }) => JSON.stringify(card ?? {}).includes(`"title":"${title}"`));
  assert.ok(message, `no reply offers "${title}"`);
  const result = await chat.press(who, title, {}, [], { conversationId: id, message });
  return JSON.stringify(result);
}

async function ask(chat: Chat, who: Who = tom): Promise<string> {
  const dialog = await chat.open(who);
  assert.match(dialog.words, /A second person has to agree/);
  return (await dialog.submit({})).words;
}

async function enter(chat: Chat, who: Who = tom, testOnly = 'false'): Promise<string> {
  const dialog = await chat.open(who);
  assert.equal(dialog.result.kind, 'card', dialog.words);
  await dialog.submit({ token: newToken(chat), expiry, testOnly });
  return chat.replies().at(-1) ?? '';
}

function assertQuiet(chat: Chat): void {
  for (const event of ['turn.failed', 'after-turn.failed', 'rotation.bug', 'sweep.failed'])
    assert.deepEqual(chat.logged(event), [], event);
  assert.deepEqual(chat.sandbox.teams.refusals, []);
}

test('a second person agrees in the thread, and then the token is entered as ever', async (t) => {
  const chat = await guarded(t);
  assert.match(chat.replies().at(-1) ?? '', /A second person has to agree to a new token.*always/s);
  assert.match(await ask(chat), /The channel was asked for a second person.*until 09:3\d UTC/s);
  const asked = chat.replies().at(-1) ?? '';
  assert.match(asked, /Tom Adeyemi wants to enter a new token for Apple School Manager/);
  assert.match(asked, /No token has been entered yet/);
  assert.match(chat.card(), /Second person\nTom Adeyemi asks until 09:3\d/);
  const waiting = await chat.open(tom);
  assert.match(waiting.words, /You have asked for a second person, and nobody has agreed yet/);
  const other = await chat.open(maya);
  assert.match(other.words, /Tom Adeyemi has asked for a second person already/);

  assert.match(await answer(chat, maya, 'Agree'), /Tom Adeyemi may enter a new token now/);
  assert.match(chat.replies().at(-1) ?? '', /<at>Tom Adeyemi<\/at>.*may enter a new token until/s);
  assert.match(chat.card(), /Maya Lindqvist agreed; Tom Adeyemi may enter a token until/);
  // It is Tom's alone.
  assert.match((await chat.open(maya)).words, /Maya Lindqvist has agreed already that Tom Adeyemi enters/);
  assert.match(await enter(chat), /applied and tested/i);
  assert.doesNotMatch(chat.card(), /Second person/);
  assert.match(await chat.say(maya, '/history'), /Maya Lindqvist agreed that Tom Adeyemi enters a token/);
  // Used: the next token wants another question.
  assert.match((await chat.open(tom)).words, /A second person has to agree/);
  assertQuiet(chat);
});

test('what is asked for in the personal chat is answered there as well', async (t) => {
  const chat = await guarded(t);
  await chat.say(tom, '/rotate-scim');
  const dialog = await chat.open(tom, 'Enter new token', chat.lastIn(tom));
  await dialog.submit({});
  await answer(chat, maya, 'Agree');
  assert.match(chat.chatOf(tom).at(-1) ?? '', /may enter a new token until/);
  const opened = await chat.open(tom, 'Enter new token', chat.lastIn(tom));
  await opened.submit({ token: newToken(chat), expiry, testOnly: 'false' });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
  assertQuiet(chat);
});

test('nobody agrees for themselves, nor without the role', async (t) => {
  const chat = await guarded(t);
  await ask(chat);
  assert.match(await answer(chat, tom, 'Agree'), /You have asked yourself: somebody else has to answer/);
  assert.match(await answer(chat, priya, 'Agree'), /You may not approve a new token.*Ask a member of/s);
  assert.match(chat.card(), /Tom Adeyemi asks until/);
  assert.match((await chat.open(tom)).words, /nobody has agreed yet/);
  assertQuiet(chat);
});

test('a question is answered once, in its time, and what was agreed to can be taken back', async (t) => {
  const chat = await guarded(t);
  await ask(chat);
  await answer(chat, maya, 'Agree');
  assert.match(await answer(chat, maya, 'Agree'), /has agreed already/);
  assert.match(await answer(chat, maya, 'Take the agreement back'), /Tom Adeyemi may not enter a token/);
  assert.match(chat.replies().at(-1) ?? '', /<at>Tom Adeyemi<\/at>.*took the agreement back/s);
  assert.match(await answer(chat, maya, 'Agree'), /answered already, or its time is over/);
  await ask(chat);
  assert.match(await answer(chat, maya, 'Decline'), /Tom Adeyemi may not enter a token/);
  await ask(chat);
  await chat.move({ minutes: 31 });
  assert.match(chat.replies().at(-1) ?? '', /Nobody agreed to a new token.*within 30 minutes/s);
  assert.match(await answer(chat, maya, 'Agree'), /answered already, or its time is over/);
  await ask(chat);
  await answer(chat, maya, 'Agree');
  const open = await chat.open(tom);
  await chat.move({ minutes: 31 });
  assert.match(chat.replies().at(-1) ?? '', /Agreement run out.*No token was entered/s);
  assert.match((await chat.open(tom)).words, /A second person has to agree/);
  assert.doesNotMatch(chat.card(), /Second person\n/);
  const late = await open.submit({ token: newToken(chat), expiry, testOnly: 'false' });
  assert.match(late.words, /This dialog is not known any more/);
  assertQuiet(chat);
});

describe('between submit and save', { concurrency: 4 }, () => {
  const taken: Readonly<Record<string, (chat: Chat) => Promise<unknown> | undefined>> = {
    'the agreement is taken back': (chat) => clickBack(chat),
    'the right of whoever agreed is gone': (chat) => {
      chat.sandbox.cloud.tenant.groups.get(approvers.groups[0] ?? '')?.members.delete(maya.id);
      return undefined;
    },
  };
  const approvers = { ...nobody, groups: ['9e8d7c6b-5a49-4838-8271-605f4e3d2d04'] };
  const clickBack = (chat: Chat) => {
    const { id, replies } = chat.thread();
    const message = replies.findLast(({ card }) => JSON.stringify(card ?? {}).includes('Take the agreement'));
    assert.ok(message);
    return chat.click(maya, 'Take the agreement back', {}, [], { conversationId: id, message });
  };
  const causes = [/took the agreement back before the token was saved/, /whoever had agreed had no right/];
  for (const [place, [what, happens]] of Object.entries(taken).entries())
    test(`${what}: nothing is saved, and the thread is told why`, async (t) => {
      const chat = await Chat.start(t, { grants: { ...rotatorGrants, approve: approvers } });
      chat.sandbox.cloud.tenant.groups.set(approvers.groups[0] ?? '', {
        id: approvers.groups[0] ?? '',
        displayName: 'Approvers',
        members: new Set([maya.id]),
      });
      await chat.move('next rung');
      await setPolicy(chat, 'second-person');
      await ask(chat);
      await answer(chat, maya, 'Agree');
      const before = chat.secrets();
      let saves = 0;
      let done = false;
      disturb(chat.sandbox, hosts.graph, async (request) => {
        const step: Step | 'other' = await stepOf(request);
        if (step === 'save') saves++;
        if (step === 'test' && !done) {
          done = true;
          await happens(chat);
        }
        return undefined;
      });
      const told = await enter(chat);
      assert.ok(done);
      assert.match(told, /No second person agreed to it any more: nothing was saved/);
      assert.match(told, causes[place] ?? /never/);
      assert.equal(saves, 0);
      assert.deepEqual(chat.secrets(), before);
      assertQuiet(chat);
    });
});

test('a policy that comes while the dialog is open holds for it; a test only needs nobody', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const [one, other] = [await chat.open(tom), await chat.open(tom)];
  await setPolicy(chat, 'second-person');
  const before = chat.secrets();
  const token = newToken(chat);
  const refused = await one.submit({ token, expiry, testOnly: 'false' });
  assert.match(refused.words, /No second person agrees.*token was not kept/s);
  await other.submit({ token, expiry, testOnly: 'true' });
  assert.match(chat.replies().at(-1) ?? '', /Test passed.*nothing was changed/s);
  assert.deepEqual(chat.secrets(), before);
  assert.ok(!chat.log.join('\n').includes(token));
  assertQuiet(chat);
});

test('outside of the working hours only, where that is the policy', async (t) => {
  const chat = await guarded(t, { policy: 'outside-hours' });
  const dialog = await chat.open(tom);
  assert.match(dialog.words, /Secret token/);
  // The card came at 09:00; at 20:00 nobody works.
  await chat.move({ minutes: 11 * 60 });
  assert.match((await chat.open(tom)).words, /outside of the working hours of the channel/);
  await ask(chat);
  await answer(chat, maya, 'Agree');
  assert.match(await enter(chat), /applied and tested/i);
  assertQuiet(chat);
});

test('to ask for less holds a day later, so that nobody gets around a second person alone', async (t) => {
  const chat = await guarded(t);
  await setPolicy(chat, 'none');
  assert.match(chat.replies().at(-1) ?? '', /asks for less than before, and holds from 25 November/);
  assert.match((await chat.open(maya)).words, /A second person has to agree/);
  // To ask for it again and then for less does not make it sooner.
  await setPolicy(chat, 'second-person');
  await setPolicy(chat, 'none');
  assert.match((await chat.open(maya)).words, /A second person has to agree/);
  await chat.move({ days: 1 });
  assert.match(await enter(chat, maya), /applied and tested/i);
  assertQuiet(chat);
});

test('nobody can ask for a second person where nobody could be one', async (t) => {
  const grants = { ...rotatorGrants, approve: nobody };
  const chat = await Chat.start(t, { grants });
  await chat.move('next rung');
  assert.match(await setPolicy(chat, 'second-person'), /nobody has the role approve.*SCIMITAR_ROLE_APPROVE/s);
  assert.match(await setPolicy(chat, 'sometimes'), /This is none of the choices/);
  assert.equal((await chat.open(tom)).result.kind, 'card');
  assert.match((await chat.open(tom)).words, /Paste|token/);
  assert.ok(chat.sandbox.cloud.tenant.groups.has(rotators.id));
});

test('two who ask at once, and an answer that comes twice', async (t) => {
  const chat = await guarded(t);
  const dialogs = [await chat.open(tom), await chat.open(maya)];
  const told = await Promise.all(dialogs.map((dialog) => dialog.send({})));
  await chat.sandbox.app.drain();
  assert.equal(told.filter(({ words }) => words.includes('The channel was asked')).length, 1);
  assert.equal(told.filter(({ words }) => words.includes('has asked for a second person already')).length, 1);
  const questions = chat.replies().filter((reply) => reply.includes('wants to enter a new token'));
  assert.equal(questions.length, 1);
  const asker = questions[0]?.includes('Tom Adeyemi wants') === true ? tom : maya;
  const second = asker === tom ? maya : tom;
  const { id, replies } = chat.thread();
  const message = replies.findLast(({ card }) => JSON.stringify(card ?? {}).includes('"title":"Agree"'));
  assert.ok(message);
  const on = { conversationId: id, message };
  await chat.press(second, 'Agree', {}, ['at once', 'after 15 s'] as never, on);
  assert.equal(chat.replies().filter((reply) => reply.includes('Agreed')).length, 1);
  assert.match(await enter(chat, asker), /applied and tested/i);
  assertQuiet(chat);
});
