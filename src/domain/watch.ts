import { addMilliseconds, hours, type Moment } from './calendar.ts';
import type { ConnectionId, CycleId, Person, RotationId, TenantId } from './ids.ts';
import type { JobHealth } from './job.ts';
import { findingOf } from './job-finding.ts';
import type { JobWatch } from './job-watch.ts';
import type { SlotAnswer, SlotAsk } from './noticed.ts';
import type { Pulse } from './pulse.ts';
import type { SlotAdvice } from './slots.ts';

/** What is remembered of watching one connection all year. It comes into being with the first look. */
export interface Watch {
  readonly tenant: TenantId;
  readonly connection: ConnectionId;
  readonly job?: JobWatch;
  readonly pulse: Pulse;
  /** The question about the old token, once for each proven rotation; the newest last. */
  readonly oldTokens: readonly OldToken[];
}

/** One proven rotation, and what is asked about the token that it replaced. */
export interface OldToken {
  readonly rotation: RotationId;
  /** The cycle that the rotation has closed: the question stands in its thread. */
  readonly cycle: CycleId;
  /** The cycle that followed it. */
  readonly following: CycleId;
  /** Healthy cycles seen since the proof, and when the newest of them began. */
  readonly healthy: number;
  readonly newest?: Moment;
  readonly asked: readonly { readonly ask: SlotAsk; readonly at: Moment }[];
  readonly answer?: { readonly answer: SlotAnswer; readonly by: Person; readonly at: Moment };
}

/** Healthy cycles that count are seen one a look; a bad look begins anew. */
export function countHealthy(old: OldToken, health: JobHealth, now: Moment): OldToken {
  const { lastCycle } = health;
  const { kind } = findingOf(health, now);
  const isHealthy = kind === 'well' || kind === 'entry-errors';
  if (!isHealthy || lastCycle === undefined) return old.healthy === 0 ? old : { ...old, healthy: 0 };
  if (old.newest !== undefined && lastCycle.began <= old.newest) return old;
  return { ...old, healthy: Math.min(most, old.healthy + 1), newest: lastCycle.began };
}
const most = 3;

const askAgainAfter = hours(14 * 24);

/** What is asked now, if anything: first, 14 days later, and with the first reminder of the next token. */
export function askNow(
  { asked, answer }: OldToken,
  advice: SlotAdvice,
  nextYearBegan: boolean,
  now: Moment,
): SlotAsk | undefined {
  if (advice.do === 'nothing' || answer !== undefined) return undefined;
  const has = (ask: SlotAsk): boolean => asked.some((one) => one.ask === ask);
  if (nextYearBegan) return has('next-year') ? undefined : 'next-year';
  const first = asked.find(({ ask }) => ask === 'first');
  if (first === undefined) return 'first';
  return has('again') || addMilliseconds(first.at, askAgainAfter) > now ? undefined : 'again';
}
