import {
  addMilliseconds,
  clockTime,
  dateIn,
  hours,
  longDate,
  type Moment,
  type TimeZone,
} from './calendar.ts';
import type { JobHealth, Quarantine } from './job.ts';
import { findingOf, type Finding, type FindingKind } from './job-finding.ts';
import type { Profile } from './profile.ts';

/** A job's health as people are told it. Every text is one or two sentences, ready for a card. */
export interface JobWords {
  readonly finding: Finding;
  /** Without a full stop. */
  readonly headline: string;
  readonly cause: string;
  readonly nextStep: string;
  /** What comes by itself, and when: the next attempt, the day on which Entra disables the job. */
  readonly outlook: readonly string[];
}

export interface About {
  readonly profile: Profile;
  readonly zone: TimeZone;
  /** Makes a text from outside harmless where the words will stand. */
  readonly harmless: (text: string) => string;
}

/** Entra gives a quarantined job up after four weeks. Source: Microsoft's page on quarantine. */
export const daysToDisable = 28;

/** When Entra disables a quarantined job: 28 days after the first failure of the series. */
export const disabledFrom = ({ seriesBegan, since }: Quarantine): Moment =>
  addMilliseconds(seriesBegan ?? since, hours(24 * daysToDisable));

/** A job's health in words: what is wrong, why, and what to do. Also for a job that runs well. */
export function jobWords(health: JobHealth, now: Moment, about: About): JobWords {
  const finding = findingOf(health, now);
  const { cause, nextStep, headline } = words[finding.kind](health, about);
  return { finding, headline, cause, nextStep, outlook: outlookOf(health, now, about) };
}

type Words = Pick<JobWords, 'headline' | 'cause' | 'nextStep'>;

const noChange = ({ profile: { name } }: About): string =>
  `Until then nothing changes in ${name}: new people get no account and leavers keep theirs.`;
const newToken = ({ profile: { portal } }: About): string =>
  `Make a new token in ${portal.name} and enter it here. When it passes the test, Scimitar saves it and starts the job.`;
const portalPage = 'Enterprise applications, this application, Provisioning';

const words: Readonly<Record<FindingKind, (health: JobHealth, about: About) => Words>> = {
  well: () => ({
    headline: 'Provisioning runs well',
    cause: 'The last provisioning cycle ended well.',
    nextStep: 'There is nothing to do.',
  }),
  'entry-errors': ({ lastCycle }, { profile }) => ({
    headline: `Some accounts are not provisioned: ${counted(lastCycle?.escrowed ?? 0)}`,
    cause: `The cycles reach ${profile.name} and the token works, but ${counted(lastCycle?.escrowed ?? 0)} could not be written and ${lastCycle?.escrowed === 1 ? 'waits' : 'wait'} for another try; ${lastCycle?.exported ?? 0} could.`,
    nextStep: `Open Provisioning logs in Entra and filter by status Failure: each entry names the person and the reason, often a missing or doubled attribute.`,
  }),
  'cycles-fail': (health, about) => ({
    headline: 'The provisioning cycles fail',
    cause: `The last cycles ended without success${errorWords(health.lastCycle?.error, about)}. Entra goes on trying and has not put the job into quarantine.`,
    nextStep: `Look at the status page of ${about.profile.portal.name} and at the provisioning logs in Entra.`,
  }),
  stalled: ({ lastCycle, interval }, about) => ({
    headline: 'The provisioning job stands still',
    cause: `The job counts as running, but no cycle has begun since ${lastCycle === undefined ? 'it was started' : when(lastCycle.began, about.zone)}.${interval === undefined ? '' : ` One is due every ${Math.round(interval / 60_000)} minutes.`}`,
    nextStep: `Look at Microsoft’s service health. If nothing is known there, open ${portalPage} in Entra and choose Stop, then Start; Microsoft’s support helps further. Scimitar does not start a job that counts as running.`,
  }),
  'never-ran': () => ({
    headline: 'The provisioning job has never run',
    cause: 'The job is set up, and Entra has not begun a cycle yet.',
    nextStep: `Open ${portalPage} in Entra and choose Start provisioning, if it is off. The first cycle begins within an hour.`,
  }),
  'not-configured': () => ({
    headline: 'Provisioning is not set up in Entra any more',
    cause: 'Entra says that the job has no configuration: somebody may have removed it.',
    nextStep: `Open ${portalPage} in Entra and look at the tenant URL and the mode. The audit log names who changed it.`,
  }),
  paused: (_, about) => ({
    headline: 'The provisioning job is paused',
    cause: `Somebody has stopped it in Entra; the audit log there names who. ${noChange(about)}`,
    nextStep: `If this is over, open ${portalPage} in Entra and choose Start provisioning. Scimitar starts a job only after it has saved a new token.`,
  }),
  disabled: ({ quarantine }, about) => ({
    headline: 'Entra has disabled the provisioning job',
    cause: `${quarantine === undefined ? 'The job is switched off' : `The job was in quarantine for ${daysToDisable} days${reasonInBrackets(quarantine, about)}, and Entra has given it up`}. It does not come back by itself. ${noChange(about)}`,
    nextStep:
      quarantine === undefined || isRefusal(quarantine)
        ? `${newToken(about)} If the token is good, open ${portalPage} in Entra and choose Start provisioning.`
        : `See to the cause first. Then open ${portalPage} in Entra and choose Start provisioning.`,
  }),
  quarantined: ({ quarantine, deletesAtMost }, about) =>
    quarantine === undefined
      ? unknownReason('', about)
      : (knownReason(quarantine.reason) ?? ((q: Quarantine) => unknownReason(q.reason, about)))(
          quarantine,
          about,
          deletesAtMost,
        ),
};

type ReasonWords = (quarantine: Quarantine, about: About, deletesAtMost?: number) => Words;

const thresholds: ReasonWords = ({ reason, error }, about) => ({
  headline: 'Provisioning is in quarantine: too many objects failed',
  cause: `More objects could not be written than Entra allows (${about.harmless(reason)}): 5,000 and 40 % of all, or 40,000${errorWords(error, about)}.`,
  nextStep:
    'Open Provisioning logs in Entra and see to the reason that most entries share. A new token does not help. The quarantine ends with the next good try.',
});

/** Graph's reasons. A new one is shown as it comes. Source: `quarantineReason` in Microsoft's metadata, its page on quarantine. */
const reasons: Readonly<Record<string, ReasonWords>> = {
  EncounteredQuarantineException: (quarantine, about) => ({
    headline: isRefusal(quarantine)
      ? `Provisioning is in quarantine: ${about.profile.name} refuses the saved token`
      : 'Provisioning is in quarantine: Entra could not connect',
    cause: `Entra put the job into quarantine (${about.harmless(quarantine.reason)})${errorWords(quarantine.error, about)}. ${
      isRefusal(quarantine)
        ? 'The token that Entra holds has run out or was revoked.'
        : `It got no usable answer from ${about.profile.name} with what it holds.`
    }`,
    nextStep: isRefusal(quarantine)
      ? newToken(about)
      : `Try the connection in Entra with Test Connection. If ${about.profile.name} refuses it there, make a new token and enter it here.`,
  }),
  TooManyDeletes: (_quarantine, _about, deletesAtMost) => ({
    headline: 'Provisioning is in quarantine: too many accounts would be deleted',
    cause: `One cycle would have deleted more accounts than the deletion guard allows${deletesAtMost === undefined ? '' : ` (${deletesAtMost})`}, so Entra stopped before it deleted any. The token is not the cause.`,
    nextStep: `Look in Entra at why so many people have left the scope: a changed group, assignment or filter. Put that right, or, if the deletions are meant, allow them in Entra under ${portalPage}. Scimitar never forces deletes.`,
  }),
  EncounteredBaseEscrowThreshold: thresholds,
  EncounteredTotalEscrowThreshold: thresholds,
  EncounteredEscrowProportionThreshold: thresholds,
  QuarantinedOnDemand: () => ({
    headline: 'Provisioning is in quarantine: somebody has put it there',
    cause:
      'Entra says that the quarantine was asked for (QuarantinedOnDemand). The audit log names who did it.',
    nextStep: `If this is over, open ${portalPage} in Entra and choose Restart provisioning.`,
  }),
  IngestionInterrupted: () => ({
    headline: 'Provisioning is in quarantine: reading the directory was interrupted',
    cause:
      'Entra could not read all of its own directory (IngestionInterrupted). The token is not the cause.',
    nextStep: `Wait for the next attempt. If it stays like this, open ${portalPage} in Entra and choose Restart provisioning, or ask Microsoft’s support.`,
  }),
};

/** Graph may say any word, also one that every object has as a name. */
const knownReason = (reason: string): ReasonWords | undefined =>
  Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;

const unknownReason = (reason: string, { harmless }: About): Words => ({
  headline: 'Provisioning is in quarantine',
  cause:
    reason === '' || reason === 'Unknown'
      ? 'Entra put the job into quarantine and names no reason.'
      : `Entra put the job into quarantine and names a reason that Scimitar does not know: ${harmless(reason)}.`,
  nextStep: `Open ${portalPage} in Entra and the provisioning logs: they show more. The quarantine ends with the next good try.`,
});

const isRefusal = ({ reason, error }: Quarantine): boolean =>
  reason === 'EncounteredQuarantineException' &&
  !`${error?.code ?? ''} ${error?.text ?? ''}`.includes('CredentialValidationUnavailable');

function outlookOf({ state, quarantine }: JobHealth, now: Moment, { zone }: About): readonly string[] {
  if (quarantine === undefined || state !== 'quarantined') return [];
  const ends = disabledFrom(quarantine);
  const { nextAttempt } = quarantine;
  return [
    ...(nextAttempt !== undefined && nextAttempt > now
      ? [`Entra tries again on ${when(nextAttempt, zone)}.`]
      : []),
    `${ends > now ? 'Entra disables the job on' : 'Entra was to disable the job on'} ${longDate(dateIn(zone, ends))}, ${daysToDisable} days after the first failure, unless a try ends well before.`,
  ];
}

const when = (moment: Moment, zone: TimeZone): string =>
  `${longDate(dateIn(zone, moment))}, ${clockTime(moment, zone)}`;
const counted = (number: number): string => `${number} ${number === 1 ? 'object' : 'objects'}`;
const reasonInBrackets = ({ reason }: Quarantine, { harmless }: About): string => ` (${harmless(reason)})`;
const errorWords = (error: Quarantine['error'], { harmless }: About): string =>
  error === undefined ? '' : `, with the code ${harmless(error.code)}`;
