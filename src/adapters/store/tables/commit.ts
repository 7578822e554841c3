import type { TransactionAction } from '@azure/data-tables';
import { hours } from '../../../domain/calendar.ts';
import type { Write } from '../../../ports/store.ts';
import { assertOneCommit } from '../one-commit.ts';
import type { Directory } from './directory.ts';
import { mostCommits, stateOf, stateProperties, type State } from './document-row.ts';
import { entryPlace } from './keys.ts';
import { assertFits, entriesBy, planOf, rowBy, supersededBy, type Plan } from './plan.ts';
import { Unclear, type Sent, type Table } from './table.ts';

/** Milliseconds. An entry of the index that no document names is left alone that long: its commit may be under way. */
export const entryGrace = hours(1);
/** Gravestones may come and go while a document is made; more often than this, somebody else makes it. */
const rounds = 5;

/**
 * Writes all or nothing. Entries of the due index lie in another partition: they are written before, and taken away after
 * (see decision 39). `afterwards` takes the work that nobody has to wait for.
 */
export async function commit(
  table: Table,
  directory: Directory,
  writes: readonly [Write, ...Write[]],
  afterwards: (work: Promise<unknown>) => void,
): Promise<'done' | 'conflict'> {
  assertOneCommit(writes);
  const id = crypto.randomUUID();
  const now = table.now();
  const plans = writes.map((write) => planOf(write, id, now)).filter((plan) => plan !== undefined);
  if (plans.length < writes.length) return 'conflict';
  assertFits(table.address, plans, id);
  const entries = entriesBy(plans, id);
  const putEntries = (): Promise<void> => table.putAll(entries.map((entry) => ({ ...entryPlace(entry) })));
  const made = plans.flatMap(({ key, base }) => (base === undefined ? [key] : []));
  await Promise.all([putEntries(), directory.enter(made)]);
  const replaced = await send(table, plans, id);
  // Whoever was held up for so long may have lost its entries to somebody who cleans up.
  if (replaced !== undefined && table.now() - now > entryGrace / 4) await putEntries();
  const unused =
    replaced === undefined ? entries : plans.flatMap((plan, index) => supersededBy(plan, replaced[index]));
  afterwards(Promise.all(unused.map((entry) => table.remove(entryPlace(entry)))));
  return replaced === undefined ? 'conflict' : 'done';
}

type Found = readonly (State | undefined)[];

/** What the writes replaced, when they were written; undefined for a conflict. */
async function send(table: Table, plans: readonly Plan[], id: string): Promise<Found | undefined> {
  const look = async (): Promise<Found> => {
    const rows = await Promise.all(plans.map(({ place }) => table.get(place, stateProperties)));
    return rows.map((row) => (row === undefined ? undefined : stateOf(row)));
  };
  const isOurs = (found: Found): boolean => found.some((state) => state?.commits.includes(id));
  let replaced: Found = plans.map(({ base }) => base);
  let isUnclear = false;
  for (let round = 0; round < rounds; round++) {
    let sent: Sent;
    try {
      sent = await table.transact(plans.map((plan, index) => actionOf(plan, id, replaced[index])));
    } catch (error) {
      if (error instanceof Unclear && isOurs(await look().catch(() => []))) return replaced;
      throw error;
    }
    if (sent.outcome === 'done') return replaced;
    isUnclear ||= sent.isUnclear;
    const found = await look();
    if (isOurs(found)) return replaced;
    if (!plans.every(({ base }, index) => isAsExpected(base, found[index]))) {
      if (!isUnclear || plans.some(({ base }, index) => showsNothing(base, found[index]))) return undefined;
      break;
    }
    // Whatever lies where nothing was expected is a gravestone.
    replaced = plans.map(({ base }, index) => base ?? found[index]);
  }
  if (!isUnclear) return undefined;
  throw new Unclear(table.address, 'whether the last change was written cannot be told');
}

const actionOf = (plan: Plan, id: string, replaced: State | undefined): TransactionAction => {
  const row = rowBy(plan, id, replaced);
  return replaced === undefined ? ['create', row] : ['update', row, 'Replace', { etag: replaced.etag }];
};

const isAsExpected = (base: State | undefined, found: State | undefined): boolean =>
  base === undefined ? found?.isDeleted !== false : found?.isDeleted === false && found.etag === base.etag;

/** Whether a document, which does not name our commit, shows that it was never written by it. */
function showsNothing(base: State | undefined, found: State | undefined): boolean {
  // One that was made and deleted meanwhile would have a gravestone; a short list of commits is a whole one.
  if (base === undefined) return found === undefined || found.commits.length < mostCommits;
  const [before] = base.commits;
  return found !== undefined && before !== undefined && found.commits.includes(before);
}
