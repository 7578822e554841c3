import assert from 'node:assert/strict';
import { operations, maya, words, type Chat } from '../scenarios/chat.ts';
import type { Thread } from '../../sandbox/page-api.ts';
import type { End } from './bot.ts';
import type { LocalNoon } from './local-noon.ts';
import { begin, until, type Stage } from './stage.ts';

export const school = 'Apple School Manager';
export const business = 'Apple Business Manager';

/** The card about a connection, once it is there. */
export const card = (chat: Chat, about: string): Thread | undefined =>
  chat.livingThreads().findLast(({ root }) => words(root.card).includes(about));

const says =
  (text: RegExp) =>
  ({ replies }: Thread): boolean =>
    replies.some((reply) => text.test(words(reply.card)));

/** Maya adds the app, has it look for the connections, and gives the channel working hours that begin at `opens`. */
export async function setUp({ chat }: Stage, { zone, clock }: LocalNoon, opens: number): Promise<void> {
  await chat.sandbox.client.addToTeam(maya.id, operations.id);
  const welcome = await until('the welcome', () => chat.threads()[0]);
  const hours = await chat.open(maya, 'Working hours of this channel', await chat.settings(maya));
  const saved = await hours.send({
    zone,
    days: '1,2,3,4,5,6,7',
    from: clock(opens),
    to: '23:30',
    holidays: '',
    onCall: '',
    digest: 'false',
  });
  assert.equal(saved.result.kind, 'message', saved.words);
  await chat.click(maya, 'Find the connections', {}, [], {
    conversationId: welcome.id,
    message: welcome.root,
  });
}

/** She lets it watch one of those that it has found. `expiry`: the date that Apple shows. */
export async function watch({ chat }: Stage, name: string, expiry: string): Promise<void> {
  const found = await until('what was found', () => {
    const [welcome] = chat.threads();
    const reply = welcome?.replies.find(({ card: shown }) => words(shown).includes('found in Entra'));
    return welcome && reply && { conversationId: welcome.id, message: reply };
  });
  const dialog = await chat.open(maya, `Watch ${name}`, found);
  const watching = await dialog.send({ expiry, sure: 'true' });
  assert.equal(watching.result.kind, 'message', watching.words);
}

/**
 * From the card to the proof, with two restarts: while the dialog is open, and while the attempt that it began is under
 * way. The job has been paused, so that it runs again only if it is started after the save.
 */
export async function replaceToken(stage: Stage, { date }: LocalNoon): Promise<string> {
  const { chat, bot } = stage;
  const { cloud } = chat.sandbox;
  await until('the card', () => card(chat, school));
  const [job] = chat.school.jobs;
  assert.ok(job);
  cloud.tenant.pause(chat.school, job, { kind: 'person', id: maya.id, name: maya.name, upn: maya.upn });
  const { token } = cloud.apple.school.generate();

  const dialog = await chat.open(maya);
  endedCleanly(await bot.stop());
  await begin(stage);

  const taken = await dialog.send({ token, expiry: date(365), testOnly: 'false' });
  endedCleanly(await bot.stop());
  assert.notEqual(taken.result.kind, 'card', taken.words);
  assert.ok(says(/Applied and tested/)(chat.thread()), 'what was under way came to its end');
  assert.equal(chat.secrets()['SecretToken'], token);
  const { entries, savedUntested } = cloud.tenant.ledger;
  assert.deepEqual([entries.length, savedUntested, job.schedule], [1, 0, 'Active']);
  await begin(stage);
  return token;
}

export const isProven = (chat: Chat): boolean => says(/Proven/)(chat.thread());

export const endedCleanly = ({ code, signal }: End): void => {
  assert.deepEqual([code, signal], [0, null]);
};
