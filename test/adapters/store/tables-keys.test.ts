import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryIn, entryPlace, escapeKey, unescapeKey } from '../../../src/adapters/store/tables/keys.ts';
import { lineKey, now, tenant } from '../../contracts/store-documents.ts';

/** Each ASCII character, and some of the others up to the last. */
const characters = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)),
  ...['\u0080', '\u009f', 'ä', 'ß', '\u2028', '東', '\ud83d', '\udc00', '\ue000', '\uffff', '👍'],
  '\u{10ffff}',
];
const some = characters.filter((_, index) => index % 3 === 0 || index > 120);
const texts = ['', ...characters, ...some.flatMap((one) => some.map((other) => `${one}${other}`))];

test('a key holds only what a table takes, and nothing that ends a part', () => {
  for (const text of texts) assert.match(escapeKey(text), /^[-,.:_~0-9A-Za-z]*$/);
});

test('each text has a key of its own, which is read back', () => {
  for (const text of texts) assert.equal(unescapeKey(escapeKey(text)), text);
  assert.equal(new Set(texts.map(escapeKey)).size, new Set(texts).size);
});

test('keys are in the order of the characters of their texts, also with a part behind them', () => {
  const codes = (text: string): readonly number[] => Array.from(text, (one) => one.codePointAt(0) ?? 0);
  const isBefore = (one: string, other: string): boolean => {
    const [ones, others] = [codes(one), codes(other)];
    const at = ones.findIndex((code, index) => code !== others[index]);
    return at === -1 ? ones.length < others.length : (ones[at] ?? 0) < (others[at] ?? -1);
  };
  for (const end of ['', '!x']) {
    const sorted = [...new Set(texts)].sort((one, other) =>
      escapeKey(one) + end < escapeKey(other) + end ? -1 : 1,
    );
    for (const [index, text] of sorted.entries())
      assert.ok(index === 0 || isBefore(sorted[index - 1] ?? '', text), JSON.stringify(text));
  }
});

test('an entry of the index is read back from its key', () => {
  for (const name of ['', 'a!b', '19:x@thread.tacv2', '!'])
    for (const key of [lineKey(name, 'c'), lineKey('i', name)]) {
      const entry = { key, at: now, commit: 'a-b' };
      assert.deepEqual(entryIn(tenant, entryPlace(entry).rowKey), entry);
    }
});
