import { setTimeout as pause } from 'node:timers/promises';
import {
  openTablesStore,
  tableAt,
  type TablesOptions,
} from '../../src/adapters/store/tables/tables-store.ts';
import type { Table } from '../../src/adapters/store/tables/table.ts';
import type { Store } from '../../src/ports/store.ts';

let made = 0;

/** A table that nothing else uses: names hold letters and digits. */
export const newName = (): string => `t${process.pid}x${++made}`;

type Options = Partial<TablesOptions> & { readonly name: string };

export const tableOf = (address: string, options: Options): Table =>
  tableAt(address, {
    fetch,
    machineTime: Date.now,
    pause: (milliseconds) => pause(milliseconds),
    ...options,
  });

export const openTables = (address: string, options: Options): Promise<Store> =>
  openTablesStore(tableOf(address, options));
