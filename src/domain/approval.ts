import { addMilliseconds, hours, later, minutes, type Moment } from './calendar.ts';
import type { Connection, Conversation } from './connection.ts';
import type { ApprovalId, Person, PersonId } from './ids.ts';
import { isOpen } from './working-hours.ts';

/**
 * When a second person has to agree before a token may be entered.
 *
 * - `none`           never
 * - `outside-hours`  outside of the working hours of the connection's channel
 * - `second-person`  always
 */
export const approvalPolicies = ['none', 'outside-hours', 'second-person'] as const;
export type ApprovalPolicy = (typeof approvalPolicies)[number];

export const isApprovalPolicy = (text: string): text is ApprovalPolicy =>
  approvalPolicies.some((known) => known === text);

/** The policy of a connection. One that asks for more goes on holding for a while after somebody has asked for less. */
export interface FourEyes {
  readonly policy: ApprovalPolicy;
  readonly before?: { readonly policy: ApprovalPolicy; readonly until: Moment };
}

type Ruled = Pick<Connection, 'fourEyes' | 'hours' | 'zone'>;

/**
 * Whoever may set up may also have the right to enter tokens: nobody gets around a second person by asking for none,
 * entering a token, and putting it back.
 */
const holdsOn = hours(24);

const strictness = (policy: ApprovalPolicy): number => approvalPolicies.indexOf(policy);

/** The strictest policy that holds at a moment. */
export function policyAt({ fourEyes }: Pick<Connection, 'fourEyes'>, at: Moment): ApprovalPolicy {
  const { policy, before } = fourEyes ?? { policy: 'none' };
  return before !== undefined && at < before.until && strictness(before.policy) > strictness(policy)
    ? before.policy
    : policy;
}

/** The policy as somebody sets it: stricter at once, laxer a day later. */
export function withPolicy(of: Pick<Connection, 'fourEyes'>, policy: ApprovalPolicy, now: Moment): FourEyes {
  const holds = policyAt(of, now);
  if (strictness(policy) >= strictness(holds)) return { policy };
  const { before } = of.fourEyes ?? {};
  // Asked for once more, or for something in between: the day does not begin anew.
  const isOn = before?.policy === holds && now < before.until;
  return { policy, before: isOn ? before : { policy: holds, until: addMilliseconds(now, holdsOn) } };
}

/** Whether a dialog that opens at that moment needs a second person. */
export function needsApproval(of: Ruled, at: Moment): boolean {
  const policy = policyAt(of, at);
  return policy === 'second-person' || (policy === 'outside-hours' && !isOpen(of.hours, of.zone, at));
}

/** Somebody has asked for a second person; `agreed` once there is one. Nothing secret waits for it. */
export interface Approval {
  readonly id: ApprovalId;
  readonly by: Person;
  readonly askedAt: Moment;
  readonly agreed?: { readonly by: Person; readonly at: Moment };
  /** Where it was asked for, if in a personal chat: the answer comes there as well. */
  readonly personalChat?: Conversation;
}

/** A question waits so long for its answer, and an answer so long for the token. */
const holdsFor = minutes(30);

export const approvalEnds = ({ askedAt, agreed }: Approval): Moment =>
  addMilliseconds(later(askedAt, agreed?.at ?? askedAt), holdsFor);

export const isOver = (approval: Approval, now: Moment): boolean => approvalEnds(approval) <= now;

/** Whether this person may enter a token by it. */
export const allows = (
  approval: Approval | undefined,
  person: PersonId,
): approval is Approval & Required<Pick<Approval, 'agreed'>> =>
  approval?.agreed !== undefined && approval.by.id === person && approval.agreed.by.id !== person;

/** The agreement that an attempt goes by. */
export interface Agreement {
  readonly id: ApprovalId;
  readonly by: Person;
}

/**
 * Why an attempt may not save, for want of a second person.
 *
 * - `missing`    one is asked for since the dialog was opened
 * - `withdrawn`  the agreement was taken back
 * - `no-right`   whoever agreed has no right to any more
 * - `unknown`    Entra did not say in time whether the right still holds
 */
export type ApprovalObstacle = 'missing' | 'withdrawn' | 'no-right' | 'unknown';

/** What stands in the way in the moment of the save. `opened`: when the attempt's dialog was. */
export function obstacleIn(
  connection: Ruled,
  approval: Approval | undefined,
  { opened, agreement }: { readonly opened: Moment; readonly agreement?: Agreement | undefined },
): ApprovalObstacle | undefined {
  if (agreement !== undefined)
    return approval?.id === agreement.id && approval.agreed !== undefined ? undefined : 'withdrawn';
  return needsApproval(connection, opened) ? 'missing' : undefined;
}
