import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  furthestRung,
  isUrgent,
  lastQuietRung,
  mostRungs,
  parseLadder,
  rungAbove,
  rungBelow,
  rungsOf,
  usualLadder,
} from '../../src/domain/ladder.ts';
import { expirySources } from '../../src/domain/connection.ts';

const typed: Readonly<Record<string, readonly [string, readonly number[] | string]>> = {
  'commas between': ['60, 30, 14, 7', [60, 30, 14, 7, 1, 0]],
  'blanks, slashes, semicolons and lines between': ['60 30/14;7\n3', [60, 30, 14, 7, 3, 1, 0]],
  'any order': ['7, 60, 14', [60, 14, 7, 1, 0]],
  'commas at the ends': [', 30, ', [30, 1, 0]],
  'the last two are kept when they are written': ['30, 1, 0', [30, 1, 0]],
  'the last day alone': ['1', [1, 0]],
  'the day of expiry alone': ['0', [1, 0]],
  'zeros in front': ['030, 07', [30, 7, 1, 0]],
  'the furthest': ['300', [300, 1, 0]],
  'a day further': ['301', 'too-far'],
  'a day further beside others': ['301, 60', 'too-far'],
  'a number without end': ['9'.repeat(400), 'too-far'],
  nothing: ['', 'empty'],
  'blanks and commas': [' ,\n; ', 'empty'],
  words: ['sixty, 30', 'not-a-number'],
  'a unit': ['60d', 'not-a-number'],
  'half a day': ['0.5', 'not-a-number'],
  'a plus': ['+30', 'not-a-number'],
  'a range': ['60-30', 'not-a-number'],
  'digits of another script': ['６０', 'not-a-number'],
  'a power of ten': ['1e2', 'not-a-number'],
  'days after expiry': ['30, -7', 'negative'],
  'a dash for a minus': ['30, –7', 'negative'],
  'words are named before signs': ['-7, x', 'not-a-number'],
  'a rung twice': ['30, 7, 30', 'twice'],
  'a rung twice, written in two ways': ['7, 07', 'twice'],
  'twenty rungs': [
    Array.from({ length: mostRungs }, (_, index) => index + 2).join(),
    Array.from({ length: mostRungs + 2 }, (_, index) => mostRungs + 1 - index),
  ],
  'twenty-one': [Array.from({ length: mostRungs + 1 }, (_, index) => index + 2).join(), 'too-many'],
};
for (const [sentence, [text, expected]] of Object.entries(typed))
  test(`ladder: ${sentence}`, () => {
    assert.deepEqual(
      parseLadder(text),
      typeof expected === 'string' ? { ok: false, failure: expected } : { ok: true, value: expected },
    );
  });

test('a ladder that is kept can be written out and read again, however long it is', () => {
  const written = Array.from({ length: mostRungs }, (_, index) => index + 2).join();
  const kept = parseLadder(written);
  assert.ok(kept.ok);
  assert.deepEqual(parseLadder(kept.value.join(', ')), kept);
});

test('the usual ladder is what a person would have written', () => {
  assert.deepEqual(parseLadder(usualLadder.join()), { ok: true, value: usualLadder });
  assert.ok(Math.max(...usualLadder) <= furthestRung);
});

const walk = (rungs: readonly number[], last: number): readonly number[] => {
  const walked: number[] = [];
  for (let rung = rungBelow(rungs, undefined); rung >= last; rung = rungBelow(rungs, rung)) walked.push(rung);
  return walked;
};
const daily = Array.from({ length: 28 }, (_, index) => -1 - index);

test('the ladder is daily after expiry until day 28 and weekly from then on', () => {
  assert.deepEqual(walk(usualLadder, -49), [...usualLadder, ...daily, -35, -42, -49]);
});

test('an unsure date moves the ladder a fortnight earlier and keeps the last fortnight’s own rungs', () => {
  const unsure = rungsOf(usualLadder, 'guessed');
  assert.deepEqual(unsure, [74, 59, 44, 35, 28, 21, 17, 15, 14, 7, 3, 1, 0]);
  assert.deepEqual(walk(unsure, -35), [...unsure, ...daily, -35]);
});

test('whatever ladder is unsure, it descends, has every rung once, and ends with 1 and 0', () => {
  for (const text of ['0', '14', '15, 14, 13', '14, 1', '28, 14', '300, 13, 2', '2'])
    for (const source of expirySources) {
      const ladder = parseLadder(text);
      const rungs = ladder.ok ? rungsOf(ladder.value, source) : [];
      assert.deepEqual(
        rungs,
        [...new Set(rungs)].sort((one, other) => other - one),
        text,
      );
      assert.deepEqual(rungs.slice(-2), [1, 0], text);
    }
});

test('the sources that vouch for a date leave the ladder as it is', () => {
  for (const source of ['decoded', 'derived', 'typed'] as const)
    assert.deepEqual([rungsOf(usualLadder, source), lastQuietRung(source)], [usualLadder, 7]);
  assert.equal(lastQuietRung('guessed'), 21);
});

for (const rungs of [usualLadder, rungsOf(usualLadder, 'guessed'), [1, 0]])
  test(`from ${rungs.join(', ')} the way up is the way down`, () => {
    const down = walk(rungs, -70);
    for (const [index, rung] of down.entries()) assert.equal(rungAbove(rungs, rung), down[index - 1]);
  });

test('a rung that the ladder has no more leads to the next of those it has', () => {
  assert.deepEqual([rungBelow(usualLadder, 50), rungAbove(usualLadder, 50)], [45, 60]);
  assert.deepEqual([rungBelow(usualLadder, 100), rungAbove(usualLadder, 100)], [60, undefined]);
});

test('every day counts from the day of expiry to day 28', () => {
  const urgent = walk(usualLadder, -42).filter(isUrgent);
  assert.deepEqual(urgent, [0, ...daily]);
});
