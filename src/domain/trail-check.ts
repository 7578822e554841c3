import { emptyTrail, hashOf, trailId, type Sha256, type TrailEnd, type TrailHead } from './trail.ts';
import { momentOf } from './calendar.ts';
import type { TenantId } from './ids.ts';

/** A row as a store holds it: nothing of it is believed. */
export interface KeptRow {
  readonly id: string;
  readonly value: unknown;
}

/** What is wrong with a trail, the row that shows it, and what that means. */
export interface TrailFault {
  readonly id: string;
  readonly text: string;
}

export interface TrailVerdict {
  readonly rows: number;
  /** The last row; undefined when there is none, or it cannot be read. */
  readonly end: Pick<TrailEnd, 'seq' | 'hash'> | undefined;
  readonly faults: readonly TrailFault[];
}

/** More would be told of the same edit, over and over. */
const mostFaults = 20;

/**
 * Follows a trail from its first row to its last, one row at a time.
 *
 * It finds every row that was edited, taken out, put in, moved or doubled. That rows are missing at the end, or that the
 * trail was written anew from some row on, shows only against the head document, which whoever did it can edit as well,
 * or against an end that was posted (`posted`) while the rows were there.
 */
export class TrailCheck {
  readonly #sha256: Sha256;
  readonly #tenant: TenantId;
  readonly #posted: readonly Pick<TrailEnd, 'seq' | 'hash'>[];
  readonly #met = new Set<number>();
  readonly #faults: TrailFault[] = [];
  #rows = 0;
  #expected: number;
  #prev: string;
  #end: Pick<TrailEnd, 'seq' | 'hash'> | undefined;

  constructor(tenant: TenantId, sha256: Sha256, posted: readonly Pick<TrailEnd, 'seq' | 'hash'>[] = []) {
    this.#tenant = tenant;
    this.#sha256 = sha256;
    this.#posted = posted;
    this.#expected = 1;
    this.#prev = emptyTrail(tenant, momentOf(0), sha256).hash;
  }

  /** The next row, in the order of the ids. */
  row({ id, value }: KeptRow): void {
    this.#rows++;
    const row = readRow(value);
    if (row === undefined) {
      this.#fault(id, `Row ${Number(id)} is no row of a trail: it was edited or put in.`);
      return;
    }
    const name = `Row ${row.seq}`;
    if (row.hash !== this.#hashOf(row))
      this.#fault(id, `${name} was edited: its hash is not the one of what it says.`);
    if (row.tenant !== this.#tenant) this.#fault(id, `${name} belongs to another tenant: it was put in.`);
    if (row.seq !== this.#expected || id !== trailId(row.seq)) this.#outOfOrder(id, row.seq);
    else if (row.prev !== this.#prev)
      this.#fault(id, `${name} does not follow the row before it: one of the two was edited or put in.`);
    this.#meet(id, row.seq, row.hash);
    this.#expected = row.seq + 1;
    this.#prev = row.hash;
    this.#end = { seq: row.seq, hash: row.hash };
  }

  /** After the last row. `head`: the head document, undefined when it is not there. */
  done(head: Pick<TrailHead, 'seq' | 'hash'> | undefined): TrailVerdict {
    const end = this.#end;
    if (head === undefined && end !== undefined)
      this.#fault(trailId(end.seq), 'The head of the trail is missing: it was taken out.');
    if (head !== undefined && (end?.seq !== head.seq || end.hash !== head.hash))
      this.#fault(
        trailId(head.seq),
        `The trail should end at row ${head.seq}, and ends at ${end?.seq ?? 0}: rows at its end, or its head, were edited or taken out.`,
      );
    for (const { seq } of this.#posted)
      if (!this.#met.has(seq))
        this.#fault(
          trailId(seq),
          `Row ${seq} was posted and is not there: rows were taken out, or an older copy of the store was put in place.`,
        );
    return { rows: this.#rows, end, faults: this.#faults };
  }

  /** Undefined for what is nested too deeply to be written: no row is. */
  #hashOf(row: ReadRow): string | undefined {
    try {
      return hashOf(row as unknown as Parameters<typeof hashOf>[0], this.#sha256);
    } catch {
      return undefined;
    }
  }

  #meet(id: string, seq: number, hash: string): void {
    for (const posted of this.#posted)
      if (posted.seq === seq) {
        this.#met.add(seq);
        if (!hash.startsWith(posted.hash))
          this.#fault(id, `Row ${seq} is not the one that was posted: the trail was written anew.`);
      }
  }

  #outOfOrder(id: string, seq: number): void {
    const missing = seq - this.#expected;
    this.#fault(
      id,
      missing > 0
        ? `Row ${seq} stands where row ${this.#expected} should: ${missing === 1 ? 'a row is' : `${missing} rows are`} missing before it.`
        : `Row ${seq} stands where row ${this.#expected} should: it was moved, doubled or renamed.`,
    );
  }

  #fault(id: string, text: string): void {
    if (this.#faults.length < mostFaults) this.#faults.push({ id, text });
  }
}

/** The fields that the chain is made of. The rest is covered by the hash. */
interface ReadRow extends Readonly<Record<string, unknown>> {
  readonly seq: number;
  readonly tenant: string;
  readonly prev: string;
  readonly hash: string;
}

function readRow(value: unknown): ReadRow | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const row = value as Readonly<Record<string, unknown>>;
  return Number.isSafeInteger(row['seq']) &&
    [row['tenant'], row['prev'], row['hash']].every((field) => typeof field === 'string')
    ? (row as ReadRow)
    : undefined;
}
