import { addMilliseconds, longMoment, minutes, seconds, utc, type Moment } from './calendar.ts';
import type { Check, CheckVerdict } from './checkup.ts';
import { helpFor } from './help.ts';
import { jobWords } from './job-words.ts';
import type { OptionalPermission, Permission } from './permissions.ts';
import { profileOf } from './profiles/all.ts';
import type { Advice } from './settings.ts';

/** A check as people are told it: what was found, and what to do when that is not as it should be. */
export interface CheckWords {
  readonly verdict: CheckVerdict;
  readonly found: string;
  readonly fix?: string;
}

export interface AboutCheck {
  readonly now: Moment;
  /** The client id of the bot's identity, for what is copied. */
  readonly botId: string;
  /** Makes a text from outside harmless where the words will stand. */
  readonly harmless: (text: string) => string;
}

type Words<Kind extends Check['kind']> = (
  check: Extract<Check, { kind: Kind }>,
  about: AboutCheck,
) => CheckWords;

/** Teams' tokens are taken when the clocks are five minutes apart at most. Source: docs/security.md. */
const clocksApart = minutes(5);
const clocksNoticed = seconds(30);
/** The bot looks four times a minute, and writes it down every five minutes. */
const looksAgain = minutes(15);

const services = { graph: 'Microsoft Graph', teams: 'Teams' } as const;

const words: { readonly [Kind in Check['kind']]: Words<Kind> } = {
  'sign-in': ({ to, failed }, { botId }) =>
    failed === undefined
      ? { verdict: 'well', found: `The bot can sign in for ${services[to]}.` }
      : {
          verdict: 'wrong',
          found: `The bot cannot sign in for ${services[to]}: ${failed}.`,
          fix: fixOfSignIn(failed, botId),
        },
  clock: ({ ahead }) => {
    if (ahead === undefined)
      return { verdict: 'unknown', found: 'Graph did not answer, so the clock was not compared.' };
    const apart = Math.abs(ahead);
    if (apart < clocksNoticed) return { verdict: 'well', found: 'The clock of this machine is right.' };
    return {
      verdict: apart < clocksApart ? 'advice' : 'wrong',
      found: `The clock of this machine is ${Math.round(apart / 1000)} seconds ${ahead > 0 ? 'ahead of' : 'behind'} Microsoft’s${apart < clocksApart ? '' : ', so what Teams sends is turned away'}.`,
      fix: 'Let the machine set its clock by a time server (NTP).',
    };
  },
  permission: ({ permission, granted, isNeeded }, { botId }) => {
    if (granted === 'unknown')
      return { verdict: 'unknown', found: `Whether ${permission} is granted the sign-in does not tell.` };
    if (granted)
      return { verdict: 'well', found: `${permission} is granted, or another that does the same.` };
    const fix = grant(permission, botId);
    return isNeeded
      ? { verdict: 'wrong', found: `${permission} is not granted: ${needs[permission]}`, fix }
      : { verdict: 'advice', found: `${permission} is not granted: ${needs[permission]}`, fix };
  },
  connections: ({ found, unwatched }, { harmless }) => {
    if (found.length === 0)
      return {
        verdict: 'wrong',
        found: 'No enterprise application was found that provisions to Apple and that the bot may see.',
        fix: 'In Entra, the application’s Provisioning has to have Apple’s tenant URL. With Application.ReadWrite.OwnedBy the bot’s identity has to be its owner: bash infra/grant-permissions.sh --identity <BOT_ID> --app <the application’s object ID>. The kind of sign-in that Apple sets up by itself (OpenID Connect) needs no token and no Scimitar.',
      };
    const names = (some: typeof found): string => some.map(({ name }) => harmless(name)).join(', ');
    return unwatched.length === 0
      ? { verdict: 'well', found: `All that provisions to Apple is watched: ${names(found)}.` }
      : {
          verdict: 'advice',
          found: `Nobody watches ${names(unwatched)}.`,
          fix: 'In Teams, in the channel that should get the reminders, press “Find the connections” on the card of the welcome.',
        };
  },
  'not-found-out': ({ upstream }) => {
    const { cause, nextStep } = helpFor(upstream);
    return { verdict: 'wrong', found: `The connections could not be looked for. ${cause}`, fix: nextStep };
  },
  job: ({ connection, health }, { now, harmless }) => {
    const { zone, name, profile } = connection;
    const told = jobWords(health, now, { profile: profileOf(profile), zone, harmless });
    const runs = told.finding.kind === 'well' || told.finding.kind === 'entry-errors';
    return {
      verdict: runs ? 'well' : 'wrong',
      found: `${harmless(name)}: ${told.headline}.${runs ? '' : ` ${told.cause}`}`,
      ...(runs ? {} : { fix: told.nextStep }),
    };
  },
  'job-unknown': ({ connection, upstream }, { harmless }) => {
    const { cause, nextStep } = helpFor(upstream, profileOf(connection.profile));
    return {
      verdict: 'wrong',
      found: `${harmless(connection.name)}: its provisioning could not be read. ${cause}`,
      fix: nextStep,
    };
  },
  settings: ({ connection, advice }, { harmless }) => {
    const name = harmless(connection.name);
    return advice.length === 0
      ? { verdict: 'well', found: `${name}: Entra tells of quarantines, and stops mass deletions.` }
      : {
          verdict: 'advice',
          found: `${name}: ${advice.map((one) => advised[one].found).join(' ')}`,
          fix: `In Entra’s admin centre: Entra ID, Enterprise apps, ${name}, Provisioning, Settings: ${advice.map((one) => advised[one].set).join('; ')}.`,
        };
  },
  channel: ({ connection, isThere }, { harmless }) => {
    const { channelName, teamName } = connection.place;
    const where = `the channel ${harmless(channelName)} of ${harmless(teamName)}`;
    return isThere
      ? { verdict: 'well', found: `${harmless(connection.name)}: the bot is in ${where}.` }
      : {
          verdict: 'wrong',
          found: `${harmless(connection.name)}: Teams does not show the bot ${where}.`,
          fix: 'Add Scimitar to the team again, or say @Scimitar remind-here in the channel that should get the reminders. When Teams did not answer just now, ask again.',
        };
  },
  looks: ({ last }, { now }) => {
    if (last === undefined)
      return {
        verdict: 'wrong',
        found: 'The bot has not looked at what is due with this store yet.',
        fix: 'Start the bot, with the same SCIMITAR_STORE as here. It looks first 40 seconds after its start.',
      };
    return addMilliseconds(last, looksAgain) >= now
      ? { verdict: 'well', found: 'The bot runs, and looks at what is due.' }
      : {
          verdict: 'wrong',
          found: `The bot looked at what is due last on ${longMoment(last, utc)} (UTC).`,
          fix: 'Start it, or see in its log why it does not look: docs/run.md. It has to use the same SCIMITAR_STORE as here.',
        };
  },
  store: ({ why }) => ({ verdict: 'wrong', found: why, fix: 'See SCIMITAR_STORE in docs/settings.md.' }),
};

/** A check in words. */
export const checkWords = (check: Check, about: AboutCheck): CheckWords =>
  (words[check.kind] as Words<Check['kind']>)(check, about);

/** What does not work, or less well, without it. */
const needs: Readonly<Record<Permission, string>> = {
  'Application.ReadWrite.OwnedBy':
    'without it, or Synchronization.ReadWrite.All, no token can be tested or saved.',
  'Synchronization.Read.All': 'without it nobody sees whether provisioning runs.',
  'Application.Read.All': 'without it no connection is found.',
  'User.Read.All': 'without it nobody’s account can be looked at, so nobody may do anything.',
  'GroupMember.Read.All': 'without it nobody is known to be in a group, so no group has its role.',
  'TeamworkTag.Read.All': 'reminders can call a person, and no tag.',
  'ChannelMessage.Read.All':
    'when Teams’ answer is lost a message may stand in the channel twice, until the bot learns of it.',
  'AuditLog.Read.All':
    'a token that somebody enters in Entra is not noticed, and nobody is named for what changes there.',
} satisfies Record<Permission | OptionalPermission, string>;

const grant = (permission: Permission, botId: string): string =>
  permission === 'Application.ReadWrite.OwnedBy' ||
  permission === 'Application.Read.All' ||
  permission === 'User.Read.All' ||
  permission === 'GroupMember.Read.All'
    ? `bash infra/grant-permissions.sh --identity ${botId} --app <the enterprise application>`
    : permission === 'Synchronization.Read.All'
      ? 'Grant it to the bot’s identity as an application permission of Microsoft Graph: docs/permissions.md, delegated rights.'
      : `bash infra/grant-permissions.sh --identity ${botId} --app <the enterprise application> --with ${permission}`;

const advised: Readonly<Record<Advice, { readonly found: string; readonly set: string }>> = {
  'no-mail': {
    found: 'Entra tells nobody by e-mail when it quarantines the job.',
    set: '“Send an email notification when a failure occurs”, with an address',
  },
  'no-address': {
    found: 'Entra’s e-mail about a quarantine has no address.',
    set: '“Notification Email”',
  },
  'no-guard': {
    found: 'Nothing stops a cycle that would delete a great many accounts.',
    set: '“Prevent accidental deletion”, with a threshold',
  },
};

/** Entra's numbers. Source: Microsoft's list of AADSTS error codes. */
const fixesOfSignIn: readonly (readonly [RegExp, (botId: string) => string])[] = [
  [
    /^AADSTS70002(?:15|22)$/,
    () => 'Make a new client secret for the bot’s app registration, and set BOT_PASSWORD to its value.',
  ],
  [
    /^AADSTS(?:700027|1000502)$/,
    () =>
      'Upload the certificate of AZURE_CLIENT_CERTIFICATE_PATH to the bot’s app registration, or make a new one that is valid.',
  ],
  [
    /^AADSTS(?:700016|90002)$/,
    (botId) => `Compare BOT_ID (${botId}) and BOT_TENANT_ID with what Entra shows for the app registration.`,
  ],
  [
    /^CredentialUnavailable/,
    (botId) =>
      `Assign the user-assigned managed identity to what Scimitar runs in: its client id has to be BOT_ID (${botId}).`,
  ],
  [
    /CERT|SIGNATURE/,
    () =>
      'Something on the way answers with a certificate of its own: let Microsoft’s hosts pass it unopened, or name its authority’s PEM file in NODE_EXTRA_CA_CERTS.',
  ],
];

const fixOfSignIn = (why: string, botId: string): string =>
  fixesOfSignIn.find(([pattern]) => pattern.test(why))?.[1](botId) ??
  'Let this machine reach Entra’s sign-in on port 443: docs/run.md, “When it stays silent”, lists the hosts.';
