import { addMilliseconds, hours, minutes, type Moment } from './calendar.ts';
import type { JobHealth, LastCycle } from './job.ts';
import type { Applied, Proven, Unproven } from './rotation.ts';
import { beginStep, closeSteps, openStep } from './steps.ts';

const lookEvery = minutes(5);
/** After this long without proof the thread is told; after `watchFor` the watch ends. */
export const proofExpectedWithin = hours(2);
const lookEveryWhenOverdue = hours(1);
const lookEveryWhenProven = hours(1);
export const watchFor = hours(48);

/** The thread has been told: from here on the proof is waited for. */
export const told = (from: Applied, now: Moment): Applied => ({
  ...from,
  journal: beginStep(from.journal, 'proof', now),
});

/** Not proven yet: look again soon, and tell the thread once when it takes too long. */
export function keepWatching(from: Applied, now: Moment): Applied {
  const overdue = from.overdue || addMilliseconds(from.savedAt, proofExpectedWithin) <= now;
  return {
    ...from,
    overdue,
    lookAgainAt: addMilliseconds(now, overdue ? lookEveryWhenOverdue : lookEvery),
  };
}

/** A proof that comes after "not proven" is told as well. */
export const proven = (from: Applied, proof: LastCycle, now: Moment): Proven => {
  const { lookAgainAt, overdue, startedJob, ...rest } = from;
  // A proof that is there before the thread could be told counts as well.
  const waiting = openStep(from.journal) === 'reply' ? beginStep(from.journal, 'proof', now) : from.journal;
  const journal = closeSteps(waiting, now, 'done');
  return watchOn({ ...rest, state: 'proven', proof, journal }, now);
};

/** A proven token is looked at every hour until 48 hours after the save. */
export function watchOn({ lookAgainAt, ...from }: Proven, now: Moment): Proven {
  const next = addMilliseconds(now, lookEveryWhenProven);
  return next > addMilliseconds(from.savedAt, watchFor) ? from : { ...from, lookAgainAt: next };
}

/** Provisioning went wrong after the proof: that is told once. */
export const regressed = ({ lookAgainAt, ...from }: Proven, now: Moment): Proven => ({
  ...from,
  regressedAt: now,
});

export const unproven = (from: Applied, now: Moment): Unproven => {
  const { lookAgainAt, overdue, startedJob, ...rest } = from;
  return { ...rest, state: 'unproven', journal: closeSteps(from.journal, now, 'refused') };
};

/**
 * Whether a cycle proves the token: it began after the save and Entra spoke to the service throughout.
 * Objects that failed on their own (`entry-errors`) do not speak against the token.
 */
export const isProof = (cycle: LastCycle | undefined, savedAt: Moment): cycle is LastCycle =>
  cycle !== undefined && cycle.began > savedAt && cycle.outcome !== 'failed';

/** Whether provisioning has gone wrong since a proof: it stands still, or a later cycle has failed. */
export const hasRegressed = ({ state, lastCycle }: JobHealth, { proof }: Proven): boolean =>
  state !== 'active' ||
  (lastCycle !== undefined && lastCycle.began > proof.began && lastCycle.outcome === 'failed');
