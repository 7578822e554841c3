import { sha256 } from '../../src/adapters/sha256.ts';
import { TrailCheck, type KeptRow } from '../../src/domain/trail-check.ts';
import type { TrailHead } from '../../src/domain/trail.ts';
import { trailHeadKey } from '../../src/flows/keep-trail.ts';
import type { MemoryStore } from '../../simulation/memory-store.ts';
import { play } from '../crash-grid/play.ts';
import type { Strike } from '../crash-grid/strike.ts';
import { tenantOf, type Town, type TownOptions } from '../crash-grid/town.ts';
import { Witness } from './witness.ts';

/** A trail as a store holds it, in the order of its ids. */
export interface KeptTrail {
  readonly rows: readonly KeptRow[];
  readonly head: Pick<TrailHead, 'seq' | 'hash'> | undefined;
}

export interface Scene {
  readonly wrong: readonly string[];
  readonly effects: number;
  readonly trail: KeptTrail;
}

/** Plays a case of the crash grid, compares every effect with the trail, and follows the chain at the end. */
export async function playScene(
  strikes: readonly Strike[],
  index: number,
  plant: NonNullable<TownOptions['plant']> = (ports) => ports,
): Promise<Scene> {
  let stage: { readonly town: Town; readonly witness: Witness } | undefined;
  await play(strikes, {
    secretsReading: index % 2 === 0 ? 'merge' : 'replace',
    mayReadChannels: index % 3 !== 0,
    auditLag: 0,
    plant(ports, town) {
      stage ??= { town, witness: watch(town) };
      return plant(ports, town);
    },
  });
  if (stage === undefined) throw new Error('no process was started');
  const { town, witness } = stage;
  const trail = trailOf(town.memory);
  return { wrong: [...witness.judge(), ...faultsOf(trail)], effects: witness.effects, trail };
}

function watch(town: Town): Witness {
  const witness = new Witness(town.memory);
  town.sees = (request) => witness.see(request);
  return witness;
}

const trailOf = (memory: MemoryStore): KeptTrail => ({
  rows: memory.list(tenantOf, 'trail').map(({ key, value }) => ({ id: key.id, value })),
  head: memory.read(trailHeadKey(tenantOf))?.value,
});

function faultsOf({ rows, head }: KeptTrail): readonly string[] {
  const check = new TrailCheck(tenantOf, sha256);
  for (const row of rows) check.row(row);
  return check.done(head).faults.map(({ text }) => text);
}
