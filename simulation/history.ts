import type { CalendarDate } from '../src/domain/calendar.ts';
import type { Connection } from '../src/domain/connection.ts';
import type { Cycle } from '../src/domain/cycle.ts';
import type { ConnectionId, CycleId } from '../src/domain/ids.ts';
import type { StandingMessage } from './teams.ts';
import type { World } from './world.ts';

/** What really happened in a world, as nobody in it can know it. All moments are true ones, in epoch milliseconds. */
export interface History {
  readonly world: World;
  /** Earlier than the world's own when it was broken off. */
  readonly end: number;
  readonly messages: readonly StandingMessage[];
  readonly lives: readonly LifeRecord[];
  readonly looks: readonly LookRecord[];
  readonly crashes: readonly number[];
  readonly troubles: readonly TroubleRecord[];
  readonly cycles: readonly CycleRecord[];
  readonly connections: readonly ConnectionRecord[];
  /** Clocks that were wrong. */
  readonly skews: readonly SkewRecord[];
  /** What a card showed was not what the store held, though somebody had looked since. */
  readonly staleCards: readonly string[];
  /** Errors that the bot logged; each is a bug. */
  readonly failures: readonly string[];
}

/** An instance that was there, and looked at least every `most` milliseconds. Looks that found nothing due are not recorded. */
export interface LifeRecord {
  readonly instance: number;
  readonly from: number;
  until: number;
  readonly most: number;
}

export interface LookRecord {
  readonly number: number;
  readonly instance: number;
  readonly start: number;
  readonly end: number;
  readonly skew: number;
  readonly crashed: boolean;
}

/** Teams did not do what it was asked. */
export interface TroubleRecord {
  readonly at: number;
  /** Undefined in a personal chat. */
  readonly channel: string | undefined;
  /** Undefined where a call does not tell. */
  readonly connection: string | undefined;
  readonly key: string | undefined;
  readonly kind: 'unsure' | 'try-later' | 'gone';
  /** For so long Teams asked to be left alone. */
  readonly wait: number;
}

/** A cycle as the store held it from that moment on. */
export interface CycleRecord {
  readonly at: number;
  readonly id: CycleId;
  readonly connection: ConnectionId;
  readonly state: Cycle['state'];
  readonly expiresOn: CalendarDate;
  readonly openedAt: number;
  readonly claim: Cycle['claim'];
  readonly snooze: Cycle['snooze'];
  readonly acted: boolean;
  /** A backup brought it back. */
  readonly restored: boolean;
}

export interface ConnectionRecord {
  readonly at: number;
  readonly value: Connection;
  readonly restored: boolean;
}

export interface SkewRecord {
  readonly from: number;
  until: number;
  readonly by: number;
}
