import { channels } from '../../sandbox/seed.ts';
import { eventId } from '../../sandbox/teams/inbound-activity.ts';
import { maya, tom, usualReminders, type Cleanup, type OpenDialog } from '../../test/scenarios/chat.ts';
import type { Answer, Fields } from '../front-door/door.ts';
import type { StartBot } from '../restartable.ts';
import { approvals } from './approvals.ts';
import { wrongAnswer } from './judge.ts';
import { bent, Stage, type Bend } from './stage.ts';

/** Cases at a bot of their own. Gives what was wrong with each, by its name. */
export type Story = (t: Cleanup, start: StartBot) => Promise<Readonly<Record<string, string | undefined>>>;

/** A dialog, how it is opened, and what is right to submit. */
interface Form {
  readonly open: (stage: Stage) => Promise<OpenDialog>;
  readonly filled: (stage: Stage) => Fields;
}

const forms: Readonly<Record<string, Form>> = {
  'the token’s dialog': {
    open: (stage) => stage.openToken(),
    filled: () => ({ token: 'k7RtQ2mXw9LbZ4vNc8YhJ3pD6sGf1KxT', expiry: '2027-11-24', testOnly: 'false' }),
  },
  'the dialog of the reminders': {
    open: async ({ chat }) => chat.open(maya, 'Reminders of Apple School Manager', await chat.settings(maya)),
    filled: () => ({ ...usualReminders, ladder: '50, 20, 1' }),
  },
  'the dialog of the channel': {
    open: async ({ chat }) => chat.open(maya, 'Working hours of this channel', await chat.settings(maya)),
    filled: () => ({
      ...{ zone: 'Europe/Berlin', days: '1,2,3,4', from: '07:30', to: '16:00', holidays: '', onCall: '' },
      digest: 'true',
    }),
  },
};

/** Opens the dialog and gives the submit that Teams would send, unsent. */
async function submitOf(stage: Stage, { open, filled }: Form): Promise<Fields> {
  const dialog = await open(stage);
  if (dialog.result.kind !== 'card') throw new Error(`the dialog did not open: ${dialog.words}`);
  // A submit of nothing makes Teams' activity without using the dialog: it is not the form that was opened.
  await dialog.submit({ verb: 'nothing' });
  const submit = stage.submit();
  const sent = (submit['value'] as { readonly data: Fields }).data;
  const button = JSON.stringify(dialog.result.card);
  const verb = /"verb":"([\w-]+)"/.exec(button)?.[1];
  return bent(submit, { value: { data: { ...sent, ...filled(stage), verb } } });
}

const inData = (change: Bend): Bend => ({ value: { data: change } });

const bends: Readonly<Record<string, readonly [bend: Bend, told: RegExp]>> = {
  'without an open': [inData({ dialog: 'f'.repeat(32) }), /not known any more/],
  'without a number': [inData({ dialog: undefined }), /not known|out of date/],
  'with a number that is a path': [inData({ dialog: '../../x' }), /not known|out of date/],
  'by another person': [
    { from: { id: '29:tom', aadObjectId: tom.id, name: tom.name } },
    /opened by somebody else/,
  ],
  'as another dialog': [inData({ verb: 'watch' }), /not known any more|out of date|not known here/],
  'without a verb': [inData({ verb: undefined }), /not known here/],
  'by nobody': [{ from: { aadObjectId: undefined } }, /does not tell Scimitar who you are/],
};

/** All ways to bend a submit, at a dialog that is open; then the right one, which has its effect; then that again. */
const bending =
  (form: Form): Story =>
  async (t, start) => {
    const stage = await Stage.set(t, start);
    const found: Record<string, string | undefined> = {};
    const submit = await submitOf(stage, form);
    for (const [what, [bend, told]] of Object.entries(bends))
      found[what] = await unchanged(stage, bent(submit, { id: eventId(), ...bend }), told);
    const copies = Array.from({ length: 100 }, () => ({ ...submit, id: eventId() }));
    const lines = stage.chat.log.length;
    const answers = await Promise.all(copies.map((copy) => stage.send(copy)));
    await stage.chat.sandbox.app.drain();
    const effects = stage.chat.log
      .slice(lines)
      .filter((line) => /"(rotation\.begun|settings\.\w+)"/.test(line));
    found['100 at once'] =
      effects.length === 1 && answers.every(({ status }) => status === 200)
        ? undefined
        : `had ${effects.length} effects`;
    found['once more'] = await unchanged(stage, { ...submit, id: eventId() }, /already|saved|Nothing/);
    return found;
  };

const late: Story = async (t, start) => {
  const stage = await Stage.set(t, start);
  const found: Record<string, string | undefined> = {};
  for (const [name, form] of Object.entries(forms)) {
    const submit = await submitOf(stage, form);
    stage.chat.sandbox.clock.advance(10 * 60_000);
    found[name] = await unchanged(stage, submit, /open for more than 10 minutes/);
  }
  return found;
};

const tokens: Readonly<Record<string, readonly [token: unknown, told: RegExp]>> = {
  'no token': ['', /New token|There was no token/],
  'a token of one character': ['x', /New token|too short/],
  'a token of 20,000 characters': ['Ab1-'.repeat(5_000), /New token|too long/],
  'a token with control characters': ['k7RtQ2mXw9LbZ4\u0007vNc8YhJ3pD', /New token|no token has/],
  'a token that is an object': [{ token: 'x' }, /New token|There was no token/],
};
const wrongTokens: Story = async (t, start) => {
  const stage = await Stage.set(t, start);
  const token = forms['the token’s dialog'];
  if (token === undefined) throw new Error('there is no such dialog');
  const submit = await submitOf(stage, token);
  const found: Record<string, string | undefined> = {};
  for (const [what, [value, told]] of Object.entries(tokens))
    found[what] = await unchanged(stage, bent(submit, { id: eventId(), ...inData({ token: value }) }), told);
  return found;
};

/** A card from before somebody else acted; a hundred requests to refresh a card; and a root card that is gone. */
const cards: Story = async (t, start) => {
  const stage = await Stage.set(t, start);
  const { chat } = stage;
  const old = stage.claim();
  await chat.press(tom, "I'll take it", { until: '2026-12-10' });
  const found: Record<string, string | undefined> = {};
  found['an old version of the card'] = await unchanged(stage, old, /has changed since that card was drawn/);
  const before = stage.state();
  const refresh = bent(stage.claim(), { value: { action: { verb: 'refresh', data: { verb: 'refresh' } } } });
  const answers: Answer[] = await Promise.all(
    Array.from({ length: 100 }, () => stage.send({ ...refresh, id: eventId() })),
  );
  found['100 refreshes'] =
    stage.state() !== before
      ? 'had an effect'
      : answers
          .map((answer) => wrongAnswer(answer, /not known here/))
          .find((problem) => problem !== undefined);
  await chat.press(tom, 'Nobody has it any more');
  const gone = stage.claim();
  const { id, root } = chat.thread();
  const message = chat.sandbox.teams.findMessage(channels[1].id, root.id);
  if (message === undefined) throw new Error(`there is no card in ${id}`);
  chat.sandbox.teams.delete(message);
  await chat.move('next rung');
  found['a root card that is gone'] = await unchanged(stage, gone, /is a copy|has changed/);
  return found;
};

export const stories: Readonly<Record<string, Story>> = {
  ...Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, bending(form)])),
  'after 10 minutes': late,
  'wrong tokens': wrongTokens,
  cards,
  'a second person': approvals,
};

/** Sends it, and tells what was wrong with the answer, or that something was done. */
async function unchanged(stage: Stage, activity: Fields, told: RegExp): Promise<string | undefined> {
  const before = stage.state();
  const problem = wrongAnswer(await stage.send(activity), told);
  await stage.chat.sandbox.app.drain();
  return (
    problem ?? (stage.state() === before ? undefined : `had an effect: ${before} became ${stage.state()}`)
  );
}
