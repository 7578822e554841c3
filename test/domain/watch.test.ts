import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addMilliseconds,
  hours,
  minutes,
  type CalendarDate,
  type Moment,
} from '../../src/domain/calendar.ts';
import { cycleId, personId, rotationId } from '../../src/domain/ids.ts';
import type { JobHealth } from '../../src/domain/job.ts';
import type { SlotAdvice } from '../../src/domain/slots.ts';
import { askNow, countHealthy, type OldToken } from '../../src/domain/watch.ts';

const now = '2026-11-23T12:00:00.000Z' as Moment;
const old: OldToken = {
  rotation: rotationId('rotation-1'),
  cycle: cycleId('cycle-1'),
  following: cycleId('cycle-2'),
  healthy: 0,
  asked: [],
};
const ran = (began: Moment, outcome: 'succeeded' | 'entry-errors' | 'failed' = 'succeeded'): JobHealth => ({
  state: 'active',
  lastCycle: { began, ended: began, outcome, exported: 0, escrowed: 0 },
});
const at = (minute: number): Moment => addMilliseconds(now, minutes(minute));

/** How many healthy cycles are counted after each look. */
const counted = (...looks: readonly JobHealth[]): readonly number[] => {
  let one = old;
  return looks.map((health, index) => (one = countHealthy(one, health, at(60 * (index + 1)))).healthy);
};

test('one cycle counts once, however often it is seen', () => {
  assert.deepEqual(counted(ran(at(10)), ran(at(10)), ran(at(90)), ran(at(130))), [1, 1, 2, 3]);
});
test('objects that failed on their own do not speak against the token', () => {
  assert.deepEqual(counted(ran(at(10), 'entry-errors'), ran(at(90))), [1, 2]);
});
test('a bad look begins the count anew', () => {
  assert.deepEqual(
    counted(ran(at(10)), ran(at(50)), ran(at(90), 'failed'), ran(at(130)), { state: 'paused' }),
    [1, 2, 0, 1, 0],
  );
});

const revoke: SlotAdvice = {
  do: 'revoke',
  rotation: old.rotation,
  revoke: '2027-01-23' as CalendarDate,
  keep: '2027-11-23' as CalendarDate,
};
const days = (count: number): Moment => addMilliseconds(now, hours(24 * count));
const first = { ask: 'first', at: now } as const;
const again = { ask: 'again', at: days(14) } as const;
const year = { ask: 'next-year', at: days(300) } as const;

const asks: Readonly<
  Record<string, readonly [Partial<OldToken>, Moment, nextYear: boolean, expected: string | undefined]>
> = {
  'it is asked at once': [{}, now, false, 'first'],
  'it is not asked again within 14 days': [{ asked: [first] }, days(13), false, undefined],
  'it is asked again after 14 days': [{ asked: [first] }, days(14), false, 'again'],
  'it is not asked a third time': [{ asked: [first, again] }, days(60), false, undefined],
  'it is asked with the first reminder of the next token': [
    { asked: [first, again] },
    days(300),
    true,
    'next-year',
  ],
  'it is asked then once': [{ asked: [first, again, year] }, days(301), true, undefined],
  'an answer ends it': [
    {
      asked: [first],
      answer: { answer: 'revoked', by: { id: personId('p'), name: 'Maya' }, at: days(1) },
    },
    days(14),
    false,
    undefined,
  ],
};
for (const [sentence, [of, moment, nextYear, expected]] of Object.entries(asks))
  test(sentence, () => {
    assert.equal(askNow({ ...old, ...of }, revoke, nextYear, moment), expected);
  });

test('nothing is asked against the advice', () => {
  assert.equal(askNow(old, { do: 'nothing', why: 'unclear' }, false, now), undefined);
});
