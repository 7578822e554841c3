import type { Agreement, ApprovalObstacle } from './approval.ts';
import { addMilliseconds, minutes, seconds, type CalendarDate, type Moment } from './calendar.ts';
import type { Conversation, ExpirySource } from './connection.ts';
import type { ConnectionId, CycleId, Person, RotationId, TenantId } from './ids.ts';
import type { Freeze } from './freeze.ts';
import type { LastCycle } from './job.ts';
import { beginStep, closeSteps, endStep, passStep, type Journal, type Step } from './steps.ts';
import type { UpstreamFailure } from './upstream.ts';

/** What every attempt keeps from its first moment to its last. Never the token. */
export interface Attempt {
  readonly id: RotationId;
  readonly tenant: TenantId;
  readonly connection: ConnectionId;
  readonly cycle: CycleId;
  readonly by: Person;
  readonly startedAt: Moment;
  readonly testOnly: boolean;
  /** What the person read off Apple's screen; unused when only tested. */
  readonly expiresOn: CalendarDate;
  readonly expirySource: ExpirySource;
  /** Keyed fingerprint, 12 hex digits: lets people compare without a character of the token. */
  readonly fingerprint: string;
  /** The personal chat that the attempt began in, if any: the answer comes there as well. */
  readonly personalChat?: Conversation;
  /** The second person's, where one had to agree. */
  readonly agreement?: Agreement;
  /** What was done, step by step. */
  readonly journal: Journal;
  /** By Graph's clock, when the settings were read before the save: whatever this attempt saves is saved later. */
  readonly snapshotAt?: Moment;
  /** What shows that the token is saved, where Graph's own answer to the save was lost. */
  readonly confirmedBy?: 'audit-log';
  /** Counts those who have held the attempt: whoever holds an older number has lost it and changes nothing more. */
  readonly fence: number;
}

/** The token is in memory and being tested; nothing has been changed. */
export interface Testing extends Attempt {
  readonly state: 'testing';
  readonly leaseUntil: Moment;
}
/** The test has passed; from here on Graph may hold the new token. */
export interface Saving extends Attempt {
  readonly state: 'saving';
  readonly leaseUntil: Moment;
}
/** Graph confirmed the save; what follows needs no token. */
export interface Checking extends Attempt {
  readonly state: 'checking';
  readonly leaseUntil: Moment;
  /** By Graph's clock, which also dates the provisioning cycles that may prove it. */
  readonly savedAt: Moment;
}
/** Applied and tested; waits for a provisioning cycle that began after the save. */
export interface Applied extends Attempt {
  readonly state: 'applied';
  readonly savedAt: Moment;
  readonly startedJob: boolean;
  readonly lookAgainAt: Moment;
  readonly overdue: boolean;
}
export interface Proven extends Attempt {
  readonly state: 'proven';
  readonly savedAt: Moment;
  readonly proof: LastCycle;
  /** Absent once the 48 hours after the save are over, or something went wrong in them. */
  readonly lookAgainAt?: Moment;
  /** When provisioning was seen to stand still or fail again. */
  readonly regressedAt?: Moment;
}
/** Watched for 48 hours without proof. */
export interface Unproven extends Attempt {
  readonly state: 'unproven';
  readonly savedAt: Moment;
}
export interface TestedOnly extends Attempt {
  readonly state: 'tested-only';
}
/** Ended by an answer that said no; `after` tells whether anything had been changed. */
export interface Refused extends Attempt {
  readonly state: 'refused';
  readonly stage: Stage;
  readonly why: RefusalReason;
  readonly upstream?: UpstreamFailure;
  readonly freeze?: Freeze;
  readonly obstacle?: ApprovalObstacle;
}
/** The process died while it held the token. */
export interface Interrupted extends Attempt {
  readonly state: 'interrupted';
  readonly stage: Stage;
}

export type Running = Testing | Saving | Checking;
export type Ended = Proven | Unproven | TestedOnly | Refused | Interrupted;
export type Rotation = Running | Applied | Ended;

/** Where an attempt was when it ended. Only after `saving` began can the saved token differ from before. */
export type Stage = 'testing' | 'saving' | 'checking';

/**
 * - `upstream`       Graph or the SCIM service said no, or could not be understood (see `upstream`)
 * - `not-allowed`    the person's right was gone when it was checked again
 * - `right-unknown`  Entra did not say in time whether the person has it
 * - `frozen`         somebody froze the connection before the save (see `freeze`)
 * - `not-approved`   no second person agreed, or not any more (see `obstacle`)
 * - `bug`            something unforeseen in Scimitar itself; nothing of it is shown
 */
export type RefusalReason = 'upstream' | 'not-allowed' | 'right-unknown' | 'frozen' | 'not-approved' | 'bug';

/** A step that takes longer has lost its process: every call inside one ends well before. */
const lease = seconds(40);
/** A save reads before and after, and may send twice: it ends within 51 seconds. */
const saveLease = seconds(55);
const firstLook = minutes(2);

/** The steps before anything is changed. */
export type EarlyStep = Extract<Step, 'right' | 'snapshot' | 'test' | 'approval' | 'right-again'>;

/** An attempt whose dialog has just been taken: what led to it is done, and the person's right comes next. */
export function startTesting(
  attempt: Omit<Attempt, 'journal' | 'fence'>,
  opened: Moment,
  now: Moment,
): Testing {
  const dialog = passStep([], 'dialog', opened);
  const led = (['submit', 'paste', 'lease', 'intent'] as const).reduce<Journal>(
    (journal, step) => passStep(journal, step, now),
    dialog,
  );
  return {
    ...attempt,
    state: 'testing',
    fence: 1,
    journal: beginStep(led, 'right', now),
    leaseUntil: leaseFrom(now),
  };
}

/** The next step before the save. A second person has agreed before the token was entered, where one had to. */
export function takeStep(from: Testing, step: EarlyStep, now: Moment): Testing {
  const approval = from.agreement === undefined ? 'not-needed' : 'done';
  const journal = step === 'right-again' ? passStep(from.journal, 'approval', now, approval) : from.journal;
  return { ...from, journal: beginStep(journal, step, now), leaseUntil: leaseFrom(now) };
}

export const startSaving = (from: Testing, snapshotAt: Moment | undefined, now: Moment): Saving => ({
  ...from,
  ...(snapshotAt === undefined ? {} : { snapshotAt }),
  state: 'saving',
  journal: beginStep(from.journal, 'save', now),
  leaseUntil: addMilliseconds(now, saveLease),
});

/** `savedAt` is told by Graph's clock, `now` by ours. */
export const startChecking = (from: Saving, savedAt: Moment, now: Moment): Checking => ({
  ...from,
  state: 'checking',
  savedAt,
  journal: beginStep(from.journal, 'check', now),
  leaseUntil: leaseFrom(now),
});

/** The process died in the save, and Entra's log shows that the token is saved: the attempt goes on as after an answer. */
export const confirmByLog = (from: Saving, savedAt: Moment, now: Moment): Checking => ({
  ...startChecking(from, savedAt, now),
  confirmedBy: 'audit-log',
  fence: from.fence + 1,
});

/** The saved token passes; the job stands still and is about to be started. */
export const takeStart = (from: Checking, now: Moment): Checking => ({
  ...from,
  journal: beginStep(from.journal, 'start', now),
  leaseUntil: leaseFrom(now),
});

/** Takes the attempt over from whoever held it, whose number is too old from now on: what is saved is looked at anew. */
export const resumeChecking = (from: Checking, now: Moment): Checking => ({
  ...from,
  fence: from.fence + 1,
  journal: beginStep(endStep(from.journal, now, 'lost'), 'check', now),
  leaseUntil: leaseFrom(now),
});

const leaseFrom = (now: Moment): Moment => addMilliseconds(now, lease);

export function applied({ leaseUntil, ...from }: Checking, startedJob: boolean, now: Moment): Applied {
  const journal = startedJob ? from.journal : passStep(from.journal, 'start', now, 'not-needed');
  return {
    ...from,
    state: 'applied',
    startedJob,
    lookAgainAt: addMilliseconds(now, firstLook),
    overdue: false,
    journal: beginStep(journal, 'reply', now),
  };
}

export const testedOnly = ({ leaseUntil, ...from }: Testing, now: Moment): TestedOnly => ({
  ...from,
  state: 'tested-only',
  journal: closeSteps(from.journal, now, 'done'),
});

export const refused = (
  { leaseUntil, ...from }: Running,
  why: RefusalReason,
  now: Moment,
  upstream?: UpstreamFailure,
): Refused => ({
  ...from,
  state: 'refused',
  stage: from.state,
  why,
  journal: closeSteps(from.journal, now, 'refused'),
  ...(upstream === undefined ? {} : { upstream }),
});

/** The token passed the test, and the connection is frozen by now: nothing is saved. */
export const frozenMeanwhile = (from: Testing, freeze: Freeze, now: Moment): Refused => ({
  ...refused(from, 'frozen', now),
  freeze,
});

/** The token passed the test, and there is no second person who agrees: nothing is saved. */
export const notApproved = (from: Testing, obstacle: ApprovalObstacle, now: Moment): Refused => ({
  ...refused(from, 'not-approved', now),
  obstacle,
});

/** When the dialog of an attempt was opened. */
export const openedAtOf = ({ journal, startedAt }: Pick<Attempt, 'journal' | 'startedAt'>): Moment =>
  journal.find(({ step }) => step === 'dialog')?.began ?? startedAt;

export const interrupted = ({ leaseUntil, ...from }: Testing | Saving, now: Moment): Interrupted => ({
  ...from,
  state: 'interrupted',
  stage: from.state,
  fence: from.fence + 1,
  journal: closeSteps(from.journal, now, 'lost'),
});

export const isRunning = (rotation: Rotation): rotation is Running =>
  rotation.state === 'testing' || rotation.state === 'saving' || rotation.state === 'checking';
