import type { Awake } from './awake.ts';
import type { History } from './history.ts';
import { iso } from './oracle-rungs.ts';
import { scheduleFor } from './segments.ts';
import type { StandingMessage } from './teams.ts';
import type { Finding } from './verdict.ts';
import { minute, second, type Restore } from './world.ts';

/** Whatever stands twice in Teams, and nothing explains it: all that the bot says, not only its reminders. */
export function judgeDoubles(history: History, awake: Awake): readonly Finding[] {
  const facts = new Map<string, StandingMessage[]>();
  for (const message of history.messages) {
    if (message.key === undefined) continue;
    const fact = factOf(message, message.key);
    const known = facts.get(fact);
    if (known === undefined) facts.set(fact, [message]);
    else known.push(message);
  }
  return [...facts.entries()].flatMap(([fact, copies]) =>
    copies.length < 2 ? [] : judgeCopies(history, awake, fact, copies),
  );
}

/** A rung is the same whatever its key. */
function factOf({ said, channel, conversation }: StandingMessage, key: string): string {
  const rung = rungOf(said, key);
  if ('cycle' in said && rung !== undefined) return `${said.cycle.id} ${said.cycle.expiresOn} rung ${rung}`;
  // Numbers of lines come twice after a restore: what happened then is something else.
  return `${channel ?? conversation} ${key}${said.kind === 'act' ? ` ${said.at}` : ''}`;
}

/** Which rung a message speaks for, if any: a root card is told from its key. */
export function rungOf(said: StandingMessage['said'], key: string): number | undefined {
  if (said.kind === 'reminder') return said.rung;
  const found = said.kind === 'cycle' ? /\.rung\.(-?\d+)(\.\d{4}-\d\d-\d\d)?$/.exec(key)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}

/** Two who send at the same time cannot know of each other. */
const sameTime = minute;
/** Whoever dies within this time may not have written down what it was told. */
const marked = 5 * second;

function judgeCopies(
  history: History,
  awake: Awake,
  fact: string,
  copies: readonly StandingMessage[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const { mayLook } = history.world.faults;
  for (const [place, copy] of copies.entries())
    for (const earlier of copies.slice(0, place)) {
      if ((earlier.deletedAt ?? Infinity) <= copy.postedAt) continue;
      const wrong = whyDoubled(history, awake, mayLook && copy.channel !== undefined, earlier, copy);
      if (wrong !== undefined)
        findings.push({
          wrong: 'doubled',
          at: copy.postedAt,
          about: fact,
          explanation: `it was posted at ${iso(earlier.postedAt)} and at ${iso(copy.postedAt)}: ${wrong}`,
        });
    }
  return findings;
}

function whyDoubled(
  history: History,
  awake: Awake,
  mayLook: boolean,
  earlier: StandingMessage,
  copy: StandingMessage,
): string | undefined {
  const { restore } = history.world;
  const isForgotten =
    restore !== undefined &&
    earlier.postedAt >= restore.backupAt &&
    earlier.postedAt <= restore.at &&
    copy.postedAt >= restore.at;
  if (
    isForgotten &&
    (fallsDueAfter(restore, history, awake, copy) || hasLostThread(history, restore, earlier, copy))
  )
    return undefined;
  if (mayLook) return 'the bot might have looked';
  if (isForgotten)
    return copy.said.kind === 'reminder' && copy.said.mayRepeatSince === undefined
      ? 'the bot had forgotten the first, and did not say so'
      : undefined;
  const known = knownFrom(awake, earlier);
  if (known < copy.postedAt - sameTime) return `the bot knew of the first since ${iso(known)}`;
  return staysTwice(awake, restore, earlier, copy) ? 'both are known, and none was removed' : undefined;
}

/** Other settings held before a restore: by those that hold when it is said again it did not fall due in the gap. */
function fallsDueAfter(
  { until }: Restore,
  { connections }: History,
  awake: Awake,
  { said, key, postedAt }: StandingMessage,
): boolean {
  const rung = key === undefined ? undefined : rungOf(said, key);
  if (rung === undefined || !('cycle' in said)) return false;
  const { connection, cycle } = said;
  const holds = connections.findLast(({ at, value }) => value.id === connection.id && at <= postedAt);
  if (holds === undefined) return false;
  return scheduleFor(holds.value, cycle.expiresOn).comes(rung) > until + awake.skewAround(until).least;
}

/** What stands under a deleted card is not found by a bot whose backup knows nothing of that card. */
const hasLostThread = (
  { messages }: History,
  { backupAt }: Restore,
  { isRoot, conversation }: StandingMessage,
  copy: StandingMessage,
): boolean =>
  !isRoot &&
  copy.conversation !== conversation &&
  messages.some(
    (card) =>
      card.isRoot &&
      card.conversation === conversation &&
      card.postedAt >= backupAt &&
      (card.deletedAt ?? Infinity) <= copy.postedAt,
  );

/** Since when the bot knows a message. Whoever died in the look that posted it may not have written it down. */
const knownFrom = (awake: Awake, { toldAt, postedBy }: StandingMessage): number =>
  toldAt === undefined || awake.hasCrashedIn(postedBy.look) || awake.hasCrashed(toldAt, toldAt + marked)
    ? Infinity
    : toldAt;

const isForgottenBy = (restore: Restore | undefined, toldAt: number | undefined): boolean =>
  restore !== undefined && toldAt !== undefined && toldAt >= restore.backupAt && toldAt <= restore.at;

/** Once the ids of both are known, one of them goes, unless a backup has forgotten one of them by then. */
function staysTwice(
  awake: Awake,
  restore: Restore | undefined,
  earlier: StandingMessage,
  copy: StandingMessage,
): boolean {
  const forgottenFrom = [earlier, copy].some(({ toldAt }) => isForgottenBy(restore, toldAt))
    ? restore?.at
    : undefined;
  let moment = Math.max(knownFrom(awake, earlier), knownFrom(awake, copy)) + 3 * minute;
  if (moment === Infinity) return false;
  const gone = Math.min(earlier.deletedAt ?? Infinity, copy.deletedAt ?? Infinity);
  for (let tries = 0; tries < 100; tries++) {
    const look = awake.lookFrom(moment);
    if (look === undefined || look.start >= (forgottenFrom ?? Infinity)) return false;
    const { least, most } = awake.skewAround(look.start);
    const held = awake.heldUntil(copy.channel ?? '', '', look);
    if (!look.crashed && held === 0 && most === 0 && least === 0) return gone > look.end + minute;
    moment = Math.max(look.start + minute, held);
  }
  return false;
}
