import type { RotationAnnouncement } from '../domain/announcement.ts';
import { dateIn, longDate } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import { helpFor } from '../domain/help.ts';
import type { Profile } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import type { Refused, Stage } from '../domain/rotation.ts';
import type { UpstreamFailure, UpstreamKind } from '../domain/upstream.ts';
import type { Fact } from './card.ts';
import { bare, plain } from './plain.ts';
import { entraLink, portalLink } from './portals.ts';
import type { Reply } from './reply.ts';
import { attemptFacts, fingerprintFact } from './rotation-replies.ts';

/** An attempt that ended with a no: what happened, what it left behind, why, and what to do. */
export function refusedReply({
  connection,
  rotation,
}: Extract<RotationAnnouncement, { kind: 'refused' }>): Reply {
  const profile = profileOf(connection.profile);
  const headline = headlineOf(rotation, profile);
  const { upstream, stage } = rotation;
  return {
    tone: 'attention',
    word: stageWords[stage],
    headline,
    paragraphs: [leftBehind(stage, connection, rotation, profile), ...whyAndWhatNow(rotation, profile)],
    facts: [...attemptFacts(connection, rotation), fingerprintFact(rotation), ...upstreamFacts(upstream)],
    ...(upstream === undefined ? {} : { upstream: upstream.text }),
    ...(rotation.why === 'not-allowed'
      ? {}
      : { enter: { connection: connection.id, cycle: rotation.cycle } }),
    links: rotation.why === 'upstream' ? [portalLink(profile), entraLink] : [],
    summary: `${bare(connection.name, 40)}: ${bare(headline, 70)}`,
  };
}

const stageWords: Readonly<Record<Stage, string>> = {
  testing: 'Nothing was changed',
  saving: 'Entra may hold the new token',
  checking: 'Saved, but not confirmed',
};

function headlineOf(rotation: Refused, profile: Profile): string {
  switch (rotation.why) {
    case 'upstream':
      return upstreamHeadlines[rotation.upstream?.kind ?? 'unknown'](profile);
    case 'not-allowed':
      return 'The right to rotate could not be confirmed';
    case 'bug':
      return 'The attempt ended with an error in Scimitar';
  }
}

const upstreamHeadlines: Readonly<Record<UpstreamKind, (profile: Profile) => string>> = {
  'token-refused': ({ name }) => `${name} did not accept the token`,
  'cannot-tell': () => 'Entra could not test the token',
  'not-permitted': () => 'Microsoft Graph did not allow it',
  'not-found': () => 'The provisioning job was not found',
  throttled: () => 'Microsoft Graph had too many requests',
  unreachable: () => 'Microsoft Graph did not answer',
  settings: () => 'The settings beside the token could not be kept',
  unknown: () => 'Microsoft Graph gave an unknown answer',
};

function leftBehind(
  stage: Stage,
  connection: Connection,
  { startedAt }: Refused,
  { portal }: Profile,
): string {
  const keep = `Do not revoke the old token in ${portal.name}.`;
  switch (stage) {
    case 'testing': {
      const stillValid = dateIn(connection.zone, startedAt) <= connection.expiresOn;
      const until = stillValid
        ? `, which is valid until ${longDate(connection.expiresOn)}`
        : ', which has expired';
      return `Nothing was changed: Entra still holds the old token${until}.`;
    }
    case 'saving':
      return `The token passed the test, but the save was not confirmed: Entra may hold the new token or the old one. ${keep} Entering the same token again is safe.`;
    case 'checking':
      return `The new token passed the test and is saved in Entra. Only the check after the save did not pass. ${keep}`;
  }
}

function whyAndWhatNow({ why, upstream, by }: Refused, profile: Profile): readonly string[] {
  switch (why) {
    case 'upstream': {
      if (upstream === undefined) return ['Enter the token again; entering the same one is safe.'];
      const { cause, nextStep } = helpFor(upstream, profile);
      return [`**Cause:** ${cause}`, `**Next step:** ${nextStep}`];
    }
    case 'not-allowed':
      return [
        `**Cause:** Entra did not confirm, before the change, that ${plain(by.name, 60)} may rotate tokens.`,
        '**Next step:** Somebody with the right enters the token, or the right is given and the token is entered again.',
      ];
    case 'bug':
      return [
        '**Cause:** Something unforeseen happened in Scimitar itself. Its log has the details.',
        '**Next step:** Enter the token again; entering the same one is safe. If it happens again, tell whoever runs Scimitar.',
      ];
  }
}

/** The search in Entra that ended with a no. */
export function discoveryFailedReply(upstream: UpstreamFailure): Reply {
  const { cause, nextStep } = helpFor(upstream);
  const headline = 'The search in Entra did not succeed';
  return {
    tone: 'warning',
    word: 'Nothing was changed',
    headline,
    paragraphs: [`**Cause:** ${cause}`, `**Next step:** ${nextStep}`],
    facts: upstreamFacts(upstream),
    upstream: upstream.text,
    links: [entraLink],
    summary: headline,
  };
}

function upstreamFacts(upstream: UpstreamFailure | undefined): readonly Fact[] {
  if (upstream === undefined) return [];
  const { status, code, requestId } = upstream;
  return [
    { title: 'Graph code', value: plain(code) },
    { title: 'HTTP status', value: status === 0 ? 'No answer' : String(status) },
    ...(requestId === undefined ? [] : [{ title: 'Request ID', value: plain(requestId) }]),
  ];
}
