import type { TableClient, TransactionAction } from '@azure/data-tables';
import { StoreFailure } from '../store-failure.ts';
import type { NewRow, Row } from './document-row.ts';
import type { Place } from './keys.ts';
import { ask, type Patience } from './patience.ts';
import { Unanswered } from './trouble.ts';

/** Rows in one answer, at most. */
const page = 1_000;

/** Operations in one transaction, at most. */
export const mostOperations = 100;

/** `refused`: some row was not as a condition says, and nothing was written. */
export interface Sent {
  readonly outcome: 'done' | 'refused';
  /** An earlier sending of the same got no clear answer: it may have been this one's own that is in the way. */
  readonly isUnclear: boolean;
}

/** The last answer said neither yes nor no. */
export class Unclear extends StoreFailure {}

/** One table, with an end to every call, and with patience where the service asks for it. Throws StoreFailure. */
export class Table {
  readonly #client: TableClient;
  readonly #patience: Patience;

  constructor(client: TableClient, patience: Patience) {
    this.#client = client;
    this.#patience = patience;
  }

  /** As SCIMITAR_STORE names it. */
  get address(): string {
    return this.#patience.address;
  }

  /** Epoch milliseconds of this machine. */
  now(): number {
    return this.#patience.machineTime();
  }

  async create(): Promise<void> {
    await ask(this.#patience, (abortSignal) => this.#client.createTable({ abortSignal }));
  }

  /** Undefined: there is no such row. `select`: only these properties. */
  async get({ partitionKey, rowKey }: Place, select?: readonly string[]): Promise<Row | undefined> {
    return ask(
      this.#patience,
      (abortSignal) =>
        this.#client.getEntity(partitionKey, rowKey, {
          abortSignal,
          ...(select === undefined ? {} : { queryOptions: { select: [...select] } }),
        }),
      { isNothing: ({ status, code }) => status === 404 && !ofTheTable.has(code) },
    );
  }

  /** The rows of a partition in the order of their keys: `from` the first key to `before` the last, in pages. */
  async *rows(
    partitionKey: string,
    {
      from,
      before,
      select,
      atOnce = page,
    }: {
      readonly from?: string;
      readonly before?: string;
      readonly select?: readonly string[];
      /** Rows in one page, at most. */
      readonly atOnce?: number;
    } = {},
  ): AsyncGenerator<readonly Row[]> {
    // Keys hold no quotation marks: see `escapeKey`.
    const filter = [
      `PartitionKey eq '${partitionKey}'`,
      ...(from === undefined ? [] : [`RowKey ge '${from}'`]),
      ...(before === undefined ? [] : [`RowKey lt '${before}'`]),
    ].join(' and ');
    const queryOptions = {
      filter,
      ...(select === undefined ? {} : { select: ['PartitionKey', 'RowKey', ...select] }),
    };
    let continuationToken: string | undefined;
    do {
      const next = await ask(this.#patience, async (abortSignal) => {
        const pages = this.#client.listEntities({ abortSignal, queryOptions }).byPage({
          maxPageSize: Math.min(page, Math.max(1, atOnce)),
          ...(continuationToken === undefined ? {} : { continuationToken }),
        });
        return (await pages.next()).value as
          (readonly Row[] & { readonly continuationToken?: string }) | undefined;
      });
      // A page may be empty and yet not the last one.
      if (next !== undefined && next.length > 0) yield next;
      continuationToken = next?.continuationToken;
    } while (continuationToken !== undefined);
  }

  /** Whether there is any row at all. */
  async isEmpty(): Promise<boolean> {
    const first = await ask(this.#patience, async (abortSignal) => {
      const pages = this.#client.listEntities({ abortSignal, queryOptions: { select: ['PartitionKey'] } });
      return pages.next();
    });
    return first.done === true;
  }

  /** Makes the row where there is none. */
  async make(row: NewRow): Promise<void> {
    await ask(this.#patience, (abortSignal) => this.#client.createEntity({ ...row }, { abortSignal }), {
      isNothing: ({ status, code }) => status === 409 && !ofTheTable.has(code),
    });
  }

  /** Makes the row or replaces it: twice is as good as once. */
  async put(row: NewRow): Promise<void> {
    await ask(this.#patience, (abortSignal) =>
      this.#client.upsertEntity({ ...row }, 'Replace', { abortSignal }),
    );
  }

  /** Rows of one partition, at most `mostOperations`, made or replaced. */
  async putAll(rows: readonly NewRow[]): Promise<void> {
    const actions = rows.map((row): TransactionAction => ['upsert', { ...row }, 'Replace']);
    if (actions.length > 0)
      await ask(this.#patience, (abortSignal) => this.#client.submitTransaction(actions, { abortSignal }));
  }

  /** One that is not there any more, or not as `etag` says, is left alone. */
  async remove({ partitionKey, rowKey }: Place, etag = '*'): Promise<void> {
    await ask(
      this.#patience,
      (abortSignal) => this.#client.deleteEntity(partitionKey, rowKey, { abortSignal, etag }),
      { isNothing: ({ status, code }) => [404, 412].includes(status) && !ofTheTable.has(code) },
    );
  }

  /** @throws Unclear when nothing is known of what became of it; StoreFailure when nothing was written */
  async transact(actions: readonly TransactionAction[]): Promise<Sent> {
    const seen = { isUnclear: false };
    try {
      const sent = await ask(
        this.#patience,
        async (abortSignal) => {
          const { subResponses } = await this.#client.submitTransaction([...actions], { abortSignal });
          // Half an answer is none.
          if (subResponses.length !== actions.length) throw new Unanswered(undefined);
          return 'done' as const;
        },
        {
          isNothing: ({ status, code }) => refusing.has(status) && !ofTheTable.has(code),
          onTrouble: ({ mayBeDone }) => {
            seen.isUnclear ||= mayBeDone;
          },
        },
      );
      return { ...seen, outcome: sent ?? 'refused' };
    } catch (error) {
      if (!seen.isUnclear || !(error instanceof StoreFailure)) throw error;
      throw new Unclear(this.address, `${error.meaning}. Whether the last change was written is not known`);
    }
  }
}

const refusing = new Set([404, 409, 412]);
const ofTheTable = new Set(['TableNotFound', 'TableBeingDeleted']);
