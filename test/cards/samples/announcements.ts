import { isTold, type Announcement, type Call } from '../../../src/domain/announcement.ts';
import { approvals } from './approval-samples.ts';
import { addDays, addMilliseconds, hours, type Moment } from '../../../src/domain/calendar.ts';
import { promiseDays } from '../../../src/domain/claim.ts';
import type { Connection } from '../../../src/domain/connection.ts';
import { spokenReasons, type Cycle } from '../../../src/domain/cycle.ts';
import { escalationSteps } from '../../../src/domain/escalation.ts';
import { jobStates, type Health } from '../../../src/domain/job.ts';
import { type Forecast } from '../../../src/domain/forecast.ts';
import { snoozeDates } from '../../../src/domain/reminder.ts';
import { many, now, promised, today, zone, type World } from './world.ts';

type Samples = Record<string, Announcement>;
const named = <T extends string>(
  names: readonly T[],
  prefix: string,
  make: (name: T) => Announcement,
): Samples => Object.fromEntries(names.map((name) => [`${prefix}, ${name}`, make(name)]));

export const monday = '2027-01-04T08:00:00.000Z' as Moment;
export const forecast = (why: Forecast['why'], rung?: number): Forecast => ({
  at: monday,
  why,
  passed: [],
  ...(rung === undefined ? {} : { rung }),
});

const reasons = [...spokenReasons, 'promise-over'] as const;

/** The card in the channel. */
export function livingSamples({
  connection,
  unsure,
  bareCycle,
  fullCycle,
  lines,
  attemptNow,
  ...world
}: World): Samples {
  const living = (
    cycle: Cycle,
    daysLeft: number,
    of: Partial<Extract<Announcement, { kind: 'cycle' }>> = {},
  ) => {
    const expiresOn = addDays(today, daysLeft);
    return {
      kind: 'cycle',
      connection,
      cycle: { ...cycle, expiresOn },
      health: world.running,
      daysLeft,
      next: forecast('moved-later', 21),
      snoozeDates: snoozeDates({ ...(of.connection ?? connection), expiresOn }, today),
      promise: promiseDays(expiresOn, today),
      now,
      ...of,
    } as const;
  };
  const { next, ...silent } = living(bareCycle, 12, { health: 'unknown', snoozeDates: [] });
  const closed = { ...fullCycle, state: 'closed', recent: lines.slice(8, 14) } as const;
  return {
    'cycle, full': living(fullCycle, 45),
    'cycle, bare': silent,
    'cycle, unsure': living(fullCycle, 45, { connection: unsure }),
    'cycle, unsure and urgent': living(bareCycle, 20, { connection: unsure }),
    'cycle, unsure and handed in': living({ ...bareCycle, state: 'handed-in' }, 12, { connection: unsure }),
    'cycle, promised by a colleague': living(
      { ...bareCycle, claim: { by: world.ben, at: now, until: promised } },
      45,
    ),
    'cycle, snooze over': living(
      { ...bareCycle, snooze: { by: world.ben, at: now, until: today }, snoozes: 3 },
      45,
    ),
    'cycle, second person asked for': living({ ...fullCycle, approval: approvals(world, now).asked }, 12),
    'cycle, second person agreed': living({ ...fullCycle, approval: approvals(world, now).agreed }, 12),
    'cycle, attempt running': living({ ...fullCycle, attempt: attemptNow }, 12),
    'cycle, handed in': living({ ...fullCycle, state: 'handed-in', recent: lines.slice(16, 22) }, 12),
    'cycle, closed': living(closed, 12),
    'cycle, closed in the portal': living({ ...closed, replacedInPortal: true }, 12),
    'cycle, closed with a late attempt': living({ ...closed, attempt: attemptNow }, 12),
    'cycle, quarantined': living(fullCycle, -3, { health: world.quarantined }),
    'cycle, all acts': living({ ...bareCycle, recent: lines.slice(0, lines.length / 2) }, 45),
    'cycle, all other acts': living({ ...bareCycle, recent: lines.slice(lines.length / 2) }, 45),
    ...named(reasons, 'cycle, next', (why) => living(fullCycle, 45, { next: forecast(why, 21) })),
    ...named(jobStates, 'cycle, job', (state) => living(bareCycle, 5, { health: { state } })),
    ...named(['1', '0', '-1', '-40'], 'cycle, days', (days) => living(bareCycle, Number(days))),
  };
}

/** The replies in the thread. */
export function replySamples({ connection, unsure, bareCycle, fullCycle, ...world }: World): Samples {
  const calls: readonly Call[] = [
    world.tag,
    { kind: 'person', person: world.maya },
    { kind: 'person', person: world.ben },
    { kind: 'person', person: { ...world.maya, id: world.attempt.by.id } },
  ];
  const reminder = (
    daysLeft: number,
    cycle: Cycle,
    of: Partial<Extract<Announcement, { kind: 'reminder' }>> = {},
  ) =>
    ({
      kind: 'reminder',
      connection,
      cycle: { ...cycle, expiresOn: addDays(today, daysLeft) },
      rung: daysLeft,
      why: 'on-time',
      daysLeft,
      calls: [],
      ...of,
    }) as const;
  const act = (told: World['acts'][number], cycle: Cycle, called: readonly Call[]) =>
    isTold(told) ? [{ kind: 'act', connection, cycle, act: told, at: now, calls: called } as const] : [];
  const ended: Cycle = {
    ...bareCycle,
    rungs: [{ rung: 14, state: 'owed', at: now, why: 'on-time' }],
    recent: [{ at: now, act: { kind: 'lapsed', by: world.ben, until: promised } }],
  };
  return {
    'reminder, full': reminder(7, fullCycle, { connection: unsure, calls, mayRepeatSince: now, why: 'late' }),
    'reminder, bare': reminder(30, bareCycle),
    'reminder, called': reminder(30, bareCycle, { calls: [world.tag] }),
    'reminder, promised': reminder(7, fullCycle, { calls: [{ kind: 'person', person: world.maya }] }),
    'reminder, promise over': reminder(14, ended),
    'reminder, expired': reminder(-3, bareCycle),
    ...named(spokenReasons, 'reminder', (why) => reminder(14, bareCycle, { why })),
    ...Object.fromEntries(
      world.acts.flatMap((told, index) => [
        ...act(told, fullCycle, calls).map((sample) => [`act ${index}, ${told.kind}, full`, sample] as const),
        ...act(told, bareCycle, []).map((sample) => [`act ${index}, ${told.kind}, bare`, sample] as const),
      ]),
    ),
    'act, claimed in the last week': {
      ...{ kind: 'act', connection, at: now, calls: [] },
      cycle: { ...fullCycle, expiresOn: addDays(today, 5) },
      act: { kind: 'claimed', by: world.maya, until: addDays(today, 4) },
    },
    'act, claimed into the last week': {
      ...{ kind: 'act', connection, cycle: fullCycle, at: now, calls: [] },
      act: { kind: 'claimed', by: world.maya, until: addDays(today, 40) },
    },
  };
}

/** What one person is told, and the week's list. */
export function otherSamples({ connection, unsure, bareCycle, fullCycle, ...world }: World): Samples {
  const status = (of: Connection, cycle: Cycle, daysLeft: number, health: Health = world.running) => ({
    connection: of,
    cycle: { ...cycle, expiresOn: addDays(today, daysLeft) },
    health,
    daysLeft,
    next: forecast('moved-later', 21),
  });
  const digest = (connections: Extract<Announcement, { kind: 'digest' }>['connections']) =>
    ({
      kind: 'digest',
      place: connection.place,
      zone,
      connections,
      week: today,
      next: addMilliseconds(now, hours(167)),
    }) as const;
  return {
    ...named(escalationSteps, 'escalation, named', (step) => ({
      kind: 'escalation',
      connection: unsure,
      cycle: bareCycle,
      step,
      to: step === 'owner' ? world.maya : world.ben,
      daysLeft: 20,
    })),
    ...named(escalationSteps, 'escalation', (step) => ({
      kind: 'escalation',
      connection,
      cycle: { ...fullCycle, expiresOn: addDays(today, 6) },
      step,
      to: world.maya,
      daysLeft: 6,
    })),
    'escalation, expired': {
      kind: 'escalation',
      connection,
      cycle: bareCycle,
      step: 'manager',
      to: world.ben,
      daysLeft: -2,
    },
    unreachable: { kind: 'unreachable', connection, since: now, daysLeft: 45 },
    'welcome, full': { kind: 'welcome', addedBy: world.maya },
    'welcome, bare': { kind: 'welcome' },
    'digest, well': digest([status(connection, bareCycle, 45), status(connection, bareCycle, 200)]),
    'digest, with the trail': {
      ...digest([status(connection, bareCycle, 45)]),
      trail: { seq: 412, hash: '9f86d081884c7d659a2feaa0c55ad015'.repeat(2), at: now },
    },
    'digest, health unknown': digest([status(connection, bareCycle, 45, 'unknown')]),
    'digest, one needs attention': digest([
      status(connection, bareCycle, 45),
      status({ ...connection, responsible: {} }, fullCycle, 12),
    ]),
    'digest, unsure': digest([status(unsure, bareCycle, 200)]),
    'digest, quarantined': digest([status(connection, bareCycle, 200, world.quarantined)]),
    'digest, handed in': digest([status(connection, { ...fullCycle, state: 'handed-in' }, 3)]),
    'digest, many': digest(many(status(unsure, fullCycle, 12, world.quarantined), 30)),
    'digest, none': digest([]),
  };
}
