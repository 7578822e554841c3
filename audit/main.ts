// `npm run audit -- verify` follows the audit trail; `npm run audit -- export --format csv` prints it.
import { once } from 'node:events';
import { resolve } from 'node:path';
import { sha256 } from '../src/adapters/sha256.ts';
import { isInTables, openTrails } from '../src/adapters/store/open-store.ts';
import { StoreFailure } from '../src/adapters/store/store-failure.ts';
import type { StoredTrails } from '../src/adapters/store/stored-trails.ts';
import { usualStore } from '../src/config.ts';
import { tenantId } from '../src/domain/ids.ts';
import { failed, ok, type Result } from '../src/domain/result.ts';
import { postedEnd } from '../src/domain/trail.ts';
import { TrailCheck, type TrailVerdict } from '../src/domain/trail-check.ts';
import { isExported } from './exported.ts';
import { formats } from './formats.ts';
import { helpText, readCommand, type Command } from './options.ts';
import { waysOut } from './ways-out.ts';

/** Where paths begin: npm runs scripts in the folder of the package and names the one that it was called in. */
const folder = process.env['INIT_CWD'] ?? process.cwd();

/** Whoever reads may have read enough, as `head` does. */
process.stdout.on('error', () => {
  process.exit(process.exitCode);
});

async function say(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

function complain(problems: readonly string[], exitCode: 1 | 2): void {
  process.stderr.write(problems.map((problem) => `${problem}\n`).join(''));
  process.exitCode = exitCode;
}

const command = readCommand(process.argv.slice(2), process.env, usualStore);
if (!command.ok) complain(command.failure, 2);
else if (command.value.do === 'help') await say(helpText);
else await withStore(command.value);

async function withStore(asked: Exclude<Command, { do: 'help' }>): Promise<void> {
  const where = isInTables(asked.store) ? asked.store : resolve(folder, asked.store);
  const outside = await waysOut(where, process.env);
  if (!outside.ok) {
    complain(outside.failure, 2);
    return;
  }
  let trails: StoredTrails;
  try {
    trails = await openTrails(where, outside.value);
  } catch (error) {
    complain([error instanceof Error ? error.message : 'The store cannot be read.'], 2);
    return;
  }
  try {
    const tenant = tenantIn(trails, asked.tenant);
    if (!tenant.ok) complain([tenant.failure], 2);
    else if (asked.do === 'verify') await verify(trails, tenant.value, asked.heads);
    else await exportRows(trails, tenant.value, asked);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    complain([error.message], 2);
  } finally {
    trails.close();
  }
}

function tenantIn({ tenants }: StoredTrails, asked: string | undefined): Result<string, string> {
  const [only, ...others] = tenants;
  if (only === undefined) return failed('There is no audit trail in this store yet.');
  if (asked !== undefined)
    return tenants.includes(asked)
      ? ok(asked)
      : failed(`The store has no audit trail of the tenant ${asked}. It has one of ${tenants.join(', ')}.`);
  return others.length === 0
    ? ok(only)
    : failed(`The store has audit trails of several tenants. Name one with --tenant: ${tenants.join(', ')}.`);
}

async function verify(
  trails: StoredTrails,
  tenant: string,
  heads: readonly { readonly seq: number; readonly hash: string }[],
): Promise<void> {
  const check = new TrailCheck(tenantId(tenant), sha256, heads);
  for await (const row of trails.rows(tenant)) check.row(row);
  const verdict = check.done(await trails.head(tenant));
  if (verdict.faults.length > 0) {
    tellFaults(verdict);
    return;
  }
  const end = verdict.end === undefined ? 'It is empty.' : `It ends at ${postedEnd(verdict.end)}.`;
  await say(
    `The chain holds: ${verdict.rows} rows, none edited, moved, put in or taken out between them. ${end}`,
  );
  await say(
    heads.length > 0
      ? `The posted ${heads.length === 1 ? 'end is' : 'ends are'} in it.`
      : 'Whether rows are missing at its end, or all was written anew, shows only against an end that was posted: copy one from the foot of a card or a digest and say --head 412:9f86….',
  );
}

async function exportRows(
  trails: StoredTrails,
  tenant: string,
  { format, since }: Extract<Command, { do: 'export' }>,
): Promise<void> {
  const { head, line } = formats[format];
  const check = new TrailCheck(tenantId(tenant), sha256);
  if (head !== undefined) await say(head);
  for await (const row of trails.rows(tenant)) {
    check.row(row);
    if (isExported(row.value, since)) await say(line(row.value));
  }
  const verdict = check.done(await trails.head(tenant));
  if (verdict.faults.length > 0) tellFaults(verdict);
}

function tellFaults({ rows, faults }: TrailVerdict): void {
  complain(
    [
      `The chain is broken (${rows} rows were read):`,
      ...faults.map(({ text }) => `  ${text}`),
      'Keep a copy of the store as it is, and of the thread, before anything else is done with it.',
    ],
    1,
  );
}
