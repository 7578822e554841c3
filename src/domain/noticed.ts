import type { CalendarDate, Moment } from './calendar.ts';
import type { RotationId } from './ids.ts';
import type { JobHealth } from './job.ts';
import type { Finding } from './job-finding.ts';
import type { UpstreamFailure, UpstreamKind } from './upstream.ts';

/** What Scimitar notices between rotations, and tells the thread once. Facts only: cards choose the words. */
export type Noticed =
  /** `grownFrom`: the thread knows of the entry errors, and of so many of them. */
  | { readonly what: 'job-trouble'; readonly health: JobHealth; readonly grownFrom?: number }
  | { readonly what: 'job-over'; readonly was: Finding; readonly since: Moment; readonly health: JobHealth }
  | {
      readonly what: 'pulse-trouble';
      readonly failure: UpstreamFailure;
      readonly since: Moment;
      readonly times: number;
    }
  | { readonly what: 'pulse-over'; readonly kinds: readonly UpstreamKind[]; readonly since: Moment }
  /** Two tokens are believed to be listed, and one of them is not used any more. */
  | {
      readonly what: 'old-token';
      readonly ask: SlotAsk;
      readonly rotation: RotationId;
      readonly revoke: CalendarDate;
      readonly keep: CalendarDate;
    };

/** Asked after three healthy cycles, again after 14 days, and with the first reminder of the next token. */
export const slotAsks = ['first', 'again', 'next-year'] as const;
export type SlotAsk = (typeof slotAsks)[number];

/** What a person says of the old token. */
export const slotAnswers = ['revoked', 'only-one'] as const;
export type SlotAnswer = (typeof slotAnswers)[number];

/** The line of the story that is left of something noticed. */
export type NoticedAct =
  | { readonly kind: 'job-trouble'; readonly found: Finding; readonly escrowed?: number }
  | { readonly kind: 'job-over'; readonly was: Finding }
  | { readonly kind: 'pulse-trouble'; readonly why: UpstreamKind }
  | { readonly kind: 'pulse-over' }
  | { readonly kind: 'old-token-asked'; readonly ask: SlotAsk };
