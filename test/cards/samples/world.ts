import {
  addDays,
  addMilliseconds,
  hours,
  minutes,
  parseCalendarDate,
  parseTimeZone,
  type Moment,
} from '../../../src/domain/calendar.ts';
import type { Connection, FoundConnection } from '../../../src/domain/connection.ts';
import type { Act, Line } from '../../../src/domain/act.ts';
import { roles } from '../../../src/domain/roles.ts';
import { openCycle, type Cycle } from '../../../src/domain/cycle.ts';
import type { Freeze } from '../../../src/domain/freeze.ts';
import {
  connectionId,
  cycleId,
  jobId,
  personId,
  rotationId,
  servicePrincipalId,
  tenantId,
  type Person,
} from '../../../src/domain/ids.ts';
import type { Health } from '../../../src/domain/job.ts';
import { usualLadder } from '../../../src/domain/ladder.ts';
import { slotAsks } from '../../../src/domain/noticed.ts';
import type { OnCall } from '../../../src/domain/people.ts';
import { appleBusinessManager } from '../../../src/domain/profiles/apple-business-manager.ts';
import { appleSchoolManager } from '../../../src/domain/profiles/apple-school-manager.ts';
import type { Attempt } from '../../../src/domain/rotation.ts';
import type { Ledger } from '../../../src/domain/slots.ts';
import type { UpstreamFailure } from '../../../src/domain/upstream.ts';
import { approvalActs } from './approval-samples.ts';
import { freezeActs } from './freeze-acts.ts';
import { settingsActs } from './settings-acts.ts';
import { usualHours } from '../../../src/domain/working-hours.ts';

/** All that comes from outside, so that one set of samples can be made of honest texts and another of hostile ones. */
export interface Outside {
  readonly person: string;
  readonly colleague: string;
  readonly tag: string;
  readonly connection: string;
  readonly channel: string;
  readonly team: string;
  readonly said: string;
  /** Of a freeze. */
  readonly reason: string;
  readonly upstream: string;
  readonly code: string;
}

export const honest: Outside = {
  person: 'Maya Lindqvist',
  colleague: 'Ben Okafor',
  tag: 'On call',
  connection: 'Apple Business Manager',
  channel: 'Tokens',
  team: 'IT Operations',
  said: 'Apple School',
  reason: 'Audit week',
  upstream:
    'We received this unexpected response from your application:\nResource: https://federation.apple.com/feeds/business/scim/Users\nResponse Status Code: Unauthorized',
  code: 'SystemForCrossDomainIdentityManagementCredentialValidationFailure',
};

const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error('a sample is not valid');
  return result.value;
};
export const now = '2026-11-23T09:42:00.000Z' as Moment;
export const zone = valueOf(parseTimeZone('Europe/Berlin'));
export const today = valueOf(parseCalendarDate('2026-11-23'));
export const expiresOn = addDays(today, 45);
export const nextYear = addDays(today, 365);
export const promised = addDays(today, 10);

export const many = <T>(one: T, count: number): readonly T[] => Array.from({ length: count }, () => one);

const lastCycle = {
  began: addMilliseconds(now, minutes(10)),
  ended: addMilliseconds(now, minutes(12)),
  outcome: 'succeeded',
  exported: 1,
  escrowed: 0,
} as const;

/** What is left of something noticed in the story. */
const noticedActs = (reason: string): readonly Act[] =>
  (
    [
      { kind: 'job-trouble', found: { kind: 'quarantined', reason } },
      { kind: 'job-trouble', found: { kind: 'entry-errors' }, escrowed: 12 },
      { kind: 'job-over', was: { kind: 'quarantined', reason } },
      { kind: 'pulse-trouble', why: 'token-refused' },
      { kind: 'pulse-over' },
      ...slotAsks.map((ask) => ({ kind: 'old-token-asked', ask }) as const),
    ] as const
  ).map((of) => ({ kind: 'noticed', of }));

export type World = ReturnType<typeof worldOf>;

/** The people, connections and cycles that the samples are about. */
export function worldOf(outside: Outside) {
  const maya: Person = { id: personId('11111111-0000-4000-8000-000000000001'), name: outside.person };
  const ben: Person = { id: personId('55555555-0000-4000-8000-000000000005'), name: outside.colleague };
  const tag: OnCall = { kind: 'tag', id: 'MjQzMmI1N2I=', name: outside.tag };
  const found: FoundConnection = {
    id: connectionId('22222222-0000-4000-8000-000000000002'),
    profile: appleBusinessManager.id,
    name: outside.connection,
    servicePrincipal: servicePrincipalId('22222222-0000-4000-8000-000000000002'),
    job: jobId('AppleBusiness.0000.1'),
    tenantUrl: appleBusinessManager.tenantUrl,
  };
  const school: FoundConnection = {
    ...found,
    id: connectionId('33333333-0000-4000-8000-000000000003'),
    profile: appleSchoolManager.id,
    tenantUrl: appleSchoolManager.tenantUrl,
  };
  const connection: Connection = {
    ...found,
    tenant: tenantId('44444444-0000-4000-8000-000000000004'),
    place: {
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      teamId: '19:team@thread.tacv2',
      teamName: outside.team,
      channelId: '19:channel@thread.tacv2',
      channelName: outside.channel,
    },
    zone,
    hours: usualHours,
    ladder: usualLadder,
    responsible: {},
    expiresOn,
    expirySource: 'typed',
    watchedBy: maya,
    watchedSince: now,
    cycle: cycleId('cycle-1'),
  };
  const freeze: Freeze = { by: ben, at: now, until: promised, reason: outside.reason };
  const unsure: Connection = {
    ...connection,
    expirySource: 'guessed',
    onCall: tag,
    responsible: { owner: maya, deputy: ben, manager: ben },
    unreachableSince: now,
    freeze,
    tried: { at: now, refused: 'token-refused', times: 2 },
  };
  const acts: readonly Act[] = [
    { kind: 'watched', by: maya, expiresOn },
    { kind: 'reminded', rung: 30 },
    { kind: 'claimed', by: maya, until: promised },
    { kind: 'claimed', by: maya, until: promised, from: ben },
    { kind: 'unclaimed', by: maya, from: maya },
    { kind: 'unclaimed', by: ben, from: maya },
    { kind: 'lapsed', by: maya, until: promised },
    { kind: 'snoozed', by: maya, until: addDays(today, 7) },
    { kind: 'escalated', step: 'deputy', to: ben },
    { kind: 'date-set', by: maya, expiresOn, sure: true },
    { kind: 'date-set', by: maya, expiresOn, sure: false },
    { kind: 'settings', by: maya, what: 'reminders' },
    { kind: 'settings', by: maya, what: 'hours' },
    { kind: 'settings', by: maya, what: 'channel' },
    { kind: 'unreachable' },
    { kind: 'reachable' },
    { kind: 'entered', by: maya, testOnly: false },
    { kind: 'entered', by: maya, testOnly: true },
    { kind: 'tested', by: maya },
    { kind: 'failed', by: maya, why: 'token-refused' },
    { kind: 'interrupted', by: maya },
    { kind: 'saved-late', by: maya },
    { kind: 'applied', by: maya, expiresOn: nextYear },
    { kind: 'proven', cycleBegan: now },
    { kind: 'not-proven' },
    { kind: 'pasted', by: maya, where: 'personal', paste: '1690000000000' },
    { kind: 'pasted', where: 'channel', paste: '1690000000001' },
    { kind: 'pasted-revoked', by: maya, paste: '1690000000000' },
    { kind: 'refused', by: maya, what: 'rotate' },
    ...roles.map((what) => ({ kind: 'refused', by: maya, what }) as const),
    { kind: 'failed', by: maya, why: 'right-unknown' },
    ...noticedActs(outside.code),
    { kind: 'old-token', by: maya, answer: 'revoked' },
    { kind: 'old-token', by: maya, answer: 'only-one' },
    ...settingsActs(outside, maya),
    ...freezeActs(outside, maya, ben),
    ...approvalActs(maya, ben, now),
  ];
  const lines: readonly Line[] = acts.map((act, index) => ({
    at: addMilliseconds(now, minutes(index)),
    act,
  }));
  const bareCycle = openCycle(connection, connection.cycle, now);
  const attemptNow = { rotation: rotationId('rotation-1'), by: maya, since: now };
  const fullCycle: Cycle = {
    ...bareCycle,
    claim: { by: maya, at: now, until: promised },
    snooze: { by: maya, at: now, until: addDays(today, 7) },
    snoozes: 2,
    lines: 14,
    recent: lines.filter(({ act }) => act.kind !== 'reminded').slice(0, 6),
  };
  const attempt: Attempt = {
    id: attemptNow.rotation,
    tenant: connection.tenant,
    connection: connection.id,
    cycle: connection.cycle,
    by: maya,
    startedAt: now,
    testOnly: false,
    expiresOn: nextYear,
    expirySource: 'decoded',
    fingerprint: '0a1b2c3d4e5f',
    journal: [],
    fence: 1,
  };
  const token = { expiresOn, isExact: false, proven: false, listed: 'yes' } as const;
  const ledger: Ledger = {
    slots: 2,
    tokens: [
      { ...token, use: 'in-use', fingerprint: '0a1b2c3d4e5f', isExact: true, proven: true },
      { ...token, use: 'replaced' },
      { ...token, use: 'spare', fingerprint: 'ffffffffffff' },
      { ...token, use: 'refused', fingerprint: 'eeeeeeeeeeee', listed: 'perhaps' },
    ],
  };
  const quarantined: Health = {
    state: 'quarantined',
    lastCycle: { ...lastCycle, outcome: 'failed' },
    quarantine: { reason: outside.code, since: now, nextAttempt: addMilliseconds(now, hours(6)) },
  };
  const running: Health = { state: 'active', lastCycle };
  const upstream = (kind: UpstreamFailure['kind']): UpstreamFailure => ({
    kind,
    status: 400,
    code: outside.code,
    text: outside.upstream,
    requestId: 'a1b2c3d4-0000-4000-8000-000000000005',
  });
  return {
    ...{ outside, maya, ben, tag, found, school, connection, unsure, acts, lines, lastCycle, attempt },
    ...{ freeze, bareCycle, fullCycle, attemptNow, quarantined, running, upstream, ledger },
  };
}
