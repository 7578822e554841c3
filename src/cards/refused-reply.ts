import type { RotationAnnouncement } from '../domain/announcement.ts';
import type { ApprovalObstacle } from '../domain/approval.ts';
import { dateIn, longDate, yearOf } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import { helpFor, type Explained } from '../domain/help.ts';
import type { Profile } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import type { Refused, Stage } from '../domain/rotation.ts';
import { notWrittenDown, type UpstreamFailure, type UpstreamKind } from '../domain/upstream.ts';
import type { Fact } from './card.ts';
import { reasonWords } from './freeze-words.ts';
import { whereToClick } from './help-topics.ts';
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
  const { upstream } = rotation;
  const help = upstream === undefined ? undefined : helpFor(upstream, profile);
  // What was never sent has changed nothing.
  const stage = upstream?.sent === false ? 'testing' : rotation.stage;
  return {
    tone: 'attention',
    word: stageWords[stage],
    headline,
    paragraphs: [
      leftBehind(stage, connection, rotation, profile),
      ...whyAndWhatNow(rotation, connection, help),
    ],
    facts: [
      ...attemptFacts(connection, rotation),
      fingerprintFact(rotation),
      ...upstreamFacts(upstream, help),
    ],
    ...(upstream === undefined ? {} : { upstream: upstream.text }),
    ...(rotation.why === 'not-allowed' || rotation.why === 'frozen'
      ? {}
      : { enter: { connection: connection.id, cycle: rotation.cycle } }),
    buttons: help === undefined ? [] : whereToClick(help.topic, yearOf(rotation.startedAt), profile),
    links:
      rotation.why === 'upstream'
        ? [portalLink(profile), entraLink, ...(help?.topic.links.slice(0, 1) ?? [])]
        : [],
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
      return rotation.upstream?.code === notWrittenDown.code
        ? 'Scimitar could not write its audit trail'
        : upstreamHeadlines[rotation.upstream?.kind ?? 'unknown'](profile);
    case 'not-allowed':
      return 'Whoever entered the token may not rotate any more';
    case 'right-unknown':
      return 'The right to rotate could not be confirmed';
    case 'frozen':
      return 'Frozen meanwhile: nothing was saved';
    case 'not-approved':
      return 'No second person agreed to it any more: nothing was saved';
    case 'bug':
      return 'The attempt ended with an error in Scimitar';
  }
}

const upstreamHeadlines: Readonly<Record<UpstreamKind, (profile: Profile) => string>> = {
  'token-refused': ({ name }) => `${name} did not accept the token`,
  'wrong-address': () => 'The tenant URL leads nowhere',
  'service-down': ({ name }) => `${name} has trouble of its own`,
  'cannot-tell': () => 'Entra could not test the token',
  'wrong-application': () => 'This enterprise application cannot be provisioned',
  quarantined: () => 'The provisioning job is in quarantine',
  'no-sign-in': () => 'Scimitar could not sign in to Entra',
  'not-permitted': () => 'Microsoft Graph did not allow it',
  'not-found': () => 'The provisioning job was not found',
  'not-propagated': () => 'Entra still carries out an earlier change',
  throttled: () => 'Microsoft Graph had too many requests',
  unreachable: () => 'Microsoft Graph did not answer',
  settings: () => 'The settings beside the token could not be kept',
  unknown: () => 'Microsoft Graph gave an unknown answer',
};

function leftBehind(
  stage: Stage,
  connection: Connection,
  { startedAt, confirmedBy }: Refused,
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
      return `The new token passed the test and is saved in Entra${confirmedBy === undefined ? '' : ', as Entra’s audit log shows'}. Only the check after the save did not pass. ${keep}`;
  }
}

function whyAndWhatNow(
  { why, by, freeze, obstacle }: Refused,
  { name }: Connection,
  help: Explained | undefined,
): readonly string[] {
  switch (why) {
    case 'upstream':
      return help === undefined
        ? ['Enter the token again; entering the same one is safe.']
        : [`**Cause:** ${help.cause}`, `**Next step:** ${help.nextStep}`];
    case 'not-allowed':
      return [
        `**Cause:** When Entra was asked again, before the change, ${plain(by.name, 60)} had no right to rotate any more.`,
        '**Next step:** Somebody with the right enters the token, or the right is given and the token is entered again.',
      ];
    case 'right-unknown':
      return [
        `**Cause:** Entra did not say in time, before the change, whether ${plain(by.name, 60)} may still rotate. No answer counts as no.`,
        '**Next step:** Enter the token again in a few minutes; entering the same one is safe.',
      ];
    case 'frozen':
      return freeze === undefined
        ? []
        : [
            `**Cause:** The connection was frozen after the token was entered, by ${plain(freeze.by.name, 60)}, until ${longDate(freeze.until)}. The reason: “${reasonWords(freeze)}”.`,
            `**Next step:** Enter the token again when that day is over, or when somebody who may set up has lifted the freeze: say unfreeze ${plain(name)}.`,
          ];
    case 'not-approved':
      return [
        `**Cause:** ${obstacles[obstacle ?? 'missing']}`,
        '**Next step:** Press the button for a new token: Scimitar asks for a second person again where one is needed. Entering the same token again is safe.',
      ];
    case 'bug':
      return [
        '**Cause:** Something unforeseen happened in Scimitar itself. Its log has the details.',
        '**Next step:** Enter the token again; entering the same one is safe. If it happens again, tell whoever runs Scimitar.',
      ];
  }
}

const obstacles: Readonly<Record<ApprovalObstacle, string>> = {
  missing: 'Since the dialog was opened, the settings ask for a second person.',
  withdrawn: 'The second person took the agreement back before the token was saved.',
  'no-right': 'When Entra was asked again, before the change, whoever had agreed had no right to any more.',
  unknown:
    'Entra did not say in time, before the change, whether whoever had agreed still may. No answer counts as no.',
};

/** The search in Entra that ended with a no. */
export function discoveryFailedReply(upstream: UpstreamFailure): Reply {
  const help = helpFor(upstream);
  const headline = 'The search in Entra did not succeed';
  return {
    tone: 'warning',
    word: 'Nothing was changed',
    headline,
    paragraphs: [`**Cause:** ${help.cause}`, `**Next step:** ${help.nextStep}`],
    facts: upstreamFacts(upstream, help),
    upstream: upstream.text,
    links: [entraLink, ...help.topic.links.slice(0, 1)],
    summary: headline,
  };
}

function upstreamFacts(upstream: UpstreamFailure | undefined, help: Explained | undefined): readonly Fact[] {
  if (upstream === undefined) return [];
  const { status, code, scim, requestId } = upstream;
  return [
    { title: 'Graph code', value: plain(code) },
    { title: 'HTTP status', value: status === 0 ? 'No answer' : String(status) },
    ...(scim === undefined ? [] : [{ title: 'Status of the service', value: String(scim) }]),
    ...(requestId === undefined ? [] : [{ title: 'Request ID', value: plain(requestId) }]),
    ...(help === undefined ? [] : [{ title: 'More', value: `Say to Scimitar: help ${help.topic.id}` }]),
  ];
}
