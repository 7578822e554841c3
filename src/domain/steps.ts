import type { Moment } from './calendar.ts';

/**
 * The sixteen steps of an attempt, in their order. Each is written down before it acts, and its result in the same
 * commit as the intent of the next.
 *
 * - `dialog`       the private dialog is open
 * - `submit`       a filled form has come
 * - `paste`        what was pasted has the form of a token and is not the one in use
 * - `lease`        the connection is taken: one attempt at a time
 * - `intent`       the attempt is written down, without the token
 * - `right`        the person may rotate
 * - `snapshot`     the settings beside the token are read
 * - `test`         Entra tries the token
 * - `approval`     a second person agrees, where the connection asks for one
 * - `right-again`  the person may still rotate, and the connection is not frozen
 * - `save`         the token goes to Entra
 * - `check`        Entra tries what is saved
 * - `start`        a job that stands still is started
 * - `reply`        the thread is told "applied and tested"
 * - `proof`        a provisioning cycle that began after the save ends well, and the thread is told
 * - `close`        the connection is free, the next cycle begins
 */
export const steps = [
  'dialog',
  'submit',
  'paste',
  'lease',
  'intent',
  'right',
  'snapshot',
  'test',
  'approval',
  'right-again',
  'save',
  'check',
  'start',
  'reply',
  'proof',
  'close',
] as const;
export type Step = (typeof steps)[number];

/** `not-needed`: there was nothing to do. `refused`: the attempt ended here. `lost`: its process died here. */
export type StepResult = 'done' | 'not-needed' | 'refused' | 'lost';

/** One step of one attempt: its intent, and its result when it has one. */
export interface StepRecord {
  readonly step: Step;
  readonly began: Moment;
  readonly ended?: Moment;
  readonly result?: StepResult;
}

/** Only the last record may be without a result. */
export type Journal = readonly StepRecord[];

/** The step that has begun and has no result yet. */
export function openStep(journal: Journal): Step | undefined {
  const last = journal.at(-1);
  return last !== undefined && last.result === undefined ? last.step : undefined;
}

/** Gives the open step its result; a journal without one stays as it is. */
export function endStep(journal: Journal, now: Moment, result: StepResult = 'done'): Journal {
  const last = journal.at(-1);
  if (last === undefined || last.result !== undefined) return journal;
  return [...journal.slice(0, -1), { ...last, ended: now, result }];
}

/** The open step is done, and the next one begins. */
export const beginStep = (journal: Journal, step: Step, now: Moment): Journal => [
  ...endStep(journal, now),
  { step, began: now },
];

/** The open step is done; one that has nothing to do, or was done at once, follows it. */
export const passStep = (
  journal: Journal,
  step: Step,
  now: Moment,
  result: 'done' | 'not-needed' = 'done',
): Journal => endStep(beginStep(journal, step, now), now, result);

/** The open step has its result, and the connection is free for the next attempt in the same moment. */
export const closeSteps = (journal: Journal, now: Moment, result: StepResult): Journal =>
  passStep(endStep(journal, now, result), 'close', now);
