import type { Announcement } from '../domain/announcement.ts';
import { addDays, clockTime, longDate } from '../domain/calendar.ts';
import type { ExpirySource } from '../domain/connection.ts';
import { daysEarlier, lastQuietRung } from '../domain/ladder.ts';
import type { Profile } from '../domain/profile.ts';
import { plain } from './plain.ts';
import { capital, daysLeftWords } from './time-words.ts';
import { labelOf, type Tone } from './tone.ts';

export interface Headline {
  readonly tone: Tone;
  readonly label: string;
  readonly headline: string;
  readonly explanation: string;
}

/** Entra disables a quarantined job four weeks after the first failure. Source: Microsoft's page on quarantine. */
export const disabledAfterDays = 28;

type Facts = Pick<Extract<Announcement, { kind: 'cycle' }>, 'connection' | 'cycle' | 'daysLeft'>;

/** Where a cycle stands: a symbol and a word, a headline, and what it means and asks for. */
export function headlineOf({ connection, cycle, daysLeft }: Facts, profile: Profile): Headline {
  if (cycle.replacedInPortal === true)
    return headline(
      'good',
      'Done',
      'Replaced in Entra',
      `A new token was entered in Entra and expires on ${longDate(connection.expiresOn)}. Keep the old one in ${profile.portal.name} until a provisioning cycle has ended well.`,
    );
  if (cycle.state === 'closed')
    return headline(
      'good',
      'Done',
      'Replaced and proven',
      `The new token works and expires on ${longDate(connection.expiresOn)}. When the old one is not needed any more, this thread asks for it to be revoked in ${profile.portal.name}.`,
    );
  if (cycle.attempt !== undefined)
    return headline(
      'accent',
      'Under way',
      'Testing the new token',
      `${plain(cycle.attempt.by.name, 60)} entered a token at ${clockTime(cycle.attempt.since, connection.zone)}. The result comes as a reply.`,
    );
  if (cycle.state === 'handed-in')
    return headline(
      'accent',
      'Under way',
      'Applied and tested, waiting for proof',
      `The new token is saved in Entra. Keep the old one in ${profile.portal.name} until a provisioning cycle has proven the new one.`,
    );
  const { tone, word } = urgencyOf(daysLeft, connection.expirySource);
  return headline(tone, word, daysLeftWords(daysLeft), meaningOf(daysLeft, cycle.expiresOn, profile));
}

const headline = (tone: Tone, word: string, text: string, explanation: string): Headline => ({
  tone,
  label: labelOf(tone, word),
  headline: text,
  explanation,
});

/** From so many days on the tone rises. */
const soon = 21;

/** How pressing a number of days is: the days that are never quiet shout. A date that nobody vouches for comes earlier. */
export function urgencyOf(
  daysLeft: number,
  source: ExpirySource,
): { readonly tone: Tone; readonly word: string } {
  if (daysLeft < 0) return { tone: 'attention', word: 'Expired' };
  if (daysLeft <= lastQuietRung(source)) return { tone: 'attention', word: 'Urgent' };
  return daysLeft <= soon + daysEarlier(source)
    ? { tone: 'warning', word: 'Soon' }
    : { tone: 'accent', word: 'In good time' };
}

/** What becomes of people without a token that works. */
export const harm = 'new people get no account and leavers keep theirs';

/** What so many days mean for the people who wait for their accounts, and what to do. */
export function meaningOf(
  daysLeft: number,
  expiresOn: Facts['cycle']['expiresOn'],
  { portal }: Profile,
): string {
  const act = `Make a new token in ${portal.name} and enter it here.`;
  if (daysLeft >= 0)
    return `The secret token with which Entra provisions ${portal.name} runs out on ${longDate(expiresOn)}. ${act} The old one works meanwhile.`;
  return daysLeft >= -disabledAfterDays
    ? `Entra can no longer provision ${portal.name}. ${capital(harm)}. Around ${longDate(addDays(expiresOn, disabledAfterDays))} Entra disables the job. ${act}`
    : `Entra has probably disabled the job. ${capital(harm)}. ${act} Scimitar starts the job again after the save.`;
}
