import { ofTenant } from '../src/adapters/store/of-tenant.ts';
import { play, type Divide } from './cross-tenant/play.ts';
import type { Effort, Figure } from './figure.ts';

const operations: Readonly<Record<Effort, number>> = { usual: 5_000, long: 100_000 };
/** A world of so many operations has a seed of its own. */
const each = 1_000;
const most = 20;

/** Two tenants in one store know nothing of each other. */
export const crossTenant: Figure = crossTenantFigure(operations, ofTenant);

/** `divide` gives each bot its part of the store. */
export function crossTenantFigure(of: Readonly<Record<Effort, number>>, divide: Divide): Figure {
  return {
    name: 'cross-tenant',
    meaning: 'keys, documents, words and questions of one tenant that the bot of another has touched',
    unit: 'crossings',
    bar: 0,
    async measure(effort, progress) {
      const wrong: string[] = [];
      let [played, writes] = [0, 0];
      for (let seed = 1; played < of[effort]; seed++) {
        const world = await play(Math.min(each, of[effort] - played), seed, divide);
        played += world.operations;
        writes += world.writes;
        wrong.push(...world.wrong);
        if (seed % 10 === 0) progress?.(`${played} operations, ${wrong.length} crossings`);
      }
      const summary = `${played} operations of two tenants, ${writes} documents written`;
      return { value: wrong.length, details: [...wrong.slice(0, most), summary] };
    },
  };
}
