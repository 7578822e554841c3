import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Awake } from '../../simulation/awake.ts';
import type { History } from '../../simulation/history.ts';
import { judgeDoubles } from '../../simulation/oracle-doubles.ts';
import { judgeRungs, type Spoken } from '../../simulation/oracle-rungs.ts';
import { scheduleOf } from '../../simulation/schedule.ts';
import type { Segment } from '../../simulation/segments.ts';
import { hour, minute } from '../../simulation/world.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const expiresOn = '2026-12-03';
const begin = utc('2026-10-01T00:00');
const end = utc('2026-10-30T00:00');

const segment = (ladder: readonly number[], from: number, until: number): Segment => ({
  from,
  until,
  channel: 'IT',
  schedule: scheduleOf({
    zone: 'UTC',
    days: [1, 2, 3, 4, 5],
    from: '09:00',
    to: '17:00',
    holidays: [],
    ladder,
    isUnsure: false,
    expiresOn,
  }),
  state: 'open',
  claim: undefined,
  snooze: undefined,
});

/** Somebody looks every minute; what Teams does not take is refused once an hour. */
const awake = (refusedFrom: number, refusedUntil: number): Awake =>
  new Awake({
    lives: [{ instance: 0, from: begin, until: end, most: 60_000 }],
    looks: [],
    crashes: [],
    skews: [],
    troubles: Array.from({ length: Math.ceil((refusedUntil - refusedFrom) / hour) }, (_, count) => ({
      at: refusedFrom + count * hour,
      channel: 'IT',
      connection: 'school',
      key: 'rung',
      kind: 'gone' as const,
      wait: 0,
    })),
  } as unknown as History);

describe('the ladder is changed while Teams does not take the 45-day rung', () => {
  const [due, changed, back] = [utc('2026-10-19T09:00'), utc('2026-10-19T12:00'), utc('2026-10-19T15:00')];
  const taken = back + minute;
  const judge = (ladder: readonly number[], said: readonly (readonly [rung: number, at: number])[]) =>
    judgeRungs(
      {
        connection: 'school',
        segments: [segment([60, 45, 7], begin, changed), segment(ladder, changed, end)],
        spoken: said.map(([rung, at]): Spoken => ({ expiresOn, rung, at, look: at, skew: 0 })),
        askedAt: undefined,
        restoredAt: undefined,
        isShared: false,
      },
      awake(due, back),
    ).map(({ wrong, about }) => `${wrong} ${about}`);
  const first = [60, utc('2026-10-05T09:00')] as const;
  const cases: Readonly<
    Record<string, readonly [readonly number[], readonly (readonly [number, number])[], readonly string[]]>
  > = {
    'it speaks for the 50-day rung of the new one': [[60, 50, 7], [first, [45, taken]], []],
    'the 50-day rung of the new one may speak for itself': [[60, 50, 7], [first, [50, taken]], []],
    'neither of them speaks': [[60, 50, 7], [first], ['lost school rung 50']],
    'both of them speak': [[60, 50, 7], [first, [50, taken], [45, taken + hour]], ['unasked school rung 45']],
    'it speaks though all that is due was said': [[60, 7], [first, [45, taken]], ['unasked school rung 45']],
    'what had not fallen due by the old one does not speak': [
      [60, 50, 7],
      [first, [30, taken]],
      ['unasked school rung 30'],
    ],
  };
  for (const [what, [ladder, said, wrong]] of Object.entries(cases))
    test(what, () => {
      assert.deepEqual(judge(ladder, said), wrong);
    });
});

/** The 45-day rung as a reply, and when the bot was told its id. */
const rung45 = (postedAt: number, toldAt = postedAt) => ({
  said: { kind: 'reminder', rung: 45, connection: { id: 'school' }, cycle: { id: 'cycle', expiresOn } },
  key: 'cycle.rung.45',
  channel: 'IT',
  conversation: 'IT;messageid=1',
  postedAt,
  postedBy: { look: postedAt, skew: 0 },
  toldAt,
  deletedAt: undefined,
});

describe('a rung was said at 09:00, and at noon a backup is restored', () => {
  const [said, restoredAt] = [utc('2026-10-19T09:00'), utc('2026-10-19T12:00')];
  const judge = (from: string, again: number) => {
    const hours = { days: [1, 2, 3, 4, 5], from, to: '18:00', holidays: [] };
    const known = { id: 'school', zone: 'UTC', hours, ladder: [60, 45], expirySource: 'typed' };
    const history = {
      world: {
        faults: { mayLook: true },
        restore: { backupAt: said - 48 * hour, at: restoredAt, until: restoredAt + hour },
      },
      messages: [rung45(said), rung45(again)],
      connections: [{ at: restoredAt, value: known, restored: true }],
    } as unknown as History;
    return judgeDoubles(history, awake(begin, begin)).map(({ wrong }) => wrong);
  };

  test('by the hours that it knows it falls due in the afternoon: it may come again', () => {
    assert.deepEqual(judge('15:00', utc('2026-10-19T15:00')), []);
  });

  test('by the hours that it knows it fell due in the gap: the bot might have looked', () => {
    assert.deepEqual(judge('10:00', utc('2026-10-19T13:01')), ['doubled']);
  });
});

describe('a rung stands there twice, and the bot may not look', () => {
  const [backupAt, said] = [utc('2026-10-12T12:00'), utc('2026-10-19T09:00')];
  const restoredAt = utc('2026-10-21T12:00');
  const judge = (firstKnown: number) => {
    const copy = said + 3 * minute;
    const lives = [{ instance: 0, from: begin, until: end, most: 60_000 }];
    const history = {
      world: {
        faults: { mayLook: false },
        restore: { backupAt, at: restoredAt, until: restoredAt + hour },
      },
      messages: [rung45(said, firstKnown), rung45(copy)],
      connections: [],
    } as unknown as History;
    const looked = new Awake({
      lives,
      looks: [
        { number: 1, instance: 0, start: firstKnown + hour, end: firstKnown + hour, skew: 0, crashed: false },
      ],
      crashes: [],
      skews: [],
      troubles: [],
    } as unknown as History);
    return judgeDoubles(history, looked).map(({ explanation }) => explanation.split(': ')[1]);
  };

  test('the first becomes known when the bot still knows the second: one of them has to go', () => {
    assert.deepEqual(judge(said + hour), ['both are known, and none was removed']);
  });

  test('the first becomes known when a restored backup has forgotten the second', () => {
    assert.deepEqual(judge(restoredAt + hour), []);
  });
});

describe('a rung was said under a card that somebody deleted, and a backup is restored', () => {
  const [backupAt, carded, said] = [begin, utc('2026-10-05T09:00'), utc('2026-10-19T09:00')];
  const restoredAt = utc('2026-10-19T12:00');
  const judge = (backup: number, deletedAt: number | undefined, as: 'card' | 'reply', thread: string) => {
    const [connection, cycle] = [{ id: 'school' }, { id: 'cycle', expiresOn }];
    const posted = (rung: number, postedAt: number, as: 'card' | 'reply', thread: string) => ({
      said: { kind: as === 'card' ? 'cycle' : 'reminder', rung, connection, cycle },
      key: `cycle.rung.${rung}`,
      channel: 'IT',
      isRoot: as === 'card',
      conversation: `IT;messageid=${thread}`,
      postedAt,
      postedBy: { look: postedAt, skew: 0 },
      toldAt: postedAt,
      deletedAt: undefined as number | undefined,
    });
    const history = {
      world: {
        faults: { mayLook: true },
        restore: { backupAt: backup, at: restoredAt, until: restoredAt + hour },
      },
      messages: [
        { ...posted(60, carded, 'card', 'first'), deletedAt },
        posted(45, said, 'reply', 'first'),
        posted(45, restoredAt + 2 * hour, as, thread),
      ],
      connections: [],
    } as unknown as History;
    return judgeDoubles(history, awake(begin, begin)).map(({ wrong }) => wrong);
  };
  const deletedAt = said + hour;

  test('that knows nothing of the card: it is said again', () => {
    assert.deepEqual(judge(backupAt, deletedAt, 'card', 'second'), []);
    assert.deepEqual(judge(backupAt, deletedAt, 'reply', 'second'), []);
  });

  test('and otherwise the bot might have looked', () => {
    assert.deepEqual(judge(backupAt, undefined, 'card', 'second'), ['doubled']);
    assert.deepEqual(judge(backupAt, restoredAt + 3 * hour, 'card', 'second'), ['doubled']);
    assert.deepEqual(judge(backupAt, deletedAt, 'reply', 'first'), ['doubled']);
    assert.deepEqual(judge(carded + hour, deletedAt, 'card', 'second'), ['doubled']);
  });
});
