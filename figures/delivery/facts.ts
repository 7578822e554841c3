import { addDays, dateIn, utc, type Moment } from '../../src/domain/calendar.ts';
import { weekOf } from '../../src/domain/channel-settings.ts';
import { placeOf, type Watched } from '../town.ts';
import type { Fact } from './verdict.ts';

/**
 * All that has to be said from the day on which the tokens run out, when nobody acts: a reminder on each day, the first
 * with the card; the owner and the manager once a day has passed; and the digest of each Monday.
 */
export function factsOf(begins: Moment, days: number, watched: readonly Watched[]): readonly Fact[] {
  const first = dateIn(utc, begins);
  const dates = Array.from({ length: days }, (_, past) => addDays(first, past));
  const mondays = dates.filter((date) => date > first && weekOf(date) === date);
  const channels = [...new Set(watched.map(({ channel }) => placeOf(channel).channelId))];
  const digests = channels.flatMap((channel) => mondays.map((week) => ({ name: `digest.${week}`, channel })));
  const told = watched.flatMap(({ cycle, channel }) => {
    const { channelId } = placeOf(channel);
    const card = `${cycle}.rung.0`;
    const replies = dates.slice(1).map((_, past) => `${cycle}.rung.${-past - 1}`);
    const people = days > 1 ? ['owner', 'manager'] : [];
    return [
      { name: card, channel: channelId },
      ...replies.map((name) => ({ name, channel: channelId, under: card })),
      ...people.map((step) => ({ name: `${cycle}.${step}`, channel: undefined })),
    ];
  });
  return [...digests, ...told];
}
