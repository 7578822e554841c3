import type { Trail } from '../src/ports/trail.ts';

/** Nothing is written down: what is measured here is when something is said. The figure `trail` has the trail. */
export const noTrail: Trail = {
  intend: () => Promise.resolve(0),
  conclude: () => Promise.resolve(),
  decide: () => Promise.resolve('written'),
  settle: () => Promise.resolve(),
  end: () => Promise.resolve(undefined),
};
