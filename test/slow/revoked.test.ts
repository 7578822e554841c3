import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hosts, rotators } from '../../sandbox/seed.ts';
import { Chat, maya } from '../scenarios/chat.ts';
import { disturb, stepOf } from '../scenarios/disturb.ts';

const expiry = '2027-11-24';

/** What takes the right away, and gives it back. */
const changes = {
  'leaves the group': {
    take: (chat: Chat) => group(chat)?.members.delete(maya.id),
    giveBack: (chat: Chat) => group(chat)?.members.add(maya.id),
  },
  'is disabled': {
    take: (chat: Chat) => (account(chat).accountEnabled = false),
    giveBack: (chat: Chat) => (account(chat).accountEnabled = true),
  },
  'becomes a guest': {
    take: (chat: Chat) => set(chat, 'Guest'),
    giveBack: (chat: Chat) => set(chat, 'Member'),
  },
  'loses the group itself': {
    take: (chat: Chat) => chat.sandbox.cloud.tenant.groups.delete(rotators.id),
    giveBack: (chat: Chat) =>
      chat.sandbox.cloud.tenant.groups.set(rotators.id, {
        id: rotators.id,
        displayName: rotators.name,
        members: new Set(rotators.members),
      }),
  },
} as const;

const group = (chat: Chat) => chat.sandbox.cloud.tenant.groups.get(rotators.id);
function account(chat: Chat) {
  const found = chat.sandbox.cloud.tenant.users.get(maya.id);
  assert.ok(found);
  return found;
}
const set = (chat: Chat, userType: 'Member' | 'Guest') =>
  chat.sandbox.cloud.tenant.users.set(maya.id, { ...account(chat), userType });

/**
 * The moments between two steps of an attempt at which the right goes: before the dialog, before the submit, after the
 * first answers of Entra about it (of the dialog, the submit, and the attempt), and before each call that follows.
 */
const before = ['dialog', 'submit', 'right', 'snapshot', 'test', 'right again', 'save'] as const;
type Moment = (typeof before)[number];
/** Entra has confirmed the right less than a minute before: that is when it still counts. */
const tooLate: Moment = 'save';

for (const [how, { take, giveBack }] of Object.entries(changes))
  test(`Maya ${how} between two steps: nothing is saved after that, and every no is told and logged`, async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    const { ledger } = chat.sandbox.cloud.tenant;
    const { token } = chat.sandbox.cloud.apple.school.generate();
    for (const moment of before) {
      const saved = ledger.entries.length;
      const [replies, refusals] = [chat.replies().length, chat.logged('right.refused').length];
      const restore = during(chat, moment, () => void take(chat));
      if (moment === 'dialog') take(chat);
      const dialog = await chat.open(maya);
      if (moment === 'submit') take(chat);
      let told = dialog.words;
      if (dialog.result.kind === 'card') {
        told = (await dialog.submit({ token, expiry, testOnly: 'false' })).words;
      }
      restore();
      if (moment === tooLate) {
        assert.equal(ledger.entries.length, saved + 1, moment);
        giveBack(chat);
        break;
      }
      assert.equal(ledger.entries.length, saved, moment);
      assert.ok(chat.logged('right.refused').length > refusals, `${moment} is logged`);
      const isPrivate: boolean = moment === 'dialog' || moment === 'submit';
      if (isPrivate) assert.match(told, /may not rotate this token|Guests cannot use/, moment);
      else assert.match(chat.replies().at(-1) ?? '', /may not rotate any more.*Nothing was changed/s, moment);
      assert.equal(chat.replies().length, replies + (isPrivate ? 0 : 1), moment);
      giveBack(chat);
    }
    assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
  });

/** Takes the right away before a call of the attempt is answered. */
function during(chat: Chat, moment: Moment, take: () => void): () => void {
  let asked = 0;
  return disturb(chat.sandbox, hosts.graph, async (request) => {
    const step = await stepOf(request);
    // Asked for the dialog, for the submit, for the attempt, and before the save: about the account and the group each.
    if (step === 'right' || request.url.includes('userType')) asked++;
    if (moment === 'right' ? asked === 5 : moment === 'right again' ? asked === 7 : step === moment) take();
    return undefined;
  });
}
