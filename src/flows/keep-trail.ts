import { addMilliseconds, minutes } from '../domain/calendar.ts';
import type { Key } from '../domain/document.ts';
import type { RotationId, TenantId } from '../domain/ids.ts';
import {
  emptyTrail,
  extend,
  trailId,
  type Sha256,
  type TrailEnd,
  type TrailEntry,
  type TrailHead,
  type TrailRow,
} from '../domain/trail.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Write } from '../ports/store.ts';
import type { Trail } from '../ports/trail.ts';

const partition = 'trail';
export const trailHeadKey = (tenant: TenantId): Key<'trailHead'> => ({
  tenant,
  partition,
  kind: 'trailHead',
  id: 'head',
});
const rowKey = (tenant: TenantId, seq: number): Key<'trail'> => ({
  tenant,
  partition,
  kind: 'trail',
  id: trailId(seq),
});

/** No call and no wait for Teams' limits lasts that long: whoever was to conclude an older intent has died. */
const lostAfter = minutes(15);
/** Another process may append at any moment; more often in a row than this, something holds the store. */
const tries = 20;
/** Rows in one commit, at most: a table takes a hundred. */
const mostAtOnce = 50;

interface Waiting {
  readonly entry: TrailEntry;
  readonly done: (row: TrailRow | 'not-written' | undefined) => void;
}

type TrailPorts = Pick<Ports, 'store' | 'clock' | 'log'>;

/**
 * The trail of one tenant in the store. Rows of one process wait for each other, and those that have gathered meanwhile
 * are written in one commit; processes beside it are told apart by the head's version.
 */
export function keepTrail(ports: TrailPorts, tenant: TenantId, sha256: Sha256): Trail {
  const waiting: Waiting[] = [];
  const known: { end?: TrailEnd; isWriting?: true } = {};

  const append = (entry: TrailEntry): Promise<TrailRow | 'not-written' | undefined> =>
    new Promise((done) => {
      waiting.push({ entry, done });
      if (known.isWriting === undefined) void writeAll();
    });

  async function writeAll(): Promise<void> {
    known.isWriting = true;
    for (let batch = waiting.splice(0, mostAtOnce); batch.length > 0; batch = waiting.splice(0, mostAtOnce)) {
      const rows = await write(batch.map(({ entry }) => entry)).catch((error: unknown) => {
        ports.log.error('trail.not-written', {
          rows: batch.length,
          error: error instanceof Error ? error.name : 'unknown',
        });
        return undefined;
      });
      batch.forEach(({ done }, index) => {
        done(rows === undefined ? 'not-written' : rows[index]);
      });
    }
    delete known.isWriting;
  }

  /** The row of each entry; undefined for a result that is not wanted any more. Throws when nothing could be written. */
  async function write(entries: readonly TrailEntry[]): Promise<readonly (TrailRow | undefined)[]> {
    for (let attempt = 0; attempt < tries; attempt++) {
      const stored = await ports.store.read(trailHeadKey(tenant));
      const now = ports.clock();
      let head = stored?.value ?? emptyTrail(tenant, now, sha256);
      const rows = entries.map((entry) => {
        const extended = extend(head, entry, now, sha256);
        head = extended?.head ?? head;
        return extended?.row;
      });
      const puts = rows.flatMap((row): readonly Write[] =>
        row === undefined ? [] : [{ key: rowKey(tenant, row.seq), value: row, expect: absent }],
      );
      if (puts.length === 0) return rows;
      if ((await ports.store.commit([putHead(head, stored?.version), ...puts])) === 'done') {
        known.end = head;
        return rows;
      }
    }
    throw new Contended(`the trail was changed elsewhere ${tries} times while it was being written`);
  }

  return {
    async intend(intent) {
      const row = await append({ ...intent, kind: 'intent' });
      return typeof row === 'object' ? row.seq : 'not-written';
    },
    async conclude(of, outcome) {
      await append({ ...outcome, kind: 'result', of });
    },
    async decide(decision) {
      const row = await append({ ...decision, kind: 'decision' });
      return typeof row === 'object' ? 'written' : 'not-written';
    },
    async settle(rotation) {
      const head = (await ports.store.read(trailHeadKey(tenant)))?.value;
      for (const { seq } of head === undefined ? [] : lost(head, ports.clock(), rotation))
        await append({ kind: 'result', of: seq, outcome: 'unknown', why: 'lost' });
    },
    async end() {
      const end = known.end ?? (await ports.store.read(trailHeadKey(tenant)).catch(() => undefined))?.value;
      return end === undefined || end.seq === 0 ? undefined : end;
    },
  };
}

/** The processes of one store do not let each other write. */
class Contended extends Error {
  override name = 'Contended';
}

const putHead = (head: TrailHead, version: string | undefined): Write => {
  const [oldest] = head.open;
  return {
    key: trailHeadKey(head.tenant),
    value: head,
    expect: version ?? absent,
    ...(oldest === undefined ? {} : { dueAt: addMilliseconds(oldest.at, lostAfter) }),
  };
};

const lost = ({ open }: TrailHead, now: TrailEnd['at'], rotation: RotationId | undefined) =>
  open.filter((intent) =>
    rotation === undefined ? addMilliseconds(intent.at, lostAfter) <= now : intent.rotation === rotation,
  );
