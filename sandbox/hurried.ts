import { setTimeout as pause } from 'node:timers/promises';
import type { World } from '../src/app.ts';

/** Milliseconds: what the simulated Graph takes counts in the time of the machine that runs everything. */
export const leastPatience = 2_000;

/** Where nobody counts, nobody waits: a thousand seconds of pacing pass in one of the machine's. */
export const hurried: NonNullable<World['pacing']> = {
  now: () => performance.now() * 1000,
  pause: (milliseconds) => pause(milliseconds / 1000),
};
