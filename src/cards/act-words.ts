import { clockTime, longDate, type TimeZone } from '../domain/calendar.ts';
import type { Act } from '../domain/cycle.ts';
import type { Person } from '../domain/ids.ts';
import { plain } from './plain.ts';
import { daysLeftWords } from './time-words.ts';

const who = ({ name }: Person): string => plain(name, 60);

const failures: Readonly<Record<Extract<Act, { kind: 'failed' }>['why'], string>> = {
  'token-refused': 'the service did not accept the token',
  'cannot-tell': 'Entra could not test the token',
  'not-permitted': 'the bot lacks a right in Entra',
  'not-found': 'the provisioning job was not found',
  throttled: 'Graph had too many requests',
  unreachable: 'Graph did not answer',
  settings: 'the settings beside the token could not be kept',
  unknown: 'Graph gave an unknown answer',
  'not-allowed': 'the right to rotate was missing or could not be confirmed',
  bug: 'something went wrong in Scimitar',
};

/** One act of the story in words, without its time. Ready for a TextBlock. */
export function actWords(act: Act, zone: TimeZone): string {
  switch (act.kind) {
    case 'watched':
      return `${who(act.by)} started watching this connection; the token expires on ${longDate(act.expiresOn)}`;
    case 'reminded':
      return `Reminder sent: ${lowerFirst(daysLeftWords(act.rung))}`;
    case 'claimed':
      return `${who(act.by)} took this on`;
    case 'snoozed':
      return `${who(act.by)} snoozed the reminders until ${longDate(act.until)}`;
    case 'entered':
      return `${who(act.by)} entered a token${act.testOnly ? ' for a test only' : ''}; testing`;
    case 'tested':
      return `The token of ${who(act.by)} passed the test; nothing was changed`;
    case 'failed':
      return `The attempt of ${who(act.by)} failed: ${failures[act.why]}`;
    case 'interrupted':
      return `The attempt of ${who(act.by)} was interrupted`;
    case 'applied':
      return `The token of ${who(act.by)} was applied and tested; it expires on ${longDate(act.expiresOn)}`;
    case 'proven':
      return `Proven by the provisioning cycle of ${clockTime(act.cycleBegan, zone)}`;
    case 'not-proven':
      return 'Not proven yet: no good provisioning cycle since the save';
    case 'refused':
      return `${who(act.by)} was refused: no right to ${act.what === 'rotate' ? 'rotate this token' : 'set up'}`;
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
