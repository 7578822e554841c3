import { tenantId } from '../../../domain/ids.ts';
import { trailId } from '../../../domain/trail.ts';
import type { KeptRow } from '../../../domain/trail-check.ts';
import { notRead, schemaVersion } from '../schema.ts';
import { StoreFailure } from '../store-failure.ts';
import { noHead, parsed, type StoredTrails } from '../stored-trails.ts';
import { Directory } from './directory.ts';
import { textOf } from './document-row.ts';
import { documentPartition, documentPlace, idOf, rowsOfKind } from './keys.ts';
import { schemaOf } from './prepare.ts';
import type { Table } from './table.ts';

const partition = 'trail';

/**
 * The trails in a table. A table cannot be read as of one moment: rows are read to the end, then the head, and then
 * whatever was written between the two and belongs to that head.
 *
 * @throws StoreFailure with one sentence for whoever asked
 */
export async function readTrails(table: Table): Promise<StoredTrails> {
  const schema = await schemaOf(table);
  if (schema !== schemaVersion) throw new StoreFailure(table.address, notRead(String(schema ?? 'none')));
  const directory = new Directory(table);
  const withTrail = async (tenant: string): Promise<boolean> =>
    (await directory.partitions(tenantId(tenant), 'trailHead')).length > 0;
  const tenants: string[] = [];
  for (const tenant of await directory.tenants()) if (await withTrail(tenant)) tenants.push(tenant);

  const head = async (tenant: string) => {
    const row = await table.get(
      documentPlace({ tenant: tenantId(tenant), partition, kind: 'trailHead', id: 'head' }),
    );
    return row === undefined ? undefined : ((parsed(textOf(row)) ?? noHead) as typeof noHead);
  };
  const headOf = new Map<string, typeof noHead | undefined>();

  return {
    tenants,
    async *rows(tenant) {
      let [from, before] = rowsOfKind('trail');
      for await (const row of keptRows(table, tenant, from, before)) {
        yield row;
        from = afterRow(row.id);
      }
      const end = await head(tenant);
      headOf.set(tenant, end);
      if (end === undefined || end === noHead) return;
      before = afterRow(trailId(end.seq));
      if (from < before) yield* keptRows(table, tenant, from, before);
    },
    async head(tenant) {
      return headOf.has(tenant) ? headOf.get(tenant) : head(tenant);
    },
    close: () => undefined,
  };
}

async function* keptRows(
  table: Table,
  tenant: string,
  from: string,
  before: string,
): AsyncGenerator<KeptRow> {
  const partitionKey = documentPartition({ tenant: tenantId(tenant), partition });
  for await (const page of table.rows(partitionKey, { from, before }))
    for (const row of page) yield { id: idOf(String(row['rowKey'])), value: parsed(textOf(row)) };
}

/** The lowest key behind that of a row. */
const afterRow = (id: string): string =>
  `${documentPlace({ tenant: tenantId(''), partition, kind: 'trail', id }).rowKey}!`;
