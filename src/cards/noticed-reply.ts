import type { Announcement } from '../domain/announcement.ts';
import { longDate } from '../domain/calendar.ts';
import { jobWords, type JobWords } from '../domain/job-words.ts';
import { helpFor } from '../domain/help.ts';
import type { Noticed, SlotAsk } from '../domain/noticed.ts';
import type { Profile } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import type { UpstreamFailure, UpstreamKind } from '../domain/upstream.ts';
import { actButton, targetOf } from './buttons.ts';
import type { Fact } from './card.ts';
import { bare, plain } from './plain.ts';
import { entraLink, portalLink } from './portals.ts';
import type { Reply } from './reply.ts';
import { count, dayAndTime } from './time-words.ts';
import type { Tone } from './tone.ts';
import { findingWords } from './watch-words.ts';

type Told = Extract<Announcement, { kind: 'noticed' }>;
type Of<What extends Noticed['what']> = Extract<Noticed, { what: What }>;

/** What Scimitar has noticed between rotations: what it is, why, and what to do. */
export function noticedReply(told: Told): Reply {
  const { noticed } = told;
  switch (noticed.what) {
    case 'job-trouble':
      return jobTrouble(told, noticed);
    case 'job-over':
      return jobOver(told, noticed);
    case 'pulse-trouble':
      return noticed.failure.kind === 'token-refused'
        ? tokenRefused(told, noticed)
        : cannotTry(told, noticed);
    case 'pulse-over':
      return pulseOver(told, noticed);
    case 'old-token':
      return oldToken(told, noticed);
  }
}

const profileIn = ({ connection }: Told): Profile => profileOf(connection.profile);
const connectionFact = ({ connection }: Told): Fact => ({
  title: 'Connection',
  value: plain(connection.name),
});

function jobTrouble(told: Told, { health, grownFrom }: Of<'job-trouble'>): Reply {
  const { connection, cycle, at } = told;
  const profile = profileIn(told);
  const { zone } = connection;
  const words = jobWords(health, at, { profile, zone, harmless: plain });
  const { error } = health.quarantine ?? health.lastCycle ?? {};
  const grown = grownFrom === undefined ? [] : [`There are many more than the ${grownFrom} told before.`];
  return {
    tone: toneOf(words),
    word: grownFrom === undefined ? 'Provisioning' : 'More errors',
    headline: words.headline,
    paragraphs: [
      ...grown,
      `**Cause:** ${words.cause}`,
      `**Next step:** ${words.nextStep}`,
      ...words.outlook,
      'It is told once. The card above shows how the job stands now.',
    ],
    facts: [
      connectionFact(told),
      ...(health.lastCycle === undefined
        ? []
        : [{ title: 'Last cycle', value: dayAndTime(health.lastCycle.began, zone) }]),
      ...(error === undefined ? [] : [{ title: 'Graph code', value: plain(error.code) }]),
    ],
    ...(error === undefined || error.text === '' ? {} : { upstream: error.text }),
    ...(cycle.state === 'open' && asksForToken(words) ? { enter: targetOf(cycle) } : {}),
    links: [entraLink],
    summary: `${bare(connection.name, 40)}: ${bare(words.headline, 75)}`,
  };
}

/** Where a new token would not help its button would mislead. */
const asksForToken = ({ nextStep }: JobWords): boolean => nextStep.includes('new token and enter it');

function toneOf({ finding: { kind } }: JobWords): Tone {
  return kind === 'quarantined' || kind === 'disabled' ? 'attention' : 'warning';
}

function jobOver(told: Told, { was, since, health }: Of<'job-over'>): Reply {
  const { connection } = told;
  const { zone } = connection;
  const cycle = health.lastCycle;
  const proof =
    cycle === undefined
      ? ''
      : ` The cycle of ${dayAndTime(cycle.began, zone)} ended well and wrote ${count(cycle.exported, 'object', 'objects')}.`;
  return {
    tone: 'good',
    word: 'Over',
    headline: `Provisioning of ${plain(connection.name)} runs well again`,
    paragraphs: [
      `Since ${dayAndTime(since, zone)} this thread knew of it: ${findingWords(was)}. That is over.${proof}`,
    ],
    summary: `${bare(connection.name, 50)}: provisioning runs well again`,
  };
}

function tokenRefused(told: Told, { failure, since, times }: Of<'pulse-trouble'>): Reply {
  const { connection, cycle } = told;
  const profile = profileIn(told);
  const { cause, nextStep } = helpFor(failure, profile);
  return {
    tone: 'attention',
    word: 'Saved token refused',
    headline: `${profile.name} does not accept the token that Entra has saved`,
    paragraphs: [
      `Entra has tried the saved token for Scimitar ${count(times, 'time', 'times')} since ${dayAndTime(since, connection.zone)}, with the same answer. Nothing was changed.`,
      `**Cause:** ${cause}`,
      `**Next step:** ${nextStep}`,
    ],
    facts: [connectionFact(told), ...upstreamFacts(failure)],
    upstream: failure.text,
    ...(cycle.state === 'open' ? { enter: targetOf(cycle) } : {}),
    links: [portalLink(profile), entraLink],
    summary: `${bare(connection.name, 40)}: ${bare(profile.name, 40)} refuses the saved token`,
  };
}

const headlines: Readonly<Record<UpstreamKind, (profile: Profile) => string>> = {
  'token-refused': ({ name }) => `${name} does not accept the token that Entra has saved`,
  'wrong-address': ({ name }) => `Entra has not found ${name} at its address for days`,
  'service-down': ({ name }) => `${name} has had trouble of its own for days`,
  'cannot-tell': ({ name }) => `Entra has not reached ${name} for days`,
  'wrong-application': () => 'Entra does not provision this application any more',
  quarantined: () => 'The provisioning job is in quarantine, and the saved token cannot be tried',
  'no-sign-in': () => 'Scimitar cannot sign in to Entra any more',
  'not-permitted': () => 'Scimitar may not look after this connection any more',
  'not-found': () => 'The provisioning job is not there any more',
  'not-propagated': () => 'Entra has not carried out an earlier change for days',
  throttled: () => 'Microsoft Graph has refused the daily try for days',
  unreachable: () => 'Microsoft Graph has not answered the daily try for days',
  settings: () => 'Microsoft Graph cannot try the saved token',
  unknown: () => 'The daily try of the saved token fails',
};

/** Nothing is known of the token: Scimitar cannot do one of its tasks, and somebody should know. */
function cannotTry(told: Told, { failure, since }: Of<'pulse-trouble'>): Reply {
  const { connection } = told;
  const profile = profileIn(told);
  const { cause, nextStep } = helpFor(failure, profile);
  const headline = headlines[failure.kind](profile);
  return {
    tone: 'warning',
    word: 'Daily check',
    headline,
    paragraphs: [
      `Scimitar has not been able to check the saved token since ${dayAndTime(since, connection.zone)}. This says nothing about the token: provisioning may run well.`,
      `**Cause:** ${cause}`,
      `**Next step:** ${nextStep.replace(/enter the same token again|enter the token again/gi, 'wait for the next check, within a day')}`,
    ],
    facts: [connectionFact(told), ...upstreamFacts(failure)],
    upstream: failure.text,
    links: [entraLink],
    summary: `${bare(connection.name, 40)}: ${bare(headline, 75)}`,
  };
}

function pulseOver(told: Told, { kinds, since }: Of<'pulse-over'>): Reply {
  const { connection } = told;
  const refused = kinds.includes('token-refused');
  return {
    tone: 'good',
    word: 'Over',
    headline: refused
      ? `The saved token of ${plain(connection.name)} is accepted again`
      : `The saved token of ${plain(connection.name)} can be checked again, and is accepted`,
    paragraphs: [
      `What this thread was told of since ${dayAndTime(since, connection.zone)} is over: Entra has just tried the saved token, and ${profileIn(told).name} accepts it.`,
    ],
    summary: `${bare(connection.name, 50)}: the saved token is accepted`,
  };
}

const openings: Readonly<Record<SlotAsk, string>> = {
  first: 'Old token',
  again: 'Old token, asked again',
  'next-year': 'Next year’s token',
};

function oldToken(told: Told, { ask, revoke, keep }: Of<'old-token'>): Reply {
  const { connection, cycle } = told;
  const { portal } = profileIn(told);
  const target = targetOf(cycle);
  const blocked = `Next year’s rotation would be blocked: two tokens are listed in ${portal.name}, and it makes no third.`;
  return {
    tone: ask === 'first' ? 'accent' : 'warning',
    word: openings[ask],
    headline: `Is the old token of ${plain(connection.name)} revoked?`,
    paragraphs: [
      ask === 'first'
        ? 'The new token is proven, and three provisioning cycles since have ended well: the old token is not needed any more.'
        : blocked,
      `In ${portal.name}, revoke the token that expires on ${longDate(revoke)}. Keep the one that expires on ${longDate(keep)}: Entra uses it.`,
      `If no token with the first date is listed, or somebody has entered another token in Entra by hand, revoke nothing. A sole token cannot be revoked.`,
      ...(ask === 'first' ? [blocked.replace('would be', 'would otherwise be')] : []),
    ],
    buttons: [
      actButton('I revoked it', { verb: 'old-token-revoked', ...target }),
      actButton(`${portal.name} lists only one token`, { verb: 'old-token-only-one', ...target }),
    ],
    links: [portalLink(profileIn(told))],
    summary: `${bare(connection.name, 50)}: is the old token revoked?`,
  };
}

const upstreamFacts = ({ code, status, requestId }: UpstreamFailure): readonly Fact[] => [
  { title: 'Graph code', value: plain(code) },
  { title: 'HTTP status', value: status === 0 ? 'No answer' : String(status) },
  ...(requestId === undefined ? [] : [{ title: 'Request ID', value: plain(requestId) }]),
];
