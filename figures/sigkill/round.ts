import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import { looks } from '../../src/config.ts';
import { isRunning, type Rotation } from '../../src/domain/rotation.ts';
import { maya, words, type Chat } from '../../test/scenarios/chat.ts';
import type { Killable } from '../../test/scenarios/killable.ts';
import { freshToken, openToken } from '../redelivery/clicks.ts';
import { TokenSearch } from '../token-search.ts';
import { killAt, nameOf, type Point } from './points.ts';

const expiry = '2027-11-24';
/** Seconds after the last start, in the world's time. */
const settledWithin = 60;
const terminal =
  /applied and tested|nothing was changed|may hold the new token|saved, but not confirmed|interrupted/i;
const saysWhatToDo = /Entering the same one again is safe|enter (it|the token|a token|the same one) again/i;

/** What has to hold after a kill, in the words in which a broken one is told. */
export interface Round {
  readonly point: string;
  /** Whether the process died where it should. */
  readonly reached: boolean;
  readonly broken: readonly string[];
}

/** `store` is the path of the bot's file; nothing else lies in its folder. */
export interface Stage {
  readonly killable: Killable;
  readonly store: string;
}

/** One attempt, killed at a point, and as many starts as it takes; `restarts` - 1 of them are killed as well. */
export async function playKill(
  stage: Stage,
  point: Point,
  restarts: number,
  paused: boolean,
): Promise<Round> {
  const { killable, store } = stage;
  const { chat } = killable;
  if (paused) pauseByHand(chat);
  const token = freshToken(chat);
  const before = chat.secrets();
  const attempts = await rotationsIn(store, chat);
  const told = terminals(chat).length;

  const reached = await killMidway(killable, point, token);
  await startAgain(killable, restarts);
  const broken = await settled(stage, attempts, told);
  broken.push(...brokenByNow(chat, store, before, token));

  const again = chat.secrets()['SecretToken'] === token ? freshToken(chat) : token;
  broken.push(...(await nextAttempt(chat, again)));
  broken.push(...brokenByNow(chat, store, before, again));
  return {
    point: nameOf(point),
    reached,
    broken: [...new Set(broken)].map((what) => `${nameOf(point)}, ${restarts} starts: ${what}`),
  };
}

/** Begins an attempt and sees the bot die. Whether it died where it should: it is dead afterwards in any case. */
async function killMidway(killable: Killable, point: Point, token: string): Promise<boolean> {
  const { chat } = killable;
  chat.sandbox.cloud.tenant.ledger.beginAttempt();
  const submit = await openDialog(chat);
  const callOff = await killAt(killable, point);
  await submit(token);
  await chat.sandbox.app.drain();
  callOff();
  const reached = !killable.isAlive();
  await killable.kill();
  return reached;
}

async function startAgain(killable: Killable, restarts: number): Promise<void> {
  for (let start = 1; start < restarts; start++) {
    await killable.restart();
    const what = { what: 'commit', number: start, when: start % 2 === 0 ? 'before' : 'after' } as const;
    await killAt(killable, what);
    await killable.chat.move({ minutes: looks.firstAfter / 60_000 });
    await killable.kill();
  }
  await killable.restart();
}

/** What is broken of the attempts that began since, and of what was told of them beyond the first results. */
async function settled(
  { killable: { chat }, store }: Stage,
  attempts: readonly Rotation[],
  told: number,
): Promise<string[]> {
  const broken: string[] = [];
  await lookFor(chat, settledWithin);
  const begun = (await rotationsIn(store, chat)).filter(({ id }) => !attempts.some((one) => one.id === id));
  if (begun.some(isRunning)) broken.push(`the attempt is still open ${settledWithin} s after the start`);
  await lookFor(chat, 180);
  const results = terminals(chat).slice(told);
  if (results.length !== begun.length)
    broken.push(`${begun.length} attempts began and ${results.length} terminal replies were given`);
  for (const result of results)
    if (/interrupted/i.test(result) && !saysWhatToDo.test(result))
      broken.push('"interrupted" does not say what to do');
  return broken;
}

async function nextAttempt(chat: Chat, token: string): Promise<readonly string[]> {
  const told = terminals(chat).length;
  chat.sandbox.cloud.tenant.ledger.beginAttempt();
  const submit = await openDialog(chat);
  await submit(token);
  await chat.sandbox.app.drain();
  const next = terminals(chat).slice(told);
  return next.length === 1 && /applied and tested/i.test(next[0] ?? '')
    ? []
    : [`the next attempt does not work: ${next.join(' / ').slice(0, 200)}`];
}

/** What must never be, at whatever moment one looks. */
function brokenByNow(
  chat: Chat,
  store: string,
  before: Readonly<Record<string, string>>,
  token: string,
): readonly string[] {
  const broken: string[] = [];
  const { SecretToken: _old, ...kept } = before;
  const { SecretToken: _new, ...now } = chat.secrets();
  if (JSON.stringify(now) !== JSON.stringify(kept)) broken.push('other settings were changed');
  const { savedUntested } = chat.sandbox.cloud.tenant.ledger;
  if (savedUntested > 0) broken.push('a token was saved that had not passed its test in this attempt');
  const search = new TokenSearch([token]);
  const folder = join(store, '..');
  for (const name of readdirSync(folder))
    if (search.in(readFileSync(join(folder, name))).length > 0) broken.push(`the token stands in ${name}`);
  return broken;
}

/** So many seconds of the world, with the bot looking on as often as it does in production. */
async function lookFor(chat: Chat, seconds: number): Promise<void> {
  let left = seconds * 1_000;
  for (let wait: number = looks.firstAfter; left > 0; wait = looks.every) {
    const step = Math.min(wait, left);
    left -= step;
    if (step === wait) await chat.move({ minutes: step / 60_000 });
    else chat.sandbox.clock.advance(step);
  }
}

/** In a chat of its own, so that the answer has to come there and in the thread. */
export async function openDialog(chat: Chat): Promise<(token: string) => Promise<unknown>> {
  const dialog = await openToken(chat);
  // What the bot still does for the dialog is no part of the attempt, whose calls and commits are counted.
  await chat.sandbox.app.drain();
  return (token) => dialog.send({ token, expiry, testOnly: 'false' });
}

const terminals = (chat: Chat): readonly string[] =>
  chat
    .threads()
    .flatMap(({ replies }) => replies.map(({ card }) => words(card)))
    .filter((text) => terminal.test(text));

const byHand = { kind: 'person', id: maya.id, name: maya.name, upn: maya.upn } as const;

/** Somebody pauses the job in Entra, so that the attempt has to start it again. */
export function pauseByHand({ sandbox, school }: Chat): void {
  const [job] = school.jobs;
  if (job !== undefined) sandbox.cloud.tenant.pause(school, job, byHand);
}

/** As they stand in the file, read by another process than the bot's. */
async function rotationsIn(path: string, { sandbox }: Chat): Promise<readonly Rotation[]> {
  const store = openSqliteStore(path);
  const stored = await store.list(sandbox.settings.tenant, 'rotation');
  await store.close();
  return stored.map(({ value }) => value);
}
