import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bare, exactLines, plain, typed } from '../../src/cards/plain.ts';

const onCards: Readonly<Record<string, readonly [text: string, expected: string]>> = {
  'an honest name stays as it is': ['Zoë O’Brien-Müller (IT)', 'Zoë O’Brien-Müller (IT)'],
  'an underscore inside a word stays': ['entra_sync_2', 'entra_sync_2'],
  'an underscore that would slant is escaped': ['_x_', '\\_x\\_'],
  'a link is no link': ['[x](http://evil)', '\\[x\\]\\(http: //evil)'],
  'a mention is no mention': ['<at>Everyone</at>', '‹at›Everyone‹/at›'],
  'bold is not bold': ['**b**', '\\*\\*b\\*\\*'],
  'code is not code': ['`c`', '\\`c\\`'],
  'a heading is not a heading': ['# h', '\\# h'],
  'a number sign inside stays': ['Room #3', 'Room #3'],
  'a list is not a list': ['- a', '\\- a'],
  'a numbered list is not a list': ['1. a', '1\\. a'],
  'an entity stays text': ['&lt;at&gt;', '\\&lt;at\\&gt;'],
  'an ampersand stays': ['R&D', 'R&D'],
  'a binding is no binding': ['${name}', '$ {name}'],
  'a date function is no function': ['{{DATE(x)}}', '{ {DATE(x)}}'],
  'a backslash stays a backslash': ['a\\*b', 'a\\\\\\*b'],
  'lines become one': ['a\r\n\tb\u2028c\u0085d', 'a b c d'],
  'what turns the reading direction goes': ['\u202Egnp\u202C\u2066x\u2069', 'gnpx'],
  'what is invisible goes': ['a\u200B\u00AD\uFEFF\u{E0041}b', 'ab'],
  'half a character is marked': ['a\uD800b', 'a\uFFFDb'],
  'nothing is said to be nothing': [' \u200B ', '(empty)'],
};
for (const [sentence, [text, expected]] of Object.entries(onCards))
  test(`on a card ${sentence}`, () => {
    assert.equal(plain(text), expected);
  });

test('a long name is cut with a sign, before it is escaped', () => {
  assert.equal(bare('x'.repeat(5_000)), `${'x'.repeat(99)}…`);
  assert.equal(bare('🍏🍏🍏', 3), '🍏…');
});

test('signs that take more room on a card are cut earlier, so that no card grows by them', () => {
  assert.equal(plain('*'.repeat(5_000), 10), '\\*\\*\\*…');
  assert.equal(plain('\\'.repeat(5_000), 9), '\\\\\\\\…');
  assert.equal(bare('"'.repeat(10), 10), `${'"'.repeat(4)}…`);
  assert.equal(bare('"'.repeat(5), 10), '"'.repeat(5));
  assert.equal(plain('***', 1), '…');
});

test('where no markdown acts, nothing is escaped', () => {
  assert.equal(bare('**b** [x](y) _i_'), '**b** [x](y) _i_');
});

test('an exact text keeps its lines and characters and loses only what cannot be seen', () => {
  assert.deepEqual(exactLines('a *b* <c>\r\n\r\n  {"d": "${e}"}\u202E\n\tf  '), [
    'a *b* <c>',
    '  {"d": "${e}"}',
    ' f',
  ]);
  assert.deepEqual(exactLines('{{DATE(2026-11-23T00:00:00Z)}} {{{time(x)}}} {{a}}'), [
    '{ {DATE(2026-11-23T00:00:00Z)}} {{ {time(x)}}} {{a}}',
  ]);
  assert.equal(exactLines('x'.repeat(5_000)).join('').length, 2_000);
  assert.equal(exactLines('x\n'.repeat(900)).length, 60);
});

test('a typed text keeps its lines and characters, and loses only what cannot be seen', () => {
  assert.equal(typed('a *b* <c>\r\n\r\n{{DATE(x)}}\u202E\u200B\tf\r', 100), 'a *b* <c>\n\n{{DATE(x)}} f\n');
  assert.equal(typed('x'.repeat(50), 20), 'x'.repeat(20));
  assert.equal(typed('x🍏', 2), 'x\uFFFD');
});
