import { hours } from '../../src/domain/calendar.ts';
import type { Write } from '../../src/ports/store.ts';
import { StoreAway } from '../crash-grid/process.ts';
import type { Town, TownOptions } from '../crash-grid/town.ts';
import { effectOf } from './effects.ts';

type Plant = NonNullable<TownOptions['plant']>;

/** Which rows of the trail a store does not take; of anything else it takes all. */
export const refusals = ['all', 'intents'] as const;

/** A connection is watched and its thread open long before that. */
const refusesAfter = hours(20);

/**
 * A store that takes no row of the trail any more: `plant` goes into the processes of a town, whose effects are counted
 * from then on.
 */
export function storeThatRefuses(
  refused: (typeof refusals)[number],
  also: Plant = (ports) => ports,
): {
  readonly plant: Plant;
  readonly effects: () => number;
  /** Rows of the trail that were refused. */
  readonly wanted: () => number;
} {
  const counted = { effects: 0, wanted: 0 };
  let town: Town | undefined;
  const break_ = ({ memory, clock }: Town, began: number): void => {
    const isRefusing = (): boolean => clock.now() >= began + refusesAfter;
    const commit = memory.commit.bind(memory);
    memory.commit = (writes) => {
      const rows = writes.filter((write) => isRow(write) && (refused === 'all' || isIntent(write)));
      if (rows.length === 0 || !isRefusing()) return commit(writes);
      counted.wanted += rows.length;
      throw new StoreAway('the store takes no row of the trail');
    };
  };
  return {
    effects: () => counted.effects,
    wanted: () => counted.wanted,
    plant(ports, of) {
      if (town === undefined) {
        town = of;
        const began = of.clock.now();
        break_(of, began);
        const { sees } = of;
        of.sees = async (request) => {
          const isEffect = (await effectOf(request.clone())) !== undefined;
          if (isEffect && of.clock.now() >= began + refusesAfter) counted.effects++;
          await sees(request);
        };
      }
      return also(ports, of);
    },
  };
}

const isRow = ({ key }: Write): boolean => key.kind === 'trail';
const isIntent = ({ value }: Write): boolean =>
  value !== 'deleted' && 'entry' in value && value.entry.kind === 'intent';
