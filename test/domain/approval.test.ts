import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allows,
  approvalEnds,
  isApprovalPolicy,
  isOver,
  needsApproval,
  obstacleIn,
  policyAt,
  withPolicy,
  type Approval,
  type ApprovalPolicy,
  type FourEyes,
} from '../../src/domain/approval.ts';
import {
  addMilliseconds,
  hours,
  minutes,
  momentOf,
  type Moment,
  type TimeZone,
} from '../../src/domain/calendar.ts';
import { approvalId, personId } from '../../src/domain/ids.ts';
import { usualHours } from '../../src/domain/working-hours.ts';

/** A Monday, at work and in the evening. */
const zone = 'Europe/Berlin' as TimeZone;
const now = momentOf(Date.UTC(2026, 10, 23, 10));
const evening = momentOf(Date.UTC(2026, 10, 23, 22));
const after = (milliseconds: number): Moment => addMilliseconds(now, milliseconds);
const ruled = (fourEyes?: FourEyes) => ({
  zone,
  hours: usualHours,
  ...(fourEyes && { fourEyes }),
});
const maya = personId('maya');
const tom = personId('tom');
const ines = personId('ines');

test('the policies are known by their names', () => {
  for (const name of ['none', 'outside-hours', 'second-person']) assert.ok(isApprovalPolicy(name), name);
  for (const name of ['', 'always', 'None', 'second-person ']) assert.ok(!isApprovalPolicy(name), name);
});

const opened: Readonly<Record<string, readonly [FourEyes | undefined, Moment, boolean]>> = {
  'without a policy nobody is asked': [undefined, evening, false],
  'nor with the policy none': [{ policy: 'none' }, evening, false],
  'outside of working hours nobody is asked at work': [{ policy: 'outside-hours' }, now, false],
  'outside of working hours somebody is asked in the evening': [{ policy: 'outside-hours' }, evening, true],
  'with a second person somebody is asked at work': [{ policy: 'second-person' }, now, true],
  'what was stricter holds on until its end': [
    { policy: 'none', before: { policy: 'second-person', until: after(1) } },
    now,
    true,
  ],
  'and no longer': [{ policy: 'none', before: { policy: 'second-person', until: now } }, now, false],
  'what was laxer before does not count': [
    { policy: 'second-person', before: { policy: 'none', until: after(1) } },
    now,
    true,
  ],
};
for (const [sentence, [fourEyes, at, expected]] of Object.entries(opened))
  test(sentence, () => {
    assert.equal(needsApproval(ruled(fourEyes), at), expected);
  });

const day = after(hours(24));
const set: Readonly<Record<string, readonly [FourEyes | undefined, ApprovalPolicy, FourEyes]>> = {
  'a first policy holds at once': [undefined, 'second-person', { policy: 'second-person' }],
  'a stricter one as well': [{ policy: 'outside-hours' }, 'second-person', { policy: 'second-person' }],
  'the same one stays': [{ policy: 'outside-hours' }, 'outside-hours', { policy: 'outside-hours' }],
  'after a laxer one the stricter holds for a day': [
    { policy: 'second-person' },
    'none',
    { policy: 'none', before: { policy: 'second-person', until: day } },
  ],
  'asked for once more, the day does not begin anew': [
    { policy: 'none', before: { policy: 'second-person', until: after(1) } },
    'outside-hours',
    { policy: 'outside-hours', before: { policy: 'second-person', until: after(1) } },
  ],
  'what held before that, and is over, is forgotten': [
    { policy: 'outside-hours', before: { policy: 'second-person', until: now } },
    'none',
    { policy: 'none', before: { policy: 'outside-hours', until: day } },
  ],
  'the end of the same policy from earlier is no end now': [
    { policy: 'outside-hours', before: { policy: 'outside-hours', until: now } },
    'none',
    { policy: 'none', before: { policy: 'outside-hours', until: day } },
  ],
  'a laxer one from before says nothing about how long this one holds': [
    { policy: 'second-person', before: { policy: 'none', until: after(1) } },
    'none',
    { policy: 'none', before: { policy: 'second-person', until: day } },
  ],
};
for (const [sentence, [before, policy, expected]] of Object.entries(set))
  test(sentence, () => {
    assert.deepEqual(withPolicy(ruled(before), policy, now), expected);
  });

test('a policy that is still on, and the one that follows it', () => {
  const eased = withPolicy(ruled({ policy: 'second-person' }), 'outside-hours', now);
  assert.equal(policyAt({ fourEyes: eased }, addMilliseconds(day, -1)), 'second-person');
  assert.equal(policyAt({ fourEyes: eased }, day), 'outside-hours');
});

const asked: Approval = { id: approvalId('1'), by: { id: maya, name: 'Maya' }, askedAt: now };
const agreed = (at: Moment, by = tom): Approval => ({
  ...asked,
  agreed: { by: { id: by, name: 'Tom' }, at },
});

test('a question ends after half an hour, and an answer half an hour after it was given', () => {
  assert.equal(approvalEnds(asked), after(minutes(30)));
  assert.equal(approvalEnds(agreed(after(minutes(29)))), after(minutes(59)));
  assert.equal(approvalEnds(agreed(after(-1))), after(minutes(30)), 'a clock that was put back');
  assert.ok(!isOver(asked, after(minutes(30) - 1)));
  assert.ok(isOver(asked, after(minutes(30))));
});

test('an agreement of somebody else is one for whoever has asked, and for nobody else', () => {
  assert.ok(allows(agreed(now), maya));
  for (const [approval, person] of [
    [undefined, maya],
    [asked, maya],
    [agreed(now), ines],
    [agreed(now), tom],
    [agreed(now, maya), maya],
  ] as const)
    assert.ok(!allows(approval, person), JSON.stringify([approval, person]));
});

test('in the moment of the save the agreement still has to be there', () => {
  const strict = ruled({ policy: 'second-person' });
  const agreement = { id: asked.id, by: { id: tom, name: 'Tom' } };
  const by = { opened: now, agreement };
  assert.equal(obstacleIn(strict, agreed(now), by), undefined);
  assert.equal(obstacleIn(strict, asked, by), 'withdrawn');
  assert.equal(obstacleIn(strict, undefined, by), 'withdrawn');
  assert.equal(obstacleIn(strict, { ...agreed(now), id: approvalId('2') }, by), 'withdrawn');
  assert.equal(obstacleIn(strict, agreed(now), { opened: now }), 'missing');
  assert.equal(obstacleIn(ruled(), undefined, { opened: now }), undefined);
});
