import type { Announcement } from '../../src/domain/announcement.ts';
import type {
  Answer,
  ConnectionStatus,
  DialogView,
  Notice,
  TokenFormProblem,
} from '../../src/domain/answer.ts';
import {
  addDays,
  addMilliseconds,
  hours,
  minutes,
  parseCalendarDate,
  parseTimeZone,
  type Moment,
} from '../../src/domain/calendar.ts';
import type { Connection, FoundConnection } from '../../src/domain/connection.ts';
import { openCycle, type Act, type Cycle } from '../../src/domain/cycle.ts';
import { expiryFailures } from '../../src/domain/expiry.ts';
import {
  connectionId,
  cycleId,
  dialogId,
  jobId,
  personId,
  rotationId,
  servicePrincipalId,
  tenantId,
  type Person,
} from '../../src/domain/ids.ts';
import { jobStates, type Health, type JobHealth } from '../../src/domain/job.ts';
import { appleBusinessManager } from '../../src/domain/profiles/apple-business-manager.ts';
import { appleSchoolManager } from '../../src/domain/profiles/apple-school-manager.ts';
import { snoozeDates } from '../../src/domain/reminder.ts';
import type { Applied, Attempt, RefusalReason, Refused, Stage } from '../../src/domain/rotation.ts';
import { tokenFormFailures } from '../../src/domain/scim-token.ts';
import { upstreamKinds, type UpstreamFailure } from '../../src/domain/upstream.ts';

/** All that comes from outside, so that one set of samples can be made of honest texts and another of hostile ones. */
export interface Outside {
  readonly person: string;
  readonly connection: string;
  readonly channel: string;
  readonly said: string;
  readonly upstream: string;
  readonly code: string;
}

export interface Samples {
  readonly announcements: Readonly<Record<string, Announcement>>;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly dialogs: Readonly<Record<string, DialogView>>;
  readonly notices: Readonly<Record<string, Notice>>;
}

export const honest: Outside = {
  person: 'Maya Lindqvist',
  connection: 'Apple Business Manager',
  channel: 'IT Operations',
  said: 'Apple School',
  upstream:
    'We received this unexpected response from your application:\nResource: https://federation.apple.com/feeds/business/scim/Users\nResponse Status Code: Unauthorized',
  code: 'SystemForCrossDomainIdentityManagementCredentialValidationFailure',
};

const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error('a sample is not valid');
  return result.value;
};
const now = '2026-11-23T09:42:00.000Z' as Moment;
const zone = valueOf(parseTimeZone('Europe/Berlin'));
const today = valueOf(parseCalendarDate('2026-11-23'));
const expiresOn = addDays(today, 12);
const nextYear = addDays(today, 365);

export function samplesOf(outside: Outside): Samples {
  const maya: Person = { id: personId('11111111-0000-4000-8000-000000000001'), name: outside.person };
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
      teamName: outside.channel,
      channelId: '19:channel@thread.tacv2',
      channelName: outside.channel,
    },
    zone,
    expiresOn,
    expirySource: 'typed',
    watchedBy: maya,
    watchedSince: now,
    cycle: cycleId('cycle-1'),
  };
  const bareCycle = openCycle(connection, connection.cycle, now);
  const acts: readonly Act[] = [
    { kind: 'watched', by: maya, expiresOn },
    { kind: 'reminded', rung: 30 },
    { kind: 'claimed', by: maya },
    { kind: 'snoozed', by: maya, until: addDays(today, 7) },
    { kind: 'entered', by: maya, testOnly: false },
    { kind: 'entered', by: maya, testOnly: true },
    { kind: 'tested', by: maya },
    { kind: 'failed', by: maya, why: 'token-refused' },
    { kind: 'interrupted', by: maya },
    { kind: 'applied', by: maya, expiresOn: nextYear },
    { kind: 'proven', cycleBegan: now },
    { kind: 'not-proven' },
    { kind: 'refused', by: maya, what: 'rotate' },
    { kind: 'refused', by: maya, what: 'configure' },
  ];
  const lines = acts.map((act, index) => ({ at: addMilliseconds(now, minutes(index)), act }));
  const fullCycle: Cycle = {
    ...bareCycle,
    claim: { by: maya, at: now },
    snooze: { by: maya, until: addDays(today, 7) },
    lines: 14,
    recent: lines.slice(0, 6),
  };
  const lastCycle = {
    began: addMilliseconds(now, minutes(10)),
    ended: addMilliseconds(now, minutes(12)),
    outcome: 'succeeded',
    exported: 1,
    escrowed: 0,
  } as const;
  const health = (state: JobHealth['state']): Health => ({ state, lastCycle });
  const quarantined: Health = {
    state: 'quarantined',
    lastCycle: { ...lastCycle, outcome: 'failed' },
    quarantine: { reason: outside.code, since: now, nextAttempt: addMilliseconds(now, hours(6)) },
  };
  const living = (cycle: Cycle, daysLeft: number, of: Health = health('active')) =>
    ({
      kind: 'cycle',
      connection,
      cycle,
      health: of,
      daysLeft,
      nextMessageAt: addMilliseconds(now, hours(100)),
      snoozeDates: snoozeDates(addDays(today, daysLeft), today),
      now,
    }) as const;
  const attemptNow = { rotation: rotationId('rotation-1'), by: maya, since: now };
  const attempt: Attempt = {
    id: rotationId('rotation-1'),
    tenant: connection.tenant,
    connection: connection.id,
    cycle: connection.cycle,
    by: maya,
    startedAt: now,
    testOnly: false,
    expiresOn: nextYear,
    fingerprint: '0a1b2c3d4e5f',
    replies: {},
  };
  const applied: Applied = {
    ...attempt,
    state: 'applied',
    savedAt: now,
    startedJob: false,
    lookAgainAt: now,
    overdue: false,
  };
  const upstream = (kind: UpstreamFailure['kind']): UpstreamFailure => ({
    kind,
    status: 400,
    code: outside.code,
    text: outside.upstream,
    requestId: 'a1b2c3d4-0000-4000-8000-000000000005',
  });
  const refused = (stage: Stage, why: RefusalReason, failure?: UpstreamFailure) =>
    ({
      kind: 'refused',
      connection,
      rotation: {
        ...attempt,
        state: 'refused',
        stage,
        why,
        ...(failure === undefined ? {} : { upstream: failure }),
      } satisfies Refused,
    }) as const;
  const reminder = (daysLeft: number, cycle: Cycle) =>
    ({ kind: 'reminder', connection, cycle, rung: daysLeft, daysLeft }) as const;
  const { nextMessageAt, ...silent } = living(bareCycle, 12, 'unknown');

  const announcements: Record<string, Announcement> = {
    'cycle, full': living(fullCycle, 45),
    'cycle, bare': { ...silent, snoozeDates: [] },
    'cycle, attempt running': living({ ...fullCycle, attempt: attemptNow }, 12),
    'cycle, handed in': living({ ...fullCycle, state: 'handed-in', recent: lines.slice(6, 12) }, 12),
    'cycle, closed': living({ ...fullCycle, state: 'closed', recent: lines.slice(8) }, 12),
    'cycle, closed with a late attempt': living({ ...fullCycle, state: 'closed', attempt: attemptNow }, 12),
    'cycle, quarantined': living(fullCycle, -3, quarantined),
    ...Object.fromEntries(jobStates.map((state) => [`cycle, job ${state}`, living(bareCycle, 5, { state })])),
    ...Object.fromEntries([1, 0, -1, -40].map((days) => [`cycle, ${days} days`, living(bareCycle, days)])),
    'reminder, full': reminder(7, fullCycle),
    'reminder, bare': reminder(30, bareCycle),
    'reminder, expired': reminder(-3, bareCycle),
    'claimed, full': { kind: 'claimed', connection, cycle: fullCycle, at: now },
    'claimed, bare': { kind: 'claimed', connection, cycle: bareCycle, at: now },
    'snoozed, full': { kind: 'snoozed', connection, cycle: fullCycle, at: now },
    'snoozed, bare': { kind: 'snoozed', connection, cycle: bareCycle, at: now },
    'applied, full': { kind: 'applied', connection, rotation: { ...applied, startedJob: true } },
    'applied, bare': { kind: 'applied', connection, rotation: applied },
    'proven, full': {
      kind: 'proven',
      connection,
      rotation: {
        ...attempt,
        state: 'proven',
        savedAt: now,
        proof: { ...lastCycle, outcome: 'entry-errors', exported: 12, escrowed: 3 },
      },
    },
    'proven, bare': {
      kind: 'proven',
      connection,
      rotation: { ...attempt, state: 'proven', savedAt: now, proof: { ...lastCycle, exported: 0 } },
    },
    'not-proven, full': { kind: 'not-proven', connection, rotation: applied, health: quarantined },
    'not-proven, bare': { kind: 'not-proven', connection, rotation: applied, health: 'unknown' },
    'tested-only': { kind: 'tested-only', connection, rotation: { ...attempt, state: 'tested-only' } },
    ...Object.fromEntries(
      upstreamKinds.map((kind) => [`refused, ${kind}`, refused('testing', 'upstream', upstream(kind))]),
    ),
    'refused, saving': refused('saving', 'upstream', upstream('unreachable')),
    'refused, checking': refused('checking', 'upstream', upstream('cannot-tell')),
    'refused, bare': refused('testing', 'upstream', {
      kind: 'unreachable',
      status: 0,
      code: 'unknown',
      text: '',
    }),
    'refused, nothing known': refused('testing', 'upstream'),
    'refused, not allowed': refused('testing', 'not-allowed'),
    'refused, bug': refused('saving', 'bug'),
    ...Object.fromEntries(
      (['testing', 'saving'] as const).map((stage) => [
        `interrupted, ${stage}`,
        { kind: 'interrupted', connection, rotation: { ...attempt, state: 'interrupted', stage } },
      ]),
    ),
  };

  const status: ConnectionStatus = {
    connection,
    cycle: fullCycle,
    health: quarantined,
    daysLeft: 12,
    nextMessageAt: now,
  };
  const bareStatus: ConnectionStatus = { connection, cycle: bareCycle, health: 'unknown', daysLeft: 40 };
  const many = <T>(one: T, count: number): readonly T[] => Array.from({ length: count }, () => one);
  const notices: Record<string, Notice> = {
    'not-allowed, full': { kind: 'not-allowed', what: 'rotate', ask: many(outside.person, 8) },
    'not-allowed, bare': { kind: 'not-allowed', what: 'configure', ask: [] },
    'right-unknown': { kind: 'right-unknown', what: 'rotate' },
    guest: { kind: 'guest' },
    ...Object.fromEntries(
      (['unknown', 'expired', 'other-person', 'other-cycle'] as const).map((problem) => [
        `dialog-problem, ${problem}`,
        { kind: 'dialog-problem', problem },
      ]),
    ),
    busy: { kind: 'busy', by: maya, since: now, zone },
    'testing-now': { kind: 'testing-now', connection, testOnly: false },
    'testing-now, test only': { kind: 'testing-now', connection, testOnly: true },
    'already-submitted': { kind: 'already-submitted', connection },
    'already-watched': { kind: 'already-watched', connection },
    'already-done': { kind: 'already-done', connection },
    looking: { kind: 'looking' },
    'watching-now': { kind: 'watching-now', connection },
    done: { kind: 'done' },
    'stale-button': { kind: 'stale-button' },
    ...Object.fromEntries(
      upstreamKinds.map((kind) => [
        `discovery-failed, ${kind}`,
        { kind: 'discovery-failed', upstream: { ...upstream(kind), code: 'unknown' } },
      ]),
    ),
    'unknown-action': { kind: 'unknown-action' },
    'went-wrong': { kind: 'went-wrong' },
  };
  const answers: Record<string, Answer> = {
    'help, personal': { kind: 'help', scope: 'personal', greeted: true },
    'help, channel': { kind: 'help', scope: 'channel', greeted: false },
    'not-understood, personal': { kind: 'not-understood', scope: 'personal' },
    'not-understood, channel': { kind: 'not-understood', scope: 'channel' },
    'status, one': { kind: 'status', connections: [status], zone },
    'status, none': { kind: 'status', connections: [], zone },
    'status, many': { kind: 'status', connections: [bareStatus, ...many(status, 30)], zone },
    'history, full': { kind: 'history', connection, lines: [...lines, ...lines], older: 70 },
    'history, bare': { kind: 'history', connection, lines: [], older: 0 },
    'choose, one': { kind: 'choose', connections: [bareStatus], scope: 'personal' },
    'choose, many': {
      kind: 'choose',
      connections: many({ ...status, cycle: { ...fullCycle, attempt: attemptNow } }, 12),
      scope: 'channel',
    },
    'no-such-connection': {
      kind: 'no-such-connection',
      asked: outside.said,
      names: many(outside.connection, 30),
    },
    'nothing-watched': { kind: 'nothing-watched' },
    'welcome, full': { kind: 'welcome', addedBy: maya },
    'welcome, bare': { kind: 'welcome' },
    'found, none': { kind: 'found', found: [], watched: [], channelName: outside.channel },
    'found, one of two watched': {
      kind: 'found',
      found: [found, school],
      watched: [connection],
      channelName: outside.channel,
    },
    'found, all watched': {
      kind: 'found',
      found: [found],
      watched: [connection],
      channelName: outside.channel,
    },
    'found, many': { kind: 'found', found: many(school, 30), watched: [], channelName: outside.channel },
    watching: { kind: 'watching', connection, firstMessageAt: now },
    ...notices,
  };

  const enter = (problems: readonly TokenFormProblem[], typed: string = nextYear) =>
    ({
      kind: 'enter-token',
      dialog: dialogId('0f1e2d3c4b5a69788796a5b4c3d2e1f0'),
      connection,
      cycle: connection.cycle,
      today,
      expiresOn: typed,
      testOnly: problems.length > 0,
      problems,
    }) as const;
  const dialogs: Record<string, DialogView> = {
    'enter-token': enter([]),
    'enter-token, no date': enter([{ field: 'expiry', why: 'missing' }], ''),
    'enter-token, both wrong': enter([
      { field: 'token', why: 'already-in-use' },
      { field: 'expiry', why: 'past' },
    ]),
    ...Object.fromEntries(
      tokenFormFailures.map((why) => [`enter-token, ${why}`, enter([{ field: 'token', why }])]),
    ),
    watch: { kind: 'watch', found, channelName: outside.channel, today, expiresOn: nextYear, problems: [] },
    ...Object.fromEntries(
      expiryFailures.map((why) => [
        `watch, ${why}`,
        {
          kind: 'watch',
          found,
          channelName: outside.channel,
          today,
          expiresOn: outside.said,
          problems: [why],
        },
      ]),
    ),
  };
  return { announcements, answers, dialogs, notices };
}

const samples = samplesOf(honest);
export const announcementSamples = samples.announcements;
export const answerSamples = samples.answers;
export const dialogSamples = samples.dialogs;
export const noticeSamples = samples.notices;
