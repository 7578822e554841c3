import type { Connection } from '../domain/connection.ts';
import { advices, type Advice } from '../domain/settings.ts';
import type { Fact } from './card.ts';
import { plain } from './plain.ts';
import { allOf, capital } from './time-words.ts';

/** Where an administrator finds a connection's provisioning in Entra's admin centre. */
export const entraPath = ({ name }: Connection): string =>
  `Entra ID, Enterprise apps, ${plain(name)}, Provisioning`;

/** What is missing, and where it is set. The names in quotation marks are those of Entra's admin centre. */
const words: Readonly<
  Record<Advice, { readonly what: string; readonly how: string; readonly short: string }>
> = {
  'no-mail': {
    what: 'Entra tells nobody by e-mail when it quarantines this job.',
    how: '“Send an email notification when a failure occurs”, with an address',
    short: 'no quarantine e-mail',
  },
  'no-address': {
    what: 'Entra’s e-mail about a quarantine is switched on and has no address.',
    how: '“Notification Email”',
    short: 'no address for quarantine e-mails',
  },
  'no-guard': {
    what: 'Nothing stops a provisioning cycle that would delete a great many accounts by mistake.',
    how: '“Prevent accidental deletion”, with a threshold',
    short: 'no deletion guard',
  },
};

export const adviceParagraphs = (advice: readonly Advice[], connection: Connection): readonly string[] =>
  advice.map(
    (one) =>
      `Advice: ${words[one].what} Set it in Entra: ${entraPath(connection)}, Settings, ${words[one].how}. Scimitar leaves it as it is.`,
  );

/** In a list of connections: how it is set is said once, below. */
export const adviceFacts = (advice: readonly Advice[]): readonly Fact[] =>
  advice.length === 0
    ? []
    : [{ title: 'Advice', value: capital(allOf(advice.map((one) => words[one].short))) }];

export const adviceFoot = (advice: readonly Advice[]): readonly string[] => {
  const missing = advices.filter((one) => advice.includes(one));
  return missing.length === 0
    ? []
    : [
        `What is advised is set in Entra: Entra ID, Enterprise apps, the application, Provisioning, Settings: ${allOf(missing.map((one) => words[one].how))}. Scimitar leaves it as it is.`,
      ];
};
