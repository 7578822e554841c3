import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerCard, cardFor, dialogFor } from '../../src/cards/card-for.ts';
import { layout } from '../../src/cards/card.ts';
import { titlesOf, wordsOf } from './pieces.ts';
import { announced, answered } from './said.ts';
import { announcementSamples, answerSamples, dialogSamples } from './samples.ts';

test('only the question about the old token asks for it to be revoked', () => {
  const asking = Object.keys(announcementSamples).filter((name) =>
    /(?<!not |first |Never )revoke the/i.test(wordsOf(announced(name).card)),
  );
  assert.deepEqual(
    asking.filter((name) => !name.startsWith('old token')),
    [],
  );
  assert.ok(asking.some((name) => name.startsWith('old token')));
});

test('an upstream that said nothing leaves no fold', () => {
  assert.ok(titlesOf(announced('refused, unknown').card).includes('Show the exact message'));
  assert.ok(!titlesOf(announced('refused, bare').card).includes('Show the exact message'));
});

test('a connection that is watched has no button to watch it', () => {
  assert.deepEqual(titlesOf(answered('found, one of two watched').card), ['Watch Apple Business Manager']);
  assert.deepEqual(titlesOf(answered('found, all watched').card), []);
  assert.match(wordsOf(answered('found, none').card), /OIDC/);
});

test('lists are cut with a word about the rest', () => {
  assert.match(wordsOf(answered('status, many').card), /23 more are not listed/);
  assert.match(wordsOf(answered('history, full').card), /\d+ older entries are not shown/);
  assert.match(wordsOf(answered('choose, many').card), /6 more connections have no button/);
  assert.match(wordsOf(answered('settings, full').card), /7 more connections have no button/);
  assert.match(wordsOf(answered('found, many').card), /20 more are not listed/);
});

test('no card shouts', () => {
  const cards = [
    ...Object.values(announcementSamples).map(cardFor),
    ...Object.values(answerSamples).map(answerCard),
    ...Object.values(dialogSamples).map(dialogFor),
  ];
  for (const { card } of cards) assert.doesNotMatch(wordsOf(card), /\w!|\p{Extended_Pictographic}/u);
});

test('a layout that misses a value throws instead of showing a binding', () => {
  const fill = layout({
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text: 'a ${b} ${c}' }],
  });
  assert.throws(() => fill({ b: 'x' }), /could not be filled: c/);
  assert.deepEqual(fill({ b: '${c}', c: 'y' }).body, [{ type: 'TextBlock', text: 'a ${c} y' }]);
});
