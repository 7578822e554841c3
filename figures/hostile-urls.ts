import { guardFetch } from '../src/adapters/network.ts';
import { cleaningUp } from './cleaning-up.ts';
import type { Figure } from './figure.ts';
import { followed, hostileAddresses } from './hostile-urls/addresses.ts';
import { places as allPlaces, type Guard, type Place } from './hostile-urls/places.ts';
import { startService, type Service } from './hostile-urls/service.ts';

const bar = 0;
/** Fewer would not be a promise. */
const fewest = 60;
const mostTold = 40;

export interface HostileUrlsOptions {
  readonly guard: Guard;
  readonly places: readonly Place[];
}

/** Hostile addresses in every place where one comes from outside, against sockets that are counted. */
export const hostileUrls: Figure = hostileUrlsFigure();

/** The options put a fault in. */
export function hostileUrlsFigure({
  guard = guardFetch,
  places = allPlaces,
}: Partial<HostileUrlsOptions> = {}): Figure {
  return {
    name: 'hostile-urls',
    meaning: 'sockets to other hosts than the known, and hostile addresses that were followed or believed',
    unit: 'wrong',
    bar,
    measure: () =>
      cleaningUp(async (t) => {
        const service = await startService(t);
        await assertSound(service);
        const wrong: string[] = [];
        let cases = 0;
        for (const place of places) {
          const addresses = [...hostileAddresses(place.trusts), ...(place.also ?? [])];
          if (addresses.length < fewest) throw new Error(`There are not ${fewest} hostile addresses.`);
          for (const address of addresses) {
            cases++;
            const problems = await problemsOf(service, place, guard, address);
            const shown = address.slice(0, 60).replace(/[^ -~]/g, '.');
            wrong.push(...problems.map((problem) => `${place.name}, ${shown}: ${problem}`));
          }
        }
        const about = `${cases} cases in ${places.length} places, ${service.opened.length} sockets`;
        return { value: wrong.length, details: [...wrong.slice(0, mostTold), about] };
      }),
  };
}

/** Throws when sockets are not seen, or a followed address would not be. */
async function assertSound(service: Service): Promise<void> {
  const before = service.opened.length;
  await globalThis.fetch(`https://evil.example/${followed}`).catch(() => undefined);
  await globalThis.fetch(`http://127.0.0.1:80/${followed}`).catch(() => undefined);
  const seen = service.opened.slice(before);
  if (!seen.includes('evil.example:443') || !seen.includes('127.0.0.1:80'))
    throw new Error('A planted socket was not seen.');
  if (!service.asked.some((line) => line.includes(`evil.example/${followed}`)))
    throw new Error('A followed address was not seen.');
}

async function problemsOf(
  service: Service,
  place: Place,
  guard: Guard,
  address: string,
): Promise<readonly string[]> {
  const [opened, asked] = [service.opened.length, service.asked.length];
  const known = `${place.trusts}:443`;
  const believed = await place.meet(service, guard, address).catch(() => undefined);
  return [
    ...(believed === undefined ? [] : [believed]),
    ...service.opened
      .slice(opened)
      .filter((socket) => socket !== known)
      .map((socket) => `a socket to ${socket}`),
    ...service.asked
      .slice(asked)
      .filter((line) => line.includes(followed) && !isPageOf(place, line))
      .map(() => 'it was followed'),
  ];
}

/** A next page is asked of Graph itself, wherever the link points. */
const isPageOf = ({ name, trusts }: Place, line: string): boolean =>
  name.startsWith('the next page') && line.split(' ')[1]?.startsWith(`${trusts}/`) === true;
