import type { Mutant } from './mutants.ts';

/** One run of one test file in the process of a worker. */
export interface Play {
  /** The address of the bundle. */
  readonly bundle: string;
  /** The active mutant; without one the code is as it was written. */
  readonly mutant?: Mutant['id'];
  /** The names of the tests that are run; without them all. */
  readonly tests?: readonly string[];
  /** In milliseconds: a test that takes longer has failed. */
  readonly timeout: number;
  /** How often a test may come by the active mutant, before it counts as one that does not end. */
  readonly limit?: number;
  /** Whether it is written down which test comes by which mutant; asks for the number of the last mutant and one. */
  readonly cover?: number;
}

/** Of a test that was run: processor time and time in milliseconds, and the numbers of the mutants that it came by. */
export interface Tested {
  readonly name: string;
  readonly cpu: number;
  readonly time: number;
  readonly mutants: readonly number[];
  /** How often, where it was more than `mostly`. */
  readonly often: readonly (readonly [mutant: number, count: number])[];
}

/** Few tests come by a mutant as often. */
export const mostly = 100;

export interface Played {
  readonly ok: boolean;
  /** The first test that failed, when it was a test. */
  readonly failed?: string;
  readonly tests: readonly Tested[];
  /** The mutants that were come by while the file was read and between its tests. */
  readonly outside: readonly number[];
  /** Bytes that the process takes. */
  readonly memory: number;
}

/** What a bundled test file finds in its process, and what it leaves there. */
export interface Turn {
  readonly tests: ReadonlySet<string> | undefined;
  readonly timeout: number;
  readonly began: () => void;
  readonly ended: (test: string) => void;
  /** Set with the first failure; nothing is begun after it. */
  failed: string | undefined;
  /** The calls at the top of the file, for when they can be put into a suite. */
  readonly calls: (() => void)[];
}

/** The mutants' switches; see `mutants.ts`. */
export interface Switches {
  active: number;
  hits: number;
  limit: number;
  touch: ((id: number) => void) | undefined;
}

/** The shared places of a worker's process. */
export const shared = globalThis as unknown as {
  scimitarTurn: Turn;
  scimitarMutants: Switches;
  scimitarHeard: ((event: TestEvent) => void) | undefined;
};

/** What node's test runner tells its reporters, as far as it is needed. */
export interface TestEvent {
  readonly type: string;
  readonly data: { readonly name?: string };
}
