import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentionable, mentionsOf } from '../../src/cards/mentions.ts';
import { plain } from '../../src/cards/plain.ts';
import type { Call } from '../../src/domain/announcement.ts';
import { personId } from '../../src/domain/ids.ts';
import { mentionsIn, piecesOf, textsOf } from './pieces.ts';
import { announced } from './said.ts';

const person = (id: string, name: string): Call => ({ kind: 'person', person: { id: personId(id), name } });
const tag = (id: string, name: string): Call => ({ kind: 'tag', id, name });

test('a person is called by the object id, a tag as a tag', () => {
  assert.deepEqual(mentionsOf([person('a1', 'Maya Lindqvist'), tag('MjQz==', 'On call')]), [
    { type: 'mention', text: '<at>Maya Lindqvist</at>', mentioned: { id: 'a1', name: 'Maya Lindqvist' } },
    { type: 'mention', text: '<at>On call</at>', mentioned: { id: 'MjQz==', name: 'On call', type: 'tag' } },
  ]);
});

const namesOf = (...calls: readonly Call[]) => mentionsOf(calls).map(({ mentioned }) => mentioned.name);

test('two of one name are told apart, also from one who is named like the second', () => {
  assert.deepEqual(namesOf(person('a', 'Kim'), person('b', 'Kim'), tag('c', 'KIM'), person('d', 'Kim (2)')), [
    'Kim',
    'Kim (2)',
    'KIM (3)',
    'Kim (2) (2)',
  ]);
});

test('somebody who is called twice is called once', () => {
  assert.deepEqual(namesOf(person('a', 'Kim'), person('a', 'Kim Novak')), ['Kim']);
});

test('no more than ten are called, which is what Teams takes', () => {
  assert.equal(namesOf(...Array.from({ length: 30 }, (_, index) => tag(String(index), 'x'))).length, 10);
});

const names: Readonly<Record<string, readonly [name: string, expected: string]>> = {
  'an honest name stays as it is': ['Zoë O’Brien-Müller (IT)', 'Zoë O’Brien-Müller (IT)'],
  'a mention inside a name is none': ['Kim</at><at>Everyone', 'Kim‹/at›‹at›Everyone'],
  'what Markdown reads goes': ['**Kim** [x](y) `z` ~a~ _b_', 'Kim x y) z a b'],
  'a backslash goes': ['Kim\\Novak', 'Kim Novak'],
  'a heading becomes text, however deep': ['# # # Kim', 'Kim'],
  'an entity becomes text': ['Kim &lt;at&gt;', 'Kim lt;at gt;'],
  'what is invisible goes': ['\u202EKim\u200B', 'Kim'],
  'nothing is said to be nothing': ['***', '(empty)'],
};
for (const [sentence, [name, expected]] of Object.entries(names))
  test(`in a call ${sentence}`, () => {
    assert.equal(mentionable(name), expected);
    assert.equal(plain(expected), expected);
  });

test('whoever is called stands in a text of the card, and in nothing else', () => {
  for (const name of ['reminder, full', 'reminder, called', 'act 6, lapsed, full']) {
    const { card, summary } = announced(name);
    const [first] = mentionsIn(card);
    const text = String(first?.['text']);
    assert.match(text, /^<at>[^<>]+<\/at>$/, name);
    assert.ok(
      piecesOf(card, 'TextBlock').some((block) => String(block['text']).includes(text)),
      name,
    );
    const { msteams, ...rest } = card;
    assert.deepEqual(msteams?.width, 'Full');
    assert.ok(textsOf(rest).every(({ field, text: shown }) => field === 'text' || !shown.includes('<at>')));
    assert.ok(!summary.includes('<at>'));
  }
});

test('a card that calls nobody tells Teams of nobody', () => {
  assert.deepEqual(announced('reminder, bare').card.msteams, { width: 'Full' });
});
