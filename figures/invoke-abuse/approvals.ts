import { people } from '../../sandbox/seed.ts';
import { eventId } from '../../sandbox/teams/inbound-activity.ts';
import { buttonsOf, maya, tom, usualReminders, type Cleanup } from '../../test/scenarios/chat.ts';
import type { Fields } from '../front-door/door.ts';
import type { StartBot } from '../restartable.ts';
import { wrongAnswer } from './judge.ts';
import { bent, Stage, type Bend } from './stage.ts';

type Who = typeof maya | typeof tom;
type Found = Record<string, string | undefined>;

const [priya, guest] = [people[2], people[3]];
const form = { expiry: '2027-11-24', testOnly: 'false' };
const as = (who: { readonly id: string; readonly name: string }): Bend => ({
  from: { id: `29:${who.id}`, aadObjectId: who.id, name: who.name },
});
const inData = (change: Bend): Bend => ({ value: { action: { data: change } } });

/** Questions for a second person and their answers: bent, by the wrong one, late, and again. Tom asks, Maya may agree. */
export async function approvals(t: Cleanup, start: StartBot): Promise<Found> {
  const stage = await Stage.set(t, start);
  const { chat } = stage;
  const settings = await chat.open(maya, 'Reminders of Apple School Manager', await chat.settings(maya));
  await settings.submit({ ...usualReminders, fourEyes: 'second-person' });
  const found: Found = {};
  await questions(stage, found);
  const agree = await asked(stage);
  for (const [what, [bend, told]] of Object.entries(bends(stage)))
    found[what] = await unanswered(stage, { ...bent(agree, bend), id: eventId() }, told);
  const token = chat.sandbox.cloud.apple.school.generate().token;
  found['a token while nobody has agreed'] = await noDialog(stage, tom, /nobody has agreed yet/);

  const copies = Array.from({ length: 100 }, () => ({ ...agree, id: eventId() }));
  await Promise.all(copies.map((copy) => stage.send(copy)));
  await chat.sandbox.app.drain();
  const replies = chat.replies().filter((reply) => reply.includes('may enter a new token until'));
  found['agreed 100 times at once'] = replies.length === 1 ? undefined : `${replies.length} replies`;
  found['a token by whoever agreed'] = await noDialog(stage, maya, /for Tom Adeyemi alone/);

  const open = await chat.open(tom);
  await chat.press(maya, 'Take the agreement back', {}, [], newest(stage, 'Take the agreement back'));
  const refused = await open.submit({ ...form, token });
  found['a token after the agreement was taken back'] = refused.words.includes('No second person agrees')
    ? undefined
    : refused.words;
  found['agreed to what was answered'] = await unanswered(
    stage,
    { ...agree, id: eventId() },
    /answered already, or its time is over/,
  );
  const late = await asked(stage);
  await chat.move({ minutes: 31 });
  found['agreed after half an hour'] = await unanswered(stage, late, /answered already, or its time is over/);
  const frozen = await asked(stage);
  await stage.send(frozen);
  const last = await chat.open(tom);
  await chat.say(maya, 'freeze Apple School until 2026-12-04 audit');
  const stopped = await last.submit({ ...form, token });
  found['a token after a freeze'] = stopped.words.includes('is frozen until') ? undefined : stopped.words;
  found['nothing was saved'] =
    chat.sandbox.cloud.tenant.ledger.entries.length === 0 ? undefined : 'a token was';
  return found;
}

const bends = ({ business }: Stage): Readonly<Record<string, readonly [bend: Bend, told: RegExp]>> => ({
  'agreed for oneself': [as(tom), /somebody else has to answer/],
  'agreed without the role': [as(priya), /You may not approve/],
  'agreed by a guest': [as(guest), /Guests cannot use/],
  'agreed to a question that nobody asked': [inData({ question: 'f'.repeat(32) }), /answered already/],
  'agreed to no question': [inData({ question: undefined }), /not known here/],
  'agreed to a question that is a path': [inData({ question: '../../x' }), /not known here/],
  'agreed for another connection': [inData({ connection: business }), /out of date|is a copy/],
  'agreed for another cycle': [inData({ cycle: 'f'.repeat(32) }), /out of date|is a copy/],
  'agreed on a copy of the card': [{ replyToId: '1690000000011' }, /is a copy/],
  'agreed by a verb of another card': [
    { value: { action: { verb: 'portal-no', data: { verb: 'portal-no' } } } },
    /out of date|answered already/,
  ],
});

/** The dialog that asks the channel: without its number, by somebody else, and twice. */
async function questions(stage: Stage, found: Found): Promise<void> {
  const dialog = await stage.chat.open(tom);
  await dialog.submit({ verb: 'nothing' });
  const sent = stage.submit();
  const verb = (data: Bend): Bend => ({ value: { data: { verb: 'ask-approval', ...data } } });
  for (const [what, bend, told] of [
    ['asked without a number', verb({ dialog: undefined }), /not known/],
    ['asked with a number of nobody’s', verb({ dialog: 'f'.repeat(32) }), /not known/],
    ['asked in the dialog of another', { ...verb({}), ...as(maya) }, /opened by somebody else/],
  ] as const)
    found[what] = await unanswered(stage, { ...bent(sent, bend), id: eventId() }, told);
  const right = bent(sent, verb({}));
  await Promise.all(Array.from({ length: 100 }, () => stage.send({ ...right, id: eventId() })));
  await stage.chat.sandbox.app.drain();
  const asks = stage.chat.replies().filter((reply) => reply.includes('wants to enter a new token'));
  found['asked 100 times at once'] = asks.length === 1 ? undefined : `${asks.length} questions`;
  await stage.chat.press(maya, 'Decline', {}, [], newest(stage, 'Decline'));
}

/** Tom asks; gives what Teams sends when Maya agrees, unsent. */
async function asked(stage: Stage): Promise<Fields> {
  await (await stage.chat.open(tom)).submit({});
  const { conversationId, message } = newest(stage, 'Agree');
  const button = buttonsOf(message.card).find(({ title }) => title === 'Agree');
  return bent(stage.claim(), {
    replyToId: message.id,
    conversation: { id: conversationId },
    value: { action: { type: 'Action.Execute', verb: 'approve', data: button?.data } },
  });
}

function newest({ chat }: Stage, title: string) {
  const { id, replies } = chat.thread();
  const message = replies.findLast(({ card }) => buttonsOf(card).some((button) => button.title === title));
  if (message === undefined) throw new Error(`no reply offers "${title}"`);
  return { conversationId: id, message };
}

/** Refused clearly, and neither the card nor the thread shows anything of it. */
async function unanswered(stage: Stage, activity: Fields, told: RegExp): Promise<string | undefined> {
  const shown = (): string => JSON.stringify([stage.chat.card(), stage.chat.replies(), stage.chat.secrets()]);
  const before = shown();
  const wrong = wrongAnswer(await stage.send(activity), told);
  await stage.chat.sandbox.app.drain();
  return wrong ?? (shown() === before ? undefined : 'had an effect');
}

async function noDialog({ chat }: Stage, who: Who, told: RegExp): Promise<string | undefined> {
  const { result, words } = await chat.open(who);
  return result.kind !== 'card' && told.test(words) ? undefined : words;
}
