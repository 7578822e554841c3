import type { Awake, SureLook } from './awake.ts';
import { clockIn } from './local-time.ts';
import type { Schedule } from './schedule.ts';
import type { Segment } from './segments.ts';
import { stretchesOf, type Stretch } from './stretches.ts';
import type { Finding, Wrong } from './verdict.ts';
import { hour, minute, second } from './world.ts';

/** One rung's message, as it first stood in Teams. */
export interface Spoken {
  readonly expiresOn: string;
  readonly rung: number;
  readonly at: number;
  readonly look: number;
  readonly skew: number;
}

export interface CycleStory {
  readonly connection: string;
  readonly segments: readonly Segment[];
  readonly spoken: readonly Spoken[];
  /** Somebody asked for the first message then, and it did not wait. */
  readonly askedAt: number | undefined;
  /** After a restore the bot may not know what it said. */
  readonly restoredAt: number | undefined;
  readonly isShared: boolean;
}

const factOf = ({ expiresOn, rung }: Pick<Spoken, 'expiresOn' | 'rung'>): string => `${expiresOn} ${rung}`;

/** Whatever is wrong with the rungs of one cycle. */
export function judgeRungs(story: CycleStory, awake: Awake): readonly Finding[] {
  const findings: Finding[] = [];
  const find = (wrong: Wrong, at: number, rung: number, explanation: string): void => {
    findings.push({ wrong, at, about: `${story.connection} rung ${rung}`, explanation });
  };
  const stretches = story.segments.flatMap((segment) => [
    ...stretchesOf(segment),
    ...passedAhead(segment, awake),
  ]);
  const first = new Map<string, Spoken>();
  for (const spoken of story.spoken) if (!first.has(factOf(spoken))) first.set(factOf(spoken), spoken);
  const passed = new Map<string, 'surely' | 'perhaps'>();
  const passedFrom = new Map<string, number>();
  const settled = new Set<string>();

  for (const stretch of stretches) {
    const { segment, rung, mode, from, until } = stretch;
    const fact = factOf({ expiresOn: segment.schedule.rules.expiresOn, rung });
    const spoken = first.get(fact);
    if (spoken !== undefined && spoken.at < from) continue;
    // Something newer was said or passed over already, under another ladder: what is older does not follow.
    if (passedNewer(passed, segment, rung)) continue;
    if (mode === 'passed') {
      const look = sureLook(stretch, story, awake, () => true);
      if (look !== undefined && !passedFrom.has(fact)) passedFrom.set(fact, look.end);
      if (passed.get(fact) !== 'surely') passed.set(fact, look === undefined ? 'perhaps' : 'surely');
    } else if (mode === 'either') passed.set(fact, passed.get(fact) ?? 'perhaps');
    if (mode !== 'speaks' || passed.has(fact) || settled.has(fact)) continue;
    const look = sureLook(stretch, story, awake, (moment) => mustSpeakAt(segment.schedule, rung, moment));
    if (look === undefined) continue;
    const by = look.end + (story.isShared ? minute : 5 * second);
    if (saidNewer(story, segment, rung, by)) continue;
    settled.add(fact);
    const due = `it was due at ${iso(from)}, and somebody looked at ${iso(look.start)}`;
    if (spoken === undefined)
      find('lost', look.end, rung, `${due}; it never came, until ${iso(until)} was the next`);
    else if (spoken.at > by) find('late', spoken.at, rung, `${due}; it came at ${iso(spoken.at)}`);
  }
  for (const spoken of first.values()) {
    const why = whyUnasked(spoken, story, awake, passedFrom.get(factOf(spoken)));
    if (why !== undefined) find('unasked', spoken.at, spoken.rung, why);
  }
  return findings;
}

/** A clock that is ahead passes a rung over before its time, and it stays so when what kept it back has ended meanwhile. */
function passedAhead(segment: Segment, awake: Awake): readonly Stretch[] {
  const { from, until } = segment;
  const { most } = awake.skewAround(until);
  if (most === 0) return [];
  return stretchesOf({ ...segment, from: Math.max(from, until - most), until: until + most })
    .filter((stretch) => stretch.from >= until && stretch.mode === 'passed')
    .map((stretch) => ({ ...stretch, mode: 'either' }));
}

/** What was said before a restore is forgotten, and so is the ladder that it belonged to. */
const saidNewer = (
  { spoken }: CycleStory,
  { schedule: { rules } }: Segment,
  rung: number,
  before: number,
  restoredAt = -Infinity,
): boolean =>
  spoken.some(
    ({ at, rung: said, expiresOn }) =>
      said < rung &&
      expiresOn === rules.expiresOn &&
      at < before &&
      !(at < restoredAt && restoredAt < before),
  );

const passedNewer = (passed: ReadonlyMap<string, unknown>, { schedule }: Segment, rung: number): boolean =>
  [...passed.keys()].some((fact) => {
    const [expiresOn, one] = fact.split(' ');
    return expiresOn === schedule.rules.expiresOn && Number(one) < rung;
  });

/** A message comes in working hours; outside of them only when the next opening is too late for it. */
function mustSpeakAt(schedule: Schedule, rung: number, moment: number): boolean {
  if (schedule.isOpen(moment)) return true;
  const { date } = clockIn(schedule.rules.zone, moment);
  if (isDaily(rung) && moment >= schedule.opening(date) && moment < schedule.closing(date)) return true;
  return schedule.nextOpen(moment) >= schedule.latest(rung);
}

/** On the days after expiry the calendar does not count: whether its hours do, the page does not say. */
const maySpeakAt = (schedule: Schedule, rung: number, moment: number): boolean =>
  isDaily(rung) || mustSpeakAt(schedule, rung, moment);

const isDaily = (rung: number): boolean => rung <= 0 && rung >= -28;

/** The first look in a stretch at which nothing could keep the bot from doing what it had to. */
function sureLook(
  { from, until, segment }: Stretch,
  { connection }: CycleStory,
  awake: Awake,
  mayAt: (moment: number) => boolean,
): SureLook | undefined {
  let moment = from;
  for (let tries = 0; tries < 3000; tries++) {
    const look = awake.lookFrom(moment);
    if (look === undefined || look.start >= until) return undefined;
    const { least, most } = awake.skewAround(look.start);
    if (look.start + most >= until) return undefined;
    const held = awake.heldUntil(segment.channel, connection, look);
    if (look.soonest + least < from) moment = Math.max(from - least, look.soonest + second);
    else if (look.crashed || held > 0) moment = Math.max(look.start + second, held);
    else if (![look.soonest + least, look.start + most].every(mayAt))
      moment = nextAllowed(segment, look, mayAt);
    else return look;
  }
  return undefined;
}

/** Looks in closed hours come to nothing: the next one that counts is after the next opening, or after the latest moment. */
function nextAllowed({ schedule }: Segment, look: SureLook, mayAt: (moment: number) => boolean): number {
  const step = 15 * minute;
  const after = look.soonest === look.start || mayAt(look.soonest) ? look.start : look.soonest;
  for (let next = Math.floor(after / step + 1) * step; next < after + 20 * 24 * hour; next += step)
    if (mayAt(next)) return next;
  return Math.max(after + step, schedule.nextOpen(after));
}

/** How long after its decision a message may still come: when nothing went wrong, and when something did. */
const sendingTakes = { usually: 3 * minute, atMost: 30 * minute };

function whyUnasked(
  spoken: Spoken,
  story: CycleStory,
  awake: Awake,
  passedAt: number | undefined,
): string | undefined {
  const { at, skew } = spoken;
  const { connection, segments, isShared } = story;
  const channel = segments.find(({ until }) => until > at)?.channel ?? '';
  const wasHeld = awake.heldUntil(channel, connection, { soonest: at - sendingTakes.atMost, end: at }) > 0;
  const earlier = wasHeld ? sendingTakes.atMost : sendingTakes.usually;
  const { least, most } = awake.skewAround(at);
  const clocks = new Set([skew, ...(isShared || skew !== 0 ? [0, least, most] : [])]);
  const reasons: string[] = [];
  // What was true then, and what some clock showed.
  for (const segment of segments.filter(({ from, until }) => from <= at && until > at - earlier))
    for (const ahead of clocks) {
      const reading = at + ahead;
      for (const stretch of stretchesOf({ ...segment, from: reading - earlier, until: reading + 1 })) {
        const why = whyNotIn(stretch, reading, spoken, story, passedAt);
        if (why === undefined) return undefined;
        reasons.push(why);
      }
    }
  return `it came at ${iso(at)}, and ${reasons[0] ?? 'nothing was due'}`;
}

function whyNotIn(
  { segment, rung: newest, mode, from }: Stretch,
  reading: number,
  { at, rung, expiresOn }: Spoken,
  story: CycleStory,
  passedAt: number | undefined,
): string | undefined {
  const { askedAt, restoredAt = -Infinity } = story;
  const { schedule } = segment;
  const isAsked = askedAt !== undefined && Math.abs(at - askedAt) < 15 * minute;
  if (
    schedule.rules.expiresOn !== expiresOn ||
    (newest !== rung && !speaksFor(newest, segment, story, rung, at))
  )
    return `rung ${newest} was the newest`;
  if (saidNewer(story, segment, rung, at, restoredAt)) return 'a newer one had been said';
  if (mode !== 'speaks' && mode !== 'may') return `it was to be ${mode}`;
  if (passedAt !== undefined && passedAt < at - sendingTakes.usually && restoredAt < passedAt)
    return `it had been passed over by ${iso(passedAt)}`;
  return isAsked || [from, reading].some((moment) => maySpeakAt(schedule, newest, moment))
    ? undefined
    : 'it came in closed hours';
}

/**
 * What had fallen due by a ladder that holds no more, and was on its way, speaks for the newest rung of the ladder that
 * holds, when nobody has said that one nor a newer one.
 */
const speaksFor = (newest: number, segment: Segment, story: CycleStory, rung: number, at: number): boolean =>
  newest > rung &&
  !segment.schedule.rungs.includes(rung) &&
  !saidNewer(story, segment, newest + 1, at) &&
  story.segments.some(
    ({ schedule, from, until }) =>
      from < at &&
      schedule.rules.expiresOn === segment.schedule.rules.expiresOn &&
      schedule.rungs.includes(rung) &&
      schedule.comes(rung) <= Math.min(until, at),
  );

export const iso = (moment: number): string =>
  Number.isFinite(moment) ? new Date(moment).toISOString() : String(moment);
