import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Looks, Plant } from '../../figures/delivery/bot-process.ts';
import { LimitWatch } from '../../figures/delivery/limits.ts';
import { play, type World } from '../../figures/delivery/world.ts';
import { deliveryFigure } from '../../figures/delivery.ts';
import { deliveryTimeFigure } from '../../figures/delivery-time.ts';
import type { Figure } from '../../figures/figure.ts';
import { failed, ok } from '../../src/domain/result.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { Ports } from '../../src/ports/ports.ts';

const small = (seed: number, looks: Looks): World => ({
  seed,
  channels: 3,
  connections: 36,
  days: 3,
  looks,
  // More of everything, so that a short run meets it.
  faults: { ambiguous: 0.08, crash: 0.01, throttled: 0.02 },
});

type Pacing = Parameters<NonNullable<Plant['pacer']>>[0];
const bound = (pacer: Pacing): Pacing => ({
  turn: (call, signal) => pacer.turn(call, signal),
  hold: (call, milliseconds) => {
    pacer.hold(call, milliseconds);
  },
  comeAgainIn: (call, patience) => pacer.comeAgainIn(call, patience),
});

const smallDelivery = (looks: Looks, plant?: Plant): Figure =>
  deliveryFigure({ sends: { usual: 200, long: 200 }, worldOf: (seed) => small(seed, looks) }, plant);

describe('deliveries', () => {
  for (const looks of ['allowed', 'not-allowed', 'silent'] as const)
    test(`a bot whose looks are ${looks} delivers everything as promised`, async () => {
      const { value, details = [] } = await smallDelivery(looks).measure('usual');
      assert.equal(value, 0, details.join('\n'));
      assert.match(details.join('\n'), /^\d+ messages, \d+ calls, [1-9]\d* vague answers, [1-9]\d* crashes$/);
    });

  test('one seed is one run, and another seed is another', async () => {
    const run = async (seed: number) => {
      const { ledger, service } = await play(small(seed, 'not-allowed'));
      return [service.calls, ...ledger.all.map(({ key, postedAt, isDeleted }) => [key, postedAt, isDeleted])];
    };
    const first = await run(5);
    assert.deepEqual(await run(5), first);
    assert.notDeepEqual(await run(6), first);
  });

  const onChannel =
    (change: (channel: Channel) => Partial<Channel>): NonNullable<Plant['ports']> =>
    (ports: Ports) => ({ ...ports, channel: { ...ports.channel, ...change(ports.channel) } });

  /** What is planted, where it shows, and how it is told. */
  const faults: Readonly<Record<string, readonly [Plant, Looks, RegExp]>> = {
    'a flow that says again what it has not looked for': [
      { ports: onChannel(() => ({ look: () => Promise.resolve(ok([])) })) },
      'allowed',
      /^seed 1, looks allowed: cycle-\w+\.rung\.-?\d in 19:\S+: posted 2 times, stands there 2 times$/m,
    ],
    'a flow that posts again at once when the answer does not tell': [
      {
        ports: onChannel((channel) => ({
          async post(where, what, key, claim) {
            const posted = await channel.post(where, what, key, claim);
            return posted.ok || posted.failure.why !== 'unsure' ? posted : channel.post(where, what, key);
          },
        })),
      },
      'allowed',
      /posted 2 times, stands there 2 times$/m,
    ],
    'a message that is forgotten': [
      {
        ports: onChannel((channel) => {
          let count = 0;
          return {
            post: async (where, what, key, claim) =>
              ++count % 40 === 0 && (await claim?.()) === true
                ? ok({ conversationId: where.conversationId, activityId: '1' })
                : channel.post(where, what, key, claim),
          };
        }),
      },
      'not-allowed',
      /: lost$/m,
    ],
    'extras that are never removed': [
      { ports: onChannel(() => ({ remove: () => Promise.resolve(ok(undefined)) })) },
      'not-allowed',
      /posted 2 times, stands there 2 times$/m,
    ],
    'a pacer that lets one call too many through': [
      {
        pacer: (pacer) => {
          let count = 0;
          const turn: Pacing['turn'] = (call, signal) =>
            ++count % 10 === 0 ? Promise.resolve() : pacer.turn(call, signal);
          return { ...bound(pacer), turn };
        },
      },
      'allowed',
      / on 19:channel-\d@thread.tacv2: \d+ calls within \d+\.\d ms; \d+ are allowed$/m,
    ],
    'a pacer that does not hear how long Teams asks to wait': [
      { pacer: (pacer) => ({ ...bound(pacer), hold: () => undefined }) },
      'allowed',
      /: Teams had asked to wait \d+\.\d ms more$/m,
    ],
  };
  for (const [sentence, [plant, looks, told]] of Object.entries(faults))
    test(`${sentence} is caught, and told with its seed`, async () => {
      const { value, details = [] } = await smallDelivery(looks, plant).measure('usual');
      assert.ok(value > 0);
      assert.match(details.join('\n'), told);
    });
});

describe('the time of deliveries', () => {
  const load = { channels: 60, each: 4 };

  test('what is delivered in the least time that the limits allow is worth about 1', async () => {
    const { value, details = [] } = await deliveryTimeFigure(load).measure('usual');
    assert.ok(value >= 1 && value < 1.6, String(value));
    assert.match(details[0] ?? '', /^240 cards: 240 calls in 4\.\d s; the limits allow 4\.0 s$/);
  });

  test('a bot that attends to one connection a sweep takes many times as long', async () => {
    const slow: Plant = {
      ports: (ports) => ({
        ...ports,
        store: { ...ports.store, due: (upTo) => ports.store.due(upTo, 1) },
      }),
    };
    const { value } = await deliveryTimeFigure(load, slow).measure('usual');
    assert.ok(value > 100, String(value));
  });

  test('a call above a limit, or a message that is missing, fails the figure', async () => {
    const hasty: Plant = {
      pacer: (pacer) => ({ ...bound(pacer), turn: () => Promise.resolve() }),
    };
    await assert.rejects(
      deliveryTimeFigure(load, hasty).measure('usual'),
      /51 calls within \d+\.\d ms; 50 are allowed/,
    );
    const deaf: Plant = {
      ports: (ports) => ({
        ...ports,
        channel: { ...ports.channel, openThread: () => Promise.resolve(failed({ why: 'rejected' })) },
      }),
    };
    await assert.rejects(
      deliveryTimeFigure(load, deaf).measure('usual'),
      /^Error: Of 240 cards 0 were posted/,
    );
  });
});

describe('the watch over the limits', () => {
  const watch = (times: readonly number[]): LimitWatch => {
    const limits = new LimitWatch();
    for (const at of times) limits.count({ at, thread: 'a', kind: 'write' });
    return limits;
  };
  const cases: Readonly<Record<string, readonly [times: readonly number[], exceeded: readonly string[]]>> = {
    'seven calls at once are allowed': [Array.from({ length: 7 }, () => 0), []],
    'the eighth is not': [
      Array.from({ length: 8 }, (_, n) => n),
      ['write on a: 8 calls within 7.0 ms; 7 are allowed'],
    ],
    'a second does not begin with a whole one': [
      [990, 990, 990, 990, 990, 1_010, 1_010, 1_010],
      ['write on a: 8 calls within 20.0 ms; 7 are allowed'],
    ],
    'a ninth within two seconds is not allowed': [
      [0, 0, 0, 0, 0, 0, 0, 1_001, 1_999],
      ['write on a: 9 calls within 1999.0 ms; 8 are allowed'],
    ],
    'nor is a sixty-first within half a minute': [
      Array.from({ length: 61 }, (_, n) => n * 499),
      ['write on a: 61 calls within 29940.0 ms; 60 are allowed'],
    ],
    'nor is a call after 1,800 in an hour': [
      Array.from({ length: 1_801 }, (_, n) => n * 1_999),
      ['write on a: 1801 calls within 3598200.0 ms; 1800 are allowed'],
    ],
  };
  for (const [sentence, [times, exceeded]] of Object.entries(cases))
    test(sentence, () => {
      assert.deepEqual(watch(times).exceeded, exceeded);
    });

  for (const [calls, least] of [
    [7, 0],
    [8, 1_000],
    [9, 2_000],
    [61, 30_000],
    [1_801, 3_600_000],
  ] as const)
    test(`${calls} calls in a channel take ${least} ms at least`, () => {
      assert.equal(watch(Array.from({ length: calls }, () => 0)).leastTime(), least);
    });

  test('all calls of the app count together', () => {
    const limits = new LimitWatch();
    for (let chat = 0; chat < 51; chat++) limits.count({ at: chat, thread: `chat ${chat}`, kind: 'write' });
    assert.deepEqual(limits.exceeded, ['the app: 51 calls within 50.0 ms; 50 are allowed']);
    assert.equal(limits.leastTime(), 1_000);
  });
});
