import { addMilliseconds, hours, minutes, seconds, type CalendarDate, type Moment } from './calendar.ts';
import type { Conversation, ExpirySource } from './connection.ts';
import type { ConnectionId, CycleId, Person, RotationId, TenantId } from './ids.ts';
import type { LastCycle } from './job.ts';
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
 * - `upstream`     Graph or the SCIM service said no, or could not be understood (see `upstream`)
 * - `not-allowed`  the person's right was gone, or could not be confirmed, when it was checked again
 * - `bug`          something unforeseen in Scimitar itself; nothing of it is shown
 */
export type RefusalReason = 'upstream' | 'not-allowed' | 'bug';

/** A step that takes longer has lost its process: every call inside one ends well before. */
const lease = seconds(60);
const firstLook = minutes(2);
const lookEvery = minutes(5);
/** After this long without proof the thread is told; after `watchFor` the watch ends. */
export const proofExpectedWithin = hours(2);
const lookEveryWhenOverdue = hours(1);
export const watchFor = hours(48);

export const startTesting = (attempt: Attempt, now: Moment): Testing => ({
  ...attempt,
  state: 'testing',
  leaseUntil: addMilliseconds(now, lease),
});

export const startSaving = (from: Testing, now: Moment): Saving => ({
  ...from,
  state: 'saving',
  leaseUntil: addMilliseconds(now, lease),
});

export const startChecking = (from: Saving, savedAt: Moment): Checking => ({
  ...from,
  state: 'checking',
  savedAt,
  leaseUntil: addMilliseconds(savedAt, lease),
});

/** Takes a step's lease again, for a step that was found without its process. */
export const resumeChecking = (from: Checking, now: Moment): Checking => ({
  ...from,
  leaseUntil: addMilliseconds(now, lease),
});

export const applied = ({ leaseUntil, ...from }: Checking, startedJob: boolean, now: Moment): Applied => ({
  ...from,
  state: 'applied',
  startedJob,
  lookAgainAt: addMilliseconds(now, firstLook),
  overdue: false,
});

export const testedOnly = ({ leaseUntil, ...from }: Testing): TestedOnly => ({
  ...from,
  state: 'tested-only',
});

export const refused = (
  { leaseUntil, ...from }: Running,
  why: RefusalReason,
  upstream?: UpstreamFailure,
): Refused => ({
  ...from,
  state: 'refused',
  stage: from.state,
  why,
  ...(upstream === undefined ? {} : { upstream }),
});

export const interrupted = ({ leaseUntil, ...from }: Testing | Saving): Interrupted => ({
  ...from,
  state: 'interrupted',
  stage: from.state,
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
export const proven = (from: Applied, proof: LastCycle): Proven => {
  const { lookAgainAt, overdue, startedJob, ...rest } = from;
  return { ...rest, state: 'proven', proof };
};

export const unproven = (from: Applied): Unproven => {
  const { lookAgainAt, overdue, startedJob, ...rest } = from;
  return { ...rest, state: 'unproven' };
};

/**
 * Whether a cycle proves the token: it began after the save and Entra spoke to the service throughout.
 * Objects that failed on their own (`entry-errors`) do not speak against the token.
 */
export const isProof = (cycle: LastCycle | undefined, savedAt: Moment): cycle is LastCycle =>
  cycle !== undefined && cycle.began > savedAt && cycle.outcome !== 'failed';

export const isRunning = (rotation: Rotation): rotation is Running =>
  rotation.state === 'testing' || rotation.state === 'saving' || rotation.state === 'checking';
