import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { mutationFigure } from '../../figures/mutation-score.ts';
import { sourcesIn, testsIn } from '../../figures/mutation/scope.ts';

const root = join(import.meta.dirname, '../..');
const planted = 'test/figures/planted-mutants';
const cache = `mutation-test-${process.pid}`;

const figureWith = (...tests: readonly string[]) => {
  const project = () => ({
    root,
    cache,
    sources: [`${planted}/source.ts`],
    tests: tests.map((name) => `${planted}/${name}.ts`),
  });
  return mutationFigure({ usual: { project, mutants: 5 }, long: { project } });
};

describe('the mutation score', () => {
  after(() => {
    rmSync(join(root, 'node_modules/.cache', cache), { recursive: true, force: true });
  });

  test('tests that look at every border tell every mutant, also those that do not come to an end', async () => {
    const { value, details } = await figureWith('thorough').measure('long');
    assert.equal(value, 0, details?.join('\n'));
    const [, told, all] = /: (\d+) of (\d+) told$/.exec(details?.at(-1) ?? '') ?? [];
    assert.equal(told, all);
    assert.ok(Number(all) === 14, details?.join('\n'));
  });

  test('tests that do not look are found out, with what they let through', async () => {
    const { value, details = [] } = await figureWith('careless').measure('long');
    assert.ok(value > 50, details.join('\n'));
    assert.ok(
      details.some((line) => line.startsWith(`${planted}/source.ts:2 survived`) && line.includes('18')),
    );
    assert.ok(details.some((line) => line.includes(' uncovered ') && line.includes('source.ts:7')));
  });

  test('what was found once is found again, whoever asks for a part of it', async () => {
    const long = await figureWith('careless').measure('long');
    const part = await figureWith('careless').measure('usual');
    const lines = (details: readonly string[] | undefined) =>
      details?.filter((line) => !line.endsWith(' told')) ?? [];
    for (const line of lines(part.details)) assert.ok(lines(long.details).includes(line), line);
    assert.match(part.details?.at(-1) ?? '', / of 5 told$/);
  });

  test('tests that fail as the code is prove nothing', async () => {
    await assert.rejects(figureWith('wrong').measure('long'), /wrong\.ts fails without a mutant/);
  });

  test('what is mutated is there, and the suites that need a browser or minutes are not asked', () => {
    const sources = sourcesIn(root);
    assert.ok(sources.length > 60, `${sources.length}`);
    for (const path of ['src/domain/roles.ts', 'src/adapters/teams/front-door.ts', 'src/flows/permission.ts'])
      assert.ok(sources.includes(path), path);
    assert.ok(!testsIn(root).some((path) => /test\/(?:browser|slow|figures)\//.test(path)));
  });
});
