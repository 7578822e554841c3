import type { Act } from '../../../src/domain/act.ts';
import { approvalPolicies, type Approval } from '../../../src/domain/approval.ts';
import type { ApprovalNotice } from '../../../src/domain/approval-notice.ts';
import { addMilliseconds, hours, minutes, type Moment } from '../../../src/domain/calendar.ts';
import type { DialogView } from '../../../src/domain/dialog-view.ts';
import { approvalId, type Person } from '../../../src/domain/ids.ts';
import type { World } from './world.ts';

const approval = approvalId('9f8e7d6c5b4a39281706f5e4d3c2b1a0');

/** What a second person adds to the story. */
export function approvalActs(by: Person, other: Person, now: Moment): readonly Act[] {
  const until = addMilliseconds(now, minutes(30));
  return [
    { kind: 'approval-asked', by, approval, until },
    { kind: 'approved', by: other, from: by, approval, until },
    ...[true, false].map((agreed) => ({ kind: 'declined', by: other, from: by, approval, agreed }) as const),
    ...[true, false].map((agreed) => ({ kind: 'approval-over', from: by, approval, agreed }) as const),
    ...approvalPolicies.map((policy) => ({ kind: 'four-eyes', by, policy }) as const),
    { kind: 'four-eyes', by, policy: 'none', from: addMilliseconds(now, hours(24)) },
    { kind: 'failed', by, why: 'not-approved' },
  ];
}

/** A question, and the same with its answer. */
export function approvals({ maya, ben }: Pick<World, 'maya' | 'ben'>, now: Moment) {
  const asked: Approval = { id: approval, by: maya, askedAt: now };
  return { asked, agreed: { ...asked, agreed: { by: ben, at: now } } };
}

/** What somebody is told about a second person. */
export function approvalNotices(
  { connection, ...world }: Pick<World, 'connection' | 'maya' | 'ben'>,
  now: Moment,
): Readonly<Record<string, ApprovalNotice>> {
  const { asked, agreed } = approvals(world, now);
  return {
    'approval-asked': { kind: 'approval-asked', connection, approval: asked },
    'approval-waiting, yours': { kind: 'approval-waiting', connection, approval: asked, yours: true },
    'approval-waiting, another': { kind: 'approval-waiting', connection, approval: asked, yours: false },
    'approval-waiting, agreed': { kind: 'approval-waiting', connection, approval: agreed, yours: false },
    'approval-not-needed': { kind: 'approval-not-needed', connection },
    'agreed-now': { kind: 'agreed-now', connection, approval: agreed },
    'declined-now': { kind: 'declined-now', connection, approval: asked },
    'own-approval': { kind: 'own-approval', connection },
    'approval-over': { kind: 'approval-over', connection },
    'not-approved': { kind: 'not-approved', connection },
  };
}

export const approvalDialogs = ({ connection }: Pick<World, 'connection'>): Record<string, DialogView> =>
  Object.fromEntries(
    (['outside-hours', 'second-person'] as const).map((policy) => [
      `ask-approval, ${policy}`,
      { kind: 'ask-approval', connection, cycle: connection.cycle, policy },
    ]),
  );

export const approvalObstacles = ['missing', 'withdrawn', 'no-right', 'unknown'] as const;
