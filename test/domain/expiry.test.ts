import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import { parseExpiry, type ExpiryFailure } from '../../src/domain/expiry.ts';

const today = '2026-11-23' as CalendarDate;

const expiries: Readonly<Record<string, readonly [unknown, string | { failure: ExpiryFailure }]>> = {
  'today is accepted': ['2026-11-23', '2026-11-23'],
  'tomorrow is accepted': ['2026-11-24', '2026-11-24'],
  'one calendar year is accepted': ['2027-11-23', '2027-11-23'],
  'blanks around it do not matter': [' \u00A02027-11-23\n', '2027-11-23'],
  '400 days are accepted': ['2027-12-28', '2027-12-28'],
  '401 days are too far': ['2027-12-29', { failure: 'too-far' }],
  'a slip of the century is too far': ['2127-11-23', { failure: 'too-far' }],
  'yesterday is past': ['2026-11-22', { failure: 'past' }],
  'the year before is past': ['2025-11-23', { failure: 'past' }],
  'the year 0 is past': ['0000-01-01', { failure: 'past' }],
  'an empty field is missing': ['', { failure: 'missing' }],
  'blanks are missing': [' \t\u00A0', { failure: 'missing' }],
  'no field is missing': [undefined, { failure: 'missing' }],
  'null is missing': [null, { failure: 'missing' }],
  'a number is missing': [20271123, { failure: 'missing' }],
  'a list is missing': [['2027-11-23'], { failure: 'missing' }],
  'an object is missing': [{ toString: () => '2027-11-23' }, { failure: 'missing' }],
  'a day that does not exist is not a date': ['2027-02-29', { failure: 'not-a-date' }],
  'words are not a date': ['next year', { failure: 'not-a-date' }],
  'a moment is not a date': ['2027-11-23T00:00:00Z', { failure: 'not-a-date' }],
  'a year of five digits is not a date': ['12027-11-23', { failure: 'not-a-date' }],
  'a long text is not a date': ['2'.repeat(100_000), { failure: 'not-a-date' }],
};
for (const [sentence, [text, expected]] of Object.entries(expiries))
  test(sentence, () => {
    assert.deepEqual(
      parseExpiry(text, today),
      typeof expected === 'string' ? { ok: true, value: expected } : { ok: false, ...expected },
    );
  });

test('over a leap day 400 days end one day earlier', () => {
  const leap = '2027-11-23' as CalendarDate;
  assert.equal(parseExpiry('2028-12-27', leap).ok, true);
  assert.equal(parseExpiry('2028-12-28', leap).ok, false);
});
