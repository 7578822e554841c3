import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fuzzFigure } from '../../figures/fuzz.ts';
import { sourceOf } from '../../figures/fuzz/hunt.ts';
import { leakIn } from '../../figures/fuzz/leaks.ts';
import { parsers } from '../../figures/fuzz/parsers/all.ts';
import { allParsers, wordsOf } from '../../figures/fuzz/share.ts';
import { smallerDocuments, smallerTexts, smallest } from '../../figures/fuzz/shrink.ts';
import { tokens } from '../../figures/fuzz/tokens.ts';
import { huntWatched } from '../../figures/fuzz/watch.ts';
import { spellings } from '../../figures/spellings.ts';
import { findLeaks } from '../scenarios/leaks.ts';

const planted = new URL('./planted-parsers.ts', import.meta.url).href;
const seed = 1;
/** Milliseconds: more than any fault that ends takes on a busy machine. */
const patience = 4_000;

describe('fuzzing', () => {
  test('every parser is executed, and none has a fault in its first executions', async () => {
    const executions = 120;
    const hunted = await huntWatched({ seed, from: 0, to: executions, module: allParsers, patience: 60_000 });
    assert.deepEqual(
      hunted.flatMap(({ findings }) => findings.map((finding) => wordsOf(seed, finding))),
      [],
    );
    assert.deepEqual(
      hunted.map(({ parser, executions: done }) => [parser, done]),
      parsers.map(({ name }) => [name, executions]),
    );
    assert.equal(new Set(parsers.map(({ name }) => name)).size, parsers.length);
  });

  test('the same seed and number draw the same, and others draw something else', () => {
    for (const parser of parsers) {
      const drawn = (from: number, number: number): string =>
        JSON.stringify(parser.draw(sourceOf(from, parser.name, number)));
      const many = (from: number): readonly string[] =>
        Array.from({ length: 20 }, (_, number) => drawn(from, number));
      assert.deepEqual(many(seed), many(seed), parser.name);
      assert.notDeepEqual(many(seed), many(seed + 1), parser.name);
    }
  });

  for (const corpus of ['graph-answers', 'activities'] as const)
    test(`what the sandbox gives for ${corpus} is the same whenever it is made`, async () => {
      const made = async (again: string): Promise<unknown> => ({
        ...((await import(`../../figures/fuzz/corpus/${corpus}.ts${again}`)) as object),
      });
      const [one, other] = [await made('?one'), await made('?other')];
      assert.notEqual(Object.values(one as object)[0], Object.values(other as object)[0]);
      assert.deepEqual(one, other);
    });

  test('a token is found in all spellings, and seven characters of it are not', () => {
    for (const token of tokens) {
      for (const { name, of } of spellings) assert.ok(leakIn(`before ${of(token)} behind`), name);
      assert.equal(leakIn(`before ${token.slice(3, 10)} behind`), undefined);
    }
  });
});

describe('planted faults', () => {
  /** What is found of each; none where nothing is wrong. */
  const faults: Readonly<Record<string, RegExp | undefined>> = {
    right: undefined,
    throws: /^throws threw TypeError .*; smallest input: 2 characters: "(be|eb)"$/,
    rejects: /^rejects threw RangeError .*; smallest input: 2 characters: "(be|eb)"$/,
    accepts: /^accepts accepted a fault .*; smallest input: 2 characters: "(be|eb)"$/,
    'cannot be told': /gave what could not be looked at: TypeError/,
    leaks: /told a part of the token, spelled in clear/,
    'leaks in base64': /told a part of the token, spelled in base64 at 2/,
    'leaks seven characters': undefined,
    backtracks: /took more than 200 times as long as others of its size/,
    'is slow once': undefined,
    'does not end': /does not end within 4 seconds/,
  };

  test('each is found, with its number and the smallest input, and no word holds a part of a token', async () => {
    const hunted = await huntWatched({ seed, from: 0, to: 400, module: planted, patience });
    assert.deepEqual(
      hunted.map(({ parser }) => parser),
      Object.keys(faults),
    );
    for (const { parser, findings } of hunted) {
      const words = findings.map((finding) => wordsOf(seed, finding)).join('\n');
      const expected = faults[parser];
      if (expected === undefined) assert.equal(words, '', parser);
      else assert.match(words, expected, parser);
      for (const token of tokens) assert.deepEqual(findLeaks(token, [{ name: parser, text: words }]), []);
    }
  });

  test('a finding is found again by its number alone', async () => {
    const only = ['throws'];
    const all = await huntWatched({ seed, from: 0, to: 200, only, module: planted, patience });
    const [finding] = all.flatMap(({ findings }) => findings);
    assert.ok(finding);
    const { number } = finding;
    const again = await huntWatched({
      seed,
      from: number,
      to: number + 1,
      only,
      module: planted,
      patience,
    });
    assert.deepEqual(again[0]?.findings, [{ ...finding, times: 1 }]);
  });

  test('the figure counts each way to fail once, and tells at length how far it is', async () => {
    const heard: string[] = [];
    const figure = fuzzFigure({ usual: 300, long: 600 }, planted, patience);
    const usual = await figure.measure('usual');
    const long = await figure.measure('long', (line) => heard.push(line));
    const wrong = Object.values(faults).filter((fault) => fault !== undefined).length;
    // What does not end is told for each execution that did not.
    assert.ok(usual.value >= wrong, usual.details?.join('\n'));
    assert.ok(long.value >= wrong, long.details?.join('\n'));
    assert.match(usual.details?.at(-1) ?? '', /^\d+ executions of 11 parsers$/);
    assert.equal(heard.length, 11);
    assert.match(heard[0] ?? '', /^right: 600 executions, \d+ a second in each process, 0 findings$/);
  });
});

describe('smaller inputs', () => {
  test('of a text as much is taken away as can be', async () => {
    const isStillSo = (text: string) => Promise.resolve(text.includes('q') && text.includes('z'));
    assert.equal(await smallest('the quick brown fox is lazy', smallerTexts, isStillSo), 'qz');
  });

  test('of a document whole values are, and it stays one', async () => {
    const isStillSo = (text: string) =>
      Promise.resolve(
        (JSON.parse(text) as { readonly b?: { readonly c?: string } }).b?.c?.includes('x') ?? false,
      );
    const document = JSON.stringify({ a: [1, 2, { d: 'long text' }], b: { c: 'some x here', e: null } });
    assert.equal(await smallest(document, smallerDocuments, isStillSo), '{"b":{"c":"x"}}');
  });
});
