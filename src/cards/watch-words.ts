import type { TimeZone } from '../domain/calendar.ts';
import { longDate } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { Finding, FindingKind } from '../domain/job-finding.ts';
import type { Profile } from '../domain/profile.ts';
import type { KnownToken, Ledger, TokenUse } from '../domain/slots.ts';
import type { UpstreamKind } from '../domain/upstream.ts';
import type { Fact } from './card.ts';
import { plain } from './plain.ts';
import { count, dayAndTime } from './time-words.ts';

const findings: Readonly<Record<FindingKind, string>> = {
  well: 'running well',
  'entry-errors': 'some objects cannot be written',
  'cycles-fail': 'the cycles fail',
  stalled: 'no cycle begins',
  'never-ran': 'has never run',
  'not-configured': 'not set up any more',
  paused: 'paused',
  disabled: 'disabled',
  quarantined: 'in quarantine',
};

/** `in quarantine (TooManyDeletes)`. */
export const findingWords = ({ kind, reason }: Finding, harmless: typeof plain = plain): string =>
  `${findings[kind]}${reason === undefined ? '' : ` (${harmless(reason)})`}`;

const outcomes: Readonly<Record<UpstreamKind, (profile: Profile) => string>> = {
  'token-refused': ({ name }) => `refused by ${name}`,
  'wrong-address': ({ name }) => `Entra did not find ${name} at its address`,
  'service-down': ({ name }) => `${name} had trouble of its own`,
  'cannot-tell': ({ name }) => `Entra could not reach ${name}`,
  'wrong-application': () => 'Entra does not provision this application',
  quarantined: () => 'the job is in quarantine',
  'no-sign-in': () => 'Scimitar could not sign in',
  'not-permitted': () => 'Graph did not allow the try',
  'not-found': () => 'the job was not found',
  'not-propagated': () => 'Entra was still at an earlier change',
  throttled: () => 'Graph had too many requests',
  unreachable: () => 'Graph did not answer',
  settings: () => 'Graph did not accept the settings',
  unknown: () => 'Graph gave an unknown answer',
};

/** The last daily try of the token that Entra has saved. None before the first. */
export function triedFacts(
  { tried }: Pick<Connection, 'tried'>,
  profile: Profile,
  zone: TimeZone,
): readonly Fact[] {
  if (tried === undefined) return [];
  const { at, refused, times } = tried;
  const outcome = refused === undefined ? `accepted by ${profile.name}` : outcomes[refused](profile);
  const row = refused !== undefined && times > 1 ? `, ${times} times in a row` : '';
  return [{ title: 'Saved token', value: `Tried on ${dayAndTime(at, zone)}: ${outcome}${row}` }];
}

const uses: Readonly<Record<TokenUse, string>> = {
  'in-use': 'in use',
  replaced: 'replaced',
  spare: 'only tested',
  refused: 'not accepted',
};

/** The service's slots, as far as Scimitar can know: it cannot ask the service. */
export function slotFactsOf(ledger: Ledger | undefined, { portal }: Profile): readonly Fact[] {
  if (ledger === undefined) return [];
  const listed = ledger.tokens.filter(({ listed }) => listed === 'yes');
  const perhaps = ledger.tokens.filter(({ listed }) => listed === 'perhaps');
  if (listed.length + perhaps.length === 0) return [];
  const number =
    listed.length > ledger.slots
      ? `More than ${ledger.slots} are known; one of them is gone`
      : `${listed.length} of ${ledger.slots} taken, as far as Scimitar knows`;
  const words = listed.slice(0, mostTokens).map(tokenWords).join('; ');
  const unsure =
    perhaps.length === 0 ? '' : `. Perhaps also ${count(perhaps.length, 'token', 'tokens')} not accepted`;
  return [{ title: `Tokens in ${portal.name}`, value: `${number}: ${words}${unsure}` }];
}
const mostTokens = 4;

const tokenWords = ({ use, fingerprint, expiresOn, isExact, proven }: KnownToken): string =>
  [
    uses[use],
    ...(proven ? ['proven'] : []),
    fingerprint === undefined ? 'made before Scimitar' : `fingerprint ${plain(fingerprint, 12)}`,
    ...(use === 'spare' ? [] : [`expires on ${longDate(expiresOn)}${isExact ? '' : ' as somebody read it'}`]),
  ].join(', ');
