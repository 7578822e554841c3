import type { Answer, ConnectionStatus, Explanation } from '../../../src/domain/answer.ts';
import type { ChannelSettings } from '../../../src/domain/channel-settings.ts';
import { topics } from '../../../src/domain/topics/all.ts';
import { expirySources } from '../../../src/domain/connection.ts';
import { quietReasons, spokenReasons, type RungRecord } from '../../../src/domain/cycle.ts';
import { advices } from '../../../src/domain/settings.ts';
import { usualHours } from '../../../src/domain/working-hours.ts';
import { forecast, monday } from './announcements.ts';
import { many, now, promised, today, zone, type World } from './world.ts';

type Samples = Record<string, Answer>;

export function answerSamples({
  outside,
  connection,
  unsure,
  found,
  school,
  lines,
  ...world
}: World): Samples {
  const { bareCycle, fullCycle } = world;
  const status: ConnectionStatus = {
    connection: unsure,
    cycle: fullCycle,
    health: world.quarantined,
    daysLeft: 45,
    next: forecast('promise-over'),
    ledger: world.ledger,
  };
  const bareStatus: ConnectionStatus = { connection, cycle: bareCycle, health: 'unknown', daysLeft: 60 };
  const settings: ChannelSettings = {
    tenant: connection.tenant,
    place: connection.place,
    zone,
    hours: { ...usualHours, holidays: [today, promised] },
    onCall: world.tag,
    connections: [connection.id],
    digest: 'weekly',
    spreading: false,
  };
  return {
    'help, personal': { kind: 'help', scope: 'personal', greeted: true },
    'help, channel': { kind: 'help', scope: 'channel', greeted: false },
    ...Object.fromEntries(
      topics.map((topic) => [
        `help-topics, ${topic.id}`,
        { kind: 'help-topics', topics: [topic], year: 2026 },
      ]),
    ),
    'help-topics, few': { kind: 'help-topics', topics: topics.slice(0, 6), year: 2026 },
    'help-topics, many': { kind: 'help-topics', topics, year: 2026 },
    'help-topics, none': { kind: 'help-topics', topics: [], year: 2026 },
    'not-understood, personal': { kind: 'not-understood', scope: 'personal' },
    'not-understood, channel': { kind: 'not-understood', scope: 'channel' },
    'status, one': {
      kind: 'status',
      connections: [{ ...status, advice: advices }],
      zone,
      logUnread: true,
    },
    'status, none': { kind: 'status', connections: [], zone },
    'status, many': {
      kind: 'status',
      connections: [bareStatus, ...many({ ...status, advice: advices }, 30)],
      zone,
    },
    ...Object.fromEntries(
      expirySources.map((expirySource) => [
        `status, ${expirySource}`,
        {
          kind: 'status',
          connections: [{ ...bareStatus, connection: { ...connection, expirySource } }],
          zone,
        },
      ]),
    ),
    'history, full': { kind: 'history', connection, lines: many(lines, 2).flat(), older: 70 },
    'history, bare': { kind: 'history', connection, lines: [], older: 0 },
    'token-pasted, many': {
      kind: 'token-pasted',
      where: 'channel',
      connections: many(status, 12),
      told: connection,
    },
    'token-pasted, none': { kind: 'token-pasted', where: 'personal', connections: [] },
    'settings, full': { kind: 'settings', channel: settings, connections: many(status, 12) },
    'settings, one': { kind: 'settings', channel: { ...settings, digest: 'off' }, connections: [bareStatus] },
    'settings, personal': { kind: 'settings', connections: many(bareStatus, 12) },
    'settings, bare': { kind: 'settings', connections: [] },
    'moved-here, full': {
      kind: 'moved-here',
      connections: many(connection, 30),
      channelName: outside.channel,
    },
    'moved-here, bare': { kind: 'moved-here', connections: [], channelName: outside.channel },
    'only-in-a-channel': { kind: 'only-in-a-channel' },
    'choose, one': { kind: 'choose', connections: [bareStatus], scope: 'personal' },
    'choose, many': {
      kind: 'choose',
      connections: many({ ...status, cycle: { ...fullCycle, attempt: world.attemptNow } }, 12),
      scope: 'channel',
    },
    'no-such-connection': {
      kind: 'no-such-connection',
      asked: outside.said,
      names: many(outside.connection, 30),
    },
    'nothing-watched': { kind: 'nothing-watched' },
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
    'watching, unsure': { kind: 'watching', connection: unsure, firstMessageAt: now },
    ...explainedSamples(connection, lines),
  };
}

function explainedSamples(connection: World['connection'], lines: World['lines']): Samples {
  const record = (why: RungRecord['why'], state: RungRecord['state'], rung = 45): RungRecord => ({
    rung,
    state,
    at: monday,
    why,
  });
  const explained = (explanation: Explanation, on: World['lines'] = []) =>
    ({ kind: 'explained', connection, date: today, explanation, lines: on }) as const;
  return {
    ...Object.fromEntries(
      spokenReasons.flatMap((why) => [
        [`explained, spoken ${why}`, explained({ kind: 'spoken', rungs: [record(why, 'sent')] }, lines)],
        [`explained, came later, ${why}`, explained({ kind: 'kept-back', rung: record(why, 'sent', 1) })],
      ]),
    ),
    ...Object.fromEntries(
      quietReasons.map((why) => [
        `explained, kept back, ${why}`,
        explained({ kind: 'kept-back', rung: record(why, 'superseded') }, lines.slice(0, 1)),
      ]),
    ),
    'explained, on its way': explained({ kind: 'spoken', rungs: [record('on-time', 'owed', -3)] }),
    'explained, acts only': explained({ kind: 'spoken', rungs: [] }, lines.slice(2, 4)),
    'explained, none due, full': explained({
      kind: 'none-due',
      before: record('on-time', 'sent', 60),
      after: forecast('moved-earlier', 30),
    }),
    'explained, none due, bare': explained({ kind: 'none-due' }),
    'explained, to come': explained({ kind: 'to-come', next: forecast('on-time', 0) }),
    'explained, promise to end': explained({ kind: 'to-come', next: forecast('promise-over') }),
    'explained, not watched': explained({ kind: 'not-watched' }),
  };
}
