import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMilliseconds, minutes, type Moment } from '../../src/domain/calendar.ts';
import { beat, fellInto, type Heartbeat, type Look } from '../../src/domain/heartbeat.ts';
import { tenantId } from '../../src/domain/ids.ts';
import { local } from './plans.ts';

const tenant = tenantId('t');
const eight = local('2026-11-23 08:00');
const after = (count: number): Moment => addMilliseconds(eight, minutes(count));
const last: Heartbeat = { tenant, at: eight };
const gap = { from: local('2026-11-01 08:00'), until: local('2026-11-01 12:00') };

// Each row: the last heartbeat, now in minutes after it, which look it is, and what is written.
const rows: Readonly<Record<string, readonly [Heartbeat | undefined, number, Look, Heartbeat | undefined]>> =
  {
    'the first of all leaves no gap': [undefined, 0, 'first', { tenant, at: eight }],
    'a minute later nothing is written': [last, 1, 'another', undefined],
    'nor at the same moment': [last, 0, 'another', undefined],
    'after five minutes the next is': [last, 5, 'another', { tenant, at: after(5) }],
    'a start within 15 minutes leaves no gap': [last, 15, 'first', { tenant, at: after(15) }],
    'a start within five writes nothing': [last, 4, 'first', undefined],
    'a start after more than 15 minutes leaves one': [
      last,
      15.01,
      'first',
      { tenant, at: after(15.01), gap: { from: eight, until: after(15.01) } },
    ],
    'a look that was long in coming leaves none': [last, 600, 'another', { tenant, at: after(600) }],
    'a gap is remembered': [{ ...last, gap }, 6, 'another', { tenant, at: after(6), gap }],
    'a newer gap takes its place': [
      { ...last, gap },
      60,
      'first',
      { tenant, at: after(60), gap: { from: eight, until: after(60) } },
    ],
    'a gap that follows soon goes on with the one before': [
      { ...last, gap: { from: after(-600), until: after(-500) } },
      60,
      'first',
      { tenant, at: after(60), gap: { from: after(-600), until: after(60) } },
    ],
    'a clock that goes back writes nothing': [last, -60, 'first', undefined],
  };
for (const [sentence, [before, now, look, expected]] of Object.entries(rows))
  test(`heartbeat: ${sentence}`, () => {
    assert.deepEqual(beat(before, tenant, after(now), look), expected);
  });

test('what was due by the end of a gap and is unsaid may have been said in it', () => {
  const due = (text: string): boolean => fellInto(gap, local(text));
  assert.deepEqual(
    ['2026-11-01 07:59', '2026-11-01 08:00', '2026-11-01 12:00', '2026-11-01 12:01'].map(due),
    [true, true, true, false],
  );
  assert.equal(fellInto(undefined, eight), false);
});
