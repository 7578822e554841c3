import type { RotationAnnouncement } from '../domain/announcement.ts';
import { addMilliseconds, clockTime, hours, longDate, longMoment, type Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { LastCycle } from '../domain/job.ts';
import { jobWords } from '../domain/job-words.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { proofExpectedWithin, watchFor } from '../domain/proof.ts';
import type { Attempt } from '../domain/rotation.ts';
import { adviceParagraphs } from './advice-words.ts';
import type { Fact } from './card.ts';
import { healthWords } from './health-words.ts';
import { bare, plain } from './plain.ts';
import { entraLink, portalLink } from './portals.ts';
import type { Reply } from './reply.ts';
import { sourceWords } from './sureness.ts';
import { count, dayAndTime } from './time-words.ts';

type Of<Kind extends RotationAnnouncement['kind']> = Extract<RotationAnnouncement, { kind: Kind }>;

export function appliedReply({ connection, rotation, advice = [] }: Of<'applied'>): Reply {
  const profile = profileOf(connection.profile);
  return {
    tone: 'good',
    word: 'Applied and tested',
    headline: `The new token of ${plain(connection.name)} is saved in Entra`,
    paragraphs: [
      ...(rotation.confirmedBy === undefined
        ? []
        : ['Scimitar was restarted during the save. Entra’s audit log shows that the token was saved.']),
      `${profile.name} accepted it, before the save and after it.`,
      ...(rotation.startedJob ? ['The provisioning job stood still and has been started.'] : []),
      `The proof follows with the next provisioning cycle, in 20 to 40 minutes. Until then the old token must stay in ${profile.portal.name}.`,
      ...adviceParagraphs(advice, connection),
    ],
    facts: [
      ...attemptFacts(connection, rotation),
      { title: 'Saved', value: longMoment(rotation.savedAt, connection.zone) },
      {
        title: 'Expires on',
        value: `${longDate(rotation.expiresOn)}, ${sourceWords(rotation.expirySource, profile)}`,
      },
      fingerprintFact(rotation),
    ],
    links: [entraLink],
    summary: `${bare(connection.name, 50)}: new token applied and tested, proof follows`,
  };
}

export function provenReply({ connection, rotation }: Of<'proven'>): Reply {
  const profile = profileOf(connection.profile);
  const { zone } = connection;
  const { proof } = rotation;
  const began = clockTime(proof.began, zone);
  const written =
    proof.exported === 0
      ? 'It had nothing to write.'
      : `It wrote ${count(proof.exported, 'object', 'objects')}.`;
  const waiting =
    proof.escrowed === 0
      ? ''
      : ` ${count(proof.escrowed, 'object waits', 'objects wait')} for another try; that does not speak against the token.`;
  return {
    tone: 'good',
    word: 'Proven',
    headline: `Proven by the cycle of ${began}`,
    paragraphs: [
      `The provisioning cycle of ${plain(connection.name)} began after the save and ended at ${clockTime(proof.ended, zone)}. ${written}${waiting}`,
      `Keep the old token in ${profile.portal.name} for a little longer: after three more good cycles, in about two hours, Scimitar asks here for it to be revoked.`,
    ],
    facts: [
      ...attemptFacts(connection, rotation),
      { title: 'Saved', value: longMoment(rotation.savedAt, zone) },
      { title: 'Expires on', value: longDate(rotation.expiresOn) },
    ],
    links: [portalLink(profile)],
    summary: `${bare(connection.name, 50)}: proven by the cycle of ${began}`,
  };
}

export function notProvenReply({ connection, rotation, health }: Of<'not-proven'>): Reply {
  const profile = profileOf(connection.profile);
  const { zone } = connection;
  const waited = count(proofExpectedWithin / hours(1), 'hour', 'hours');
  return {
    tone: 'warning',
    word: 'Not proven yet',
    headline: `No proof for ${plain(connection.name)} after ${waited}`,
    paragraphs: [
      'The new token is saved and passed its tests, but no provisioning cycle that began after the save has ended well.',
      `Look at the provisioning job in Entra. Do not revoke the old token in ${profile.portal.name}. Scimitar keeps looking until ${longMoment(addMilliseconds(rotation.savedAt, watchFor), zone)}.`,
    ],
    facts: [
      ...attemptFacts(connection, rotation),
      { title: 'Saved', value: longMoment(rotation.savedAt, zone) },
      { title: 'Provisioning', value: healthWords(health, zone) },
    ],
    links: [entraLink],
    summary: `${bare(connection.name, 50)}: not proven after ${waited}. Keep the old token.`,
  };
}

export function regressedReply({ connection, rotation, health }: Of<'regressed'>): Reply {
  const profile = profileOf(connection.profile);
  const { zone } = connection;
  const { proof, regressedAt = proof.ended } = rotation;
  // A job that somebody has stopped says nothing about the token.
  const standsStill =
    health !== 'unknown' && ['paused', 'disabled', 'not-configured'].includes(health.state)
      ? jobWords(health, regressedAt, { profile, zone, harmless: plain })
      : undefined;
  return {
    tone: 'attention',
    word: 'Went wrong again',
    headline: `Provisioning of ${plain(connection.name)} worked with the new token and does not any more`,
    paragraphs: [
      `The cycle of ${clockTime(proof.began, zone)} had proven it. Something has changed since then, within 48 hours of the save.`,
      ...(standsStill === undefined
        ? [
            `Look in ${profile.portal.name} whether the token that expires on ${longDate(rotation.expiresOn)} is still listed: if it was revoked instead of the old one, make a new one and enter it. Otherwise look at the provisioning job in Entra.`,
          ]
        : [`**Cause:** ${standsStill.cause}`, `**Next step:** ${standsStill.nextStep}`]),
    ],
    facts: [
      ...attemptFacts(connection, rotation),
      { title: 'At the proof', value: cycleWords(proof) },
      { title: 'Now', value: healthWords(health, zone) },
    ],
    links: [entraLink, portalLink(profile)],
    ...(standsStill === undefined ? { enter: { connection: connection.id, cycle: connection.cycle } } : {}),
    summary: `${bare(connection.name, 50)}: provisioning went wrong again after the proof`,
  };
}

const cycleWords = ({ exported, escrowed }: LastCycle): string =>
  `${count(exported, 'object', 'objects')} written, ${escrowed} waiting for another try`;

export function testedOnlyReply({ connection, rotation }: Of<'tested-only'>): Reply {
  const profile = profileOf(connection.profile);
  return {
    tone: 'good',
    word: 'Test passed',
    headline: `${profile.name} accepts this token`,
    paragraphs: [
      'It was only tested: nothing was changed, and the token was not kept.',
      'To save it, enter it again without choosing the test only.',
    ],
    facts: [...attemptFacts(connection, rotation), fingerprintFact(rotation)],
    enter: { connection: connection.id, cycle: rotation.cycle },
    summary: `${bare(connection.name, 50)}: the token passed the test, nothing was changed`,
  };
}

export function interruptedReply({ connection, rotation }: Of<'interrupted'>): Reply {
  const unchanged = rotation.stage === 'testing';
  return {
    tone: 'warning',
    word: 'Interrupted',
    headline: `Enter the token of ${plain(connection.name)} again`,
    paragraphs: [
      `Scimitar was restarted while it worked on the attempt. ${unchanged ? 'Nothing was changed.' : 'Entra may or may not hold the new token.'}`,
      'The token was in memory only and is gone. Entering the same one again is safe. Do not revoke the old token.',
    ],
    facts: attemptFacts(connection, rotation),
    enter: { connection: connection.id, cycle: rotation.cycle },
    summary: `${bare(connection.name, 50)}: interrupted. Enter the token again, the same one is safe.`,
  };
}

/** The attempt had ended without an answer to its save, and Entra's log was late. */
export function savedLateReply({ connection, rotation }: Of<'saved-late'>): Reply {
  const profile = profileOf(connection.profile);
  return {
    tone: 'warning',
    word: 'Saved after all',
    headline: `The new token of ${plain(connection.name)} was saved in Entra`,
    paragraphs: [
      'The attempt had ended without an answer to the save. Entra’s audit log, which is often late, shows by now that the token was saved.',
      `Enter the same token again: only then Scimitar tests what is saved, waits for the proof and knows the new date. Until then the old token must stay in ${profile.portal.name}.`,
    ],
    facts: [...attemptFacts(connection, rotation), fingerprintFact(rotation)],
    enter: { connection: connection.id, cycle: rotation.cycle },
    links: [entraLink],
    summary: `${bare(connection.name, 50)}: the token was saved after all. Enter the same one again.`,
  };
}

/** Who entered the token, and when. */
export const attemptFacts = (connection: Connection, { by, startedAt }: Attempt): readonly Fact[] => [
  { title: 'Connection', value: plain(connection.name) },
  { title: 'Entered', value: enteredWords(by.name, startedAt, connection) },
];

const enteredWords = (name: string, at: Moment, { zone }: Connection): string =>
  `By ${plain(name, 60)}, ${dayAndTime(at, zone)}`;

/** Lets two people compare what they hold without a character of it. */
export const fingerprintFact = ({ fingerprint }: Attempt): Fact => ({
  title: 'Fingerprint',
  value: plain(fingerprint, 12),
});
