import type { Entra } from './entra.ts';
import type { MemoryStore } from './memory-store.ts';
import type { Random } from './random.ts';
import type { Refusal, Teams } from './teams.ts';
import type { Timeline } from './timeline.ts';

/** All that an instance stands in. The store is asked for anew each time: a restore puts another in its place. */
export interface Surroundings {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly teams: Teams;
  readonly entra: Entra;
  readonly memory: () => MemoryStore;
  /** Teams did not simply do what it was asked. */
  readonly refused: (trouble: Trouble) => void;
  /** Something that only a bug can cause. */
  readonly failed: (name: string, error: unknown) => void;
}

export interface Trouble {
  readonly channel: string | undefined;
  /** Undefined where the call does not tell. */
  readonly connection: string | undefined;
  readonly key: string | undefined;
  readonly why: Refusal;
  /** For so long Teams asks to be left alone. */
  readonly wait: number;
}
