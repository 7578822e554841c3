import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ports } from '../src/ports/ports.ts';
import type { Effort, Figure } from './figure.ts';
import { median } from './median.ts';
import { SweptStore } from './sweep/swept-store.ts';

export interface Sizes {
  readonly few: number;
  readonly many: number;
  readonly rounds: number;
}

const bar = 1.5;
const sizes: Readonly<Record<Effort, Sizes>> = {
  usual: { few: 1_000, many: 1_000_000, rounds: 15 },
  long: { few: 1_000, many: 1_000_000, rounds: 40 },
};
/** Bytes on the disk for each connection, with room for the log beside the file. */
const bytesEach = 4_000;

/** One sweep over the file, which holds a million connections or a thousand; 50 of them are due in both. */
export const sweep: Figure = sweepFigure(sizes);

/** `plant` puts a fault into the bot that is measured. */
export function sweepFigure(
  of: Readonly<Record<Effort, Sizes>>,
  plant: (ports: Ports) => Ports = (ports) => ports,
): Figure {
  return {
    name: 'sweep',
    meaning: 'one sweep with 50 due of 1,000,000 connections, against one with 50 due of 1,000; medians',
    unit: 'times',
    bar,
    async measure(effort) {
      const { few, many, rounds } = of[effort];
      const folder = mkdtempSync(join(tmpdir(), 'scimitar-sweep-'));
      try {
        assertRoom(folder, few + many);
        const swept = (name: string, connections: number): Promise<SweptStore> =>
          SweptStore.filled(join(folder, name), connections, rounds, plant);
        const stores = [await swept('few.db', few), await swept('many.db', many)] as const;
        const times: readonly [number[], number[]] = [[], []];
        for (let round = 0; round < rounds; round++)
          // Whoever comes first changes from round to round.
          for (const which of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const))
            times[which].push(await stores[which].timeSweep(round));
        for (const store of stores) await store.close();
        const [ofFew, ofMany] = [median(times[0]), median(times[1])];
        return {
          value: ofMany / ofFew,
          details: [`${ofFew.toFixed(1)} ms with ${few} connections, ${ofMany.toFixed(1)} ms with ${many}`],
        };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function assertRoom(folder: string, connections: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const [free, needed] = [bavail * bsize, connections * bytesEach];
  if (free < needed)
    throw new Error(
      `There is no room: ${connections} connections need ${gigabytes(needed)} GB in ${tmpdir()}, and ${gigabytes(free)} GB are free. Free some, or set TMPDIR to a larger disk.`,
    );
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
