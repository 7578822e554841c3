import type { ChangedBy, Changer } from '../domain/audit-event.ts';
import { clockTime, dateIn, type Moment, type TimeZone } from '../domain/calendar.ts';
import { plain } from './plain.ts';
import { allOf, capital, dayAndTime } from './time-words.ts';

const mostChangers = 5;

/** Who changed something in Entra, in the middle of a sentence. */
export function changerWords(by: Changer, harmless: typeof plain = plain): string {
  switch (by.kind) {
    case 'person':
      return harmless(by.person.name, 60);
    case 'scimitar':
      return 'Scimitar';
    case 'app':
      return `the application ${harmless(by.name, 60)}`;
    case 'unknown':
      return 'somebody';
  }
}

/** Everybody who did, each once, at the beginning of a sentence. */
export function changersWords(changes: readonly ChangedBy[], harmless: typeof plain = plain): string {
  const names = [...new Set(changes.map(({ by }) => changerWords(by, harmless)))];
  return names.length === 0 ? 'Somebody' : capital(allOf(names.slice(-mostChangers)));
}

/** Who did `what` and when, a sentence each; the day only where it is another than the one on which this is said. */
export const changeSentences = (
  changes: readonly ChangedBy[],
  what: string,
  zone: TimeZone,
  saidAt: Moment,
): string =>
  changes
    .slice(-mostChangers)
    .map(({ by, at }) => {
      const sameDay = dateIn(zone, at) === dateIn(zone, saidAt);
      const when = sameDay ? `at ${clockTime(at, zone)}` : `on ${dayAndTime(at, zone)}`;
      return `${capital(changerWords(by))} ${what} ${when}.`;
    })
    .join(' ');
