import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { figures } from '../../figures/all.ts';
import type { Effort, Figure } from '../../figures/figure.ts';
import { lengthOf } from '../../figures/first-reply.ts';
import { leakStories, type LeakStory } from '../../figures/leak-stories.ts';
import { median } from '../../figures/median.ts';
import { playLeakStory } from '../../figures/play-leak-story.ts';
import { runFigures } from '../../figures/run.ts';
import { leakFigure, type Search } from '../../figures/token-leaks.ts';
import { hosts } from '../../sandbox/seed.ts';
import { findLeaks } from '../scenarios/leaks.ts';

const root = join(import.meta.dirname, '../..');

const figure = (name: string, bar: number, measure: Figure['measure']): Figure => ({
  name,
  meaning: `what ${name} means`,
  unit: 'ms',
  bar,
  measure,
});
const samples: readonly Figure[] = [
  figure('good', 10, () => Promise.resolve({ value: 10 })),
  figure('bad', 10, () => Promise.resolve({ value: 10.126, details: ['where it comes from'] })),
  figure('odd', 10, () => Promise.resolve({ value: Number.NaN })),
  figure('broken', 10, () => Promise.reject(new Error('It broke.'))),
];

async function run(words: readonly string[], of = samples) {
  const [said, complained]: string[][] = [[], []];
  const code = await runFigures(of, words, {
    say: (line) => said?.push(line),
    complain: (line) => complained?.push(line),
  });
  return { code, said: said ?? [], complained: complained ?? [] };
}

describe('the command', () => {
  const cases: Readonly<
    Record<
      string,
      readonly [words: readonly string[], code: number, said: readonly string[], complaint: RegExp]
    >
  > = {
    'a value at the bar is ok': [['good'], 0, ['good: 10 ms (bar 10 ms) ok'], /^$/],
    'a value over the bar is short, and says where it comes from': [
      ['bad'],
      1,
      ['bad: 10.13 ms (bar 10 ms) short'],
      /^ {2}where it comes from$/,
    ],
    'no number is short': [['odd'], 1, ['odd: NaN ms (bar 10 ms) short'], /^$/],
    'what cannot be measured is not ok': [['broken'], 1, [], /^broken: not measured\. It broke\.$/],
    'one that is short makes the run fail, and the others are measured all the same': [
      ['good', 'broken', 'bad'],
      1,
      ['good: 10 ms (bar 10 ms) ok', 'bad: 10.13 ms (bar 10 ms) short'],
      /broken/,
    ],
    'an unknown name lists the known and measures nothing': [
      ['good', 'god'],
      2,
      [],
      /^There is no figure named god\. .*Known are: good, bad, odd, broken\.$/,
    ],
    'an unknown option lists the known': [['good', '--longer'], 2, [], /Known are: good/],
    'without names they are listed with their bars': [
      [],
      0,
      samples.map(({ name }) => `${name} (bar 10 ms): what ${name} means`),
      /^$/,
    ],
  };
  for (const [sentence, [words, code, said, complaint]] of Object.entries(cases))
    test(sentence, async () => {
      const ran = await run(words);
      assert.deepEqual([ran.code, ran.said], [code, said]);
      assert.match(ran.complained.join('\n'), complaint);
    });

  for (const [words, expected] of [
    [['any'], 'usual'],
    [['any', '--long'], 'long'],
    [['--long', 'any'], 'long'],
  ] as const)
    test(`${words.join(' ')} takes the ${expected} effort`, async () => {
      const efforts: Effort[] = [];
      const any = figure('any', 1, (effort) => {
        efforts.push(effort);
        return Promise.resolve({ value: 1 });
      });
      await run(words, [any]);
      assert.deepEqual(efforts, [expected]);
    });

  test('the process lists every figure, and its exit code is the run’s', () => {
    const start = (...words: readonly string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'figures/main.ts', ...words], {
        cwd: root,
        encoding: 'utf8',
      });
    const listed = start();
    assert.equal(listed.status, 0);
    assert.deepEqual(
      listed.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      figures.map(({ name }) => name),
    );
    assert.equal(start('no-such-figure').status, 2);
  });
});

describe('how it is measured', () => {
  for (const [values, expected] of [
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 9], 3],
  ] as const)
    test(`the median of ${values.join(', ')} is ${expected}`, () => {
      assert.equal(median(values), expected);
    });

  test('nothing has no median', () => {
    assert.throws(() => median([]));
  });

  const spans: Readonly<Record<string, readonly [readonly (readonly [number, number])[], number]>> = {
    'no calls take no time': [[], 0],
    'calls after each other are added': [
      [
        [10, 20],
        [30, 45],
      ],
      25,
    ],
    'calls at the same time count once': [
      [
        [10, 20],
        [10, 20],
        [15, 25],
      ],
      15,
    ],
    'a call inside another counts once': [
      [
        [10, 40],
        [20, 30],
        [35, 45],
      ],
      35,
    ],
    'what lies outside does not count': [
      [
        [-20, 5],
        [95, 200],
        [300, 400],
      ],
      10,
    ],
  };
  for (const [sentence, [pairs, expected]] of Object.entries(spans))
    test(sentence, () => {
      assert.equal(
        lengthOf(
          pairs.map(([from, to]) => ({ from, to })),
          0,
          100,
        ),
        expected,
      );
    });
});

describe('the search for leaks', () => {
  const story = leakStories.find(({ name }) => name === 'only tested');
  assert.ok(story, 'there is a story to try it with');
  const measure = (search: Search, played: LeakStory = story) =>
    leakFigure(async () => [await playLeakStory(played)], search).measure('usual');

  test('it finds nothing in a story that leaks nothing', async () => {
    assert.deepEqual(await measure(findLeaks), { value: 0, details: [] });
  });

  test('a leak is counted, and told by place and spelling without the token', async () => {
    let entered = '';
    const { value, details = [] } = await measure(findLeaks, {
      ...story,
      async play(scene, token) {
        entered = token;
        await story.play(scene, token);
        const body = Buffer.from(token).toString('base64');
        await scene.sandbox.cloud.network.fetch(`https://${hosts.login}/`, { method: 'POST', body });
      },
    });
    assert.ok(value > 0);
    assert.match(details.join('\n'), /^"only tested": request bodies, spelled base64/);
    assert.deepEqual(findLeaks(entered, [{ name: 'details', text: details.join('\n') }]), []);
  });

  test('a search that is blind, or blind for one place, fails the figure', async () => {
    await assert.rejects(
      measure(() => []),
      /not found in: log, files, addresses, request headers, request bodies, answers to Teams\.$/,
    );
    const noFiles: Search = (token, sinks) => findLeaks(token, sinks).filter(({ sink }) => sink !== 'files');
    await assert.rejects(measure(noFiles), /not found in: files\.$/);
  });

  test('a story that goes another way than it says fails the figure', async () => {
    await assert.rejects(
      measure(findLeaks, { ...story, ends: 'proven' }),
      /ended as tested-only and not as proven/,
    );
  });
});
