import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pacer, type Call } from '../../src/adapters/teams/pacer.ts';
import type { Counted } from '../../src/adapters/teams/published-limits.ts';
import { exceeded, type Made } from './sliding-check.ts';
import { VirtualTime } from './virtual-time.ts';

interface Asked extends Call {
  /** Milliseconds from the beginning. */
  readonly asks: number;
}
interface Paced extends Made, Asked {
  readonly order: number;
}

const call = (thread: string, ...counts: readonly Counted[]): Call => ({ thread, counts });
const times = (count: number, one: Call, asks = 0): readonly Asked[] =>
  Array.from({ length: count }, () => ({ ...one, asks }));

/** When each call had its turn, in simulated time, in the order of the turns. */
async function paced(asked: readonly Asked[]): Promise<readonly Paced[]> {
  const time = new VirtualTime();
  const pacer = new Pacer(time);
  const made: Paced[] = [];
  const all = asked.map(async (one, order) => {
    if (one.asks > 0) await time.pause(one.asks);
    await pacer.turn(one);
    made.push({ ...one, order, at: time.now() });
  });
  await time.run();
  await Promise.all(all);
  return made;
}

const lastAt = (made: readonly Made[]): number => Math.max(...made.map(({ at }) => at));

// Each row: what is asked for at once, the milliseconds that the limits alone make of it.
for (const [what, asked, least] of [
  ['7 messages to a channel', times(7, call('a', 'send')), 0],
  ['8 messages to a channel', times(8, call('a', 'send')), 1_000],
  ['9 messages to a channel', times(9, call('a', 'send')), 2_000],
  ['61 messages to a channel', times(61, call('a', 'send')), 30_000],
  ['1,801 messages to a channel', times(1_801, call('a', 'send')), 3_600_000],
  ['61 new threads in a channel', times(61, call('a', 'create')), 30_000],
  ['121 lists of members', times(121, call('a', 'members')), 30_000],
  ['121 lists of channels', times(121, call('a', 'conversations')), 30_000],
  ['3 messages that mention a tag', times(3, call('a', 'send', 'tagged')), 5_000],
  ['6 messages that mention a tag', times(6, call('a', 'send', 'tagged')), 60_000],
  ['50 calls that only the app counts', times(50, call('a')), 0],
  ['51 calls that only the app counts', times(51, call('a')), 1_000],
  [
    '51 messages to as many chats',
    Array.from({ length: 51 }, (_, n) => ({ ...call(`chat ${n}`, 'send'), asks: 0 })),
    1_000,
  ],
  ['7 messages and 7 new threads', [...times(7, call('a', 'send')), ...times(7, call('a', 'create'))], 0],
  [
    '7 messages and one with a tag',
    [...times(7, call('a', 'send')), ...times(1, call('a', 'send', 'tagged'))],
    1_000,
  ],
] as const)
  test(`${what} take ${least} ms and hardly more`, async () => {
    const made = await paced(asked);
    assert.equal(made.length, asked.length);
    assert.deepEqual(exceeded(made), []);
    assert.ok(lastAt(made) >= least);
    assert.ok(lastAt(made) <= 1.11 * least, `${lastAt(made)} ms`);
  });

test('50 messages to each of 200 channels take at most 1.05 times what the limits make of it', async () => {
  const channels = Array.from({ length: 200 }, (_, n) => `channel ${n}`);
  for (const order of [
    channels.flatMap((channel) => times(50, call(channel, 'send'))),
    times(50, call('')).flatMap(() => channels.flatMap((channel) => times(1, call(channel, 'send')))),
  ]) {
    const made = await paced(order);
    assert.equal(made.length, 10_000);
    assert.deepEqual(exceeded(made), []);
    assert.ok(lastAt(made) <= 1.05 * 199_000, `${lastAt(made)} ms`);
  }
});

/** Traffic with bursts and quiet times, the same for the same seed. */
function traffic(seed: number, count: number): readonly Asked[] {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const kinds: readonly (readonly Counted[])[] = [
    ['send'],
    ['send'],
    ['send'],
    ['create'],
    ['send', 'tagged'],
    ['members'],
    ['conversations'],
    [],
  ];
  let asks = 0;
  return Array.from({ length: count }, () => {
    if (random(20) === 0) asks += random(4_000);
    const thread = `thread ${Math.min(random(40), random(40))}`;
    return { asks, ...call(thread, ...(kinds[random(kinds.length)] ?? [])) };
  });
}

for (const seed of [1, 2, 3, 4, 5, 6])
  test(`random traffic ${seed} exceeds nothing, in order, and nobody is forgotten`, async () => {
    const asked = traffic(seed, 1_500);
    const made = await paced(asked);
    assert.equal(made.length, asked.length);
    assert.deepEqual(exceeded(made), []);
    assert.ok(made.every(({ at, asks }) => at >= asks));
    const newest = new Map<string, number>();
    for (const { thread, counts, order } of made) {
      const lane = `${thread} ${counts.join()}`;
      assert.ok(order > (newest.get(lane) ?? -1), `call ${order} was overtaken`);
      newest.set(lane, order);
    }
  });

test('the checker of these tests catches each fault that is planted', async () => {
  // Whoever does not wait.
  const unpaced = traffic(1, 1_500).map((one) => ({ ...one, at: one.asks }));
  assert.notDeepEqual(exceeded(unpaced), []);
  // Windows that begin with every whole second instead of anywhere: 7 at the end of one, 7 in the next.
  const fixed = [990, 1_000].flatMap((at) => times(7, call('a', 'send')).map((one) => ({ ...one, at })));
  assert.deepEqual(exceeded(fixed), [
    'send on a: 14 in 1000 ms; 7 are allowed',
    'send on a: 14 in 2000 ms; 8 are allowed',
  ]);
  // One call that goes past the queue of a busy thread.
  const busy = await paced(times(60, call('a', 'send')));
  assert.deepEqual(exceeded([...busy, { ...call('a', 'send'), at: 29_000 }]), [
    'send on a: 61 in 30000 ms; 60 are allowed',
  ]);
  // A limit for all that is kept for each thread only.
  const crowd = Array.from({ length: 51 }, (_, n) => ({ ...call(`chat ${n}`, 'send'), at: 0 }));
  assert.deepEqual(exceeded(crowd), ['the app: 51 in 1000 ms; 50 are allowed']);
});

test('a thread that has to wait holds up no other, nor what is counted apart on the same thread', async () => {
  const made = await paced([
    ...times(100, call('busy', 'send')),
    ...times(1, call('other', 'send'), 3_000),
    ...times(1, call('busy', 'create'), 3_000),
  ]);
  const others = made.filter(({ asks }) => asks > 0);
  assert.deepEqual(
    others.map(({ at, asks }) => at - asks),
    [0, 0],
  );
});

test('a message that mentions a tag waits without holding up those that do not', async () => {
  const made = await paced([
    ...times(20, call('a', 'send', 'tagged')),
    ...times(1, call('a', 'send'), 10_000),
  ]);
  assert.equal(made.find(({ asks }) => asks > 0)?.at, 10_000);
});

test('somebody new is served at once while hundreds of threads share what the app may do', async () => {
  const busy = Array.from({ length: 400 }, (_, n) => times(10, call(`channel ${n}`, 'send'))).flat();
  const made = await paced([...busy, ...times(1, call('new', 'send'), 30_000)]);
  const newcomer = made.find(({ thread }) => thread === 'new');
  assert.ok(newcomer && newcomer.at - newcomer.asks <= 1_100);
});

test('newcomers, however many, overtake whoever waits for ten seconds at most', async () => {
  // 60 newcomers in every second are more than the app may serve.
  const newcomers = Array.from({ length: 60 * 60 }, (_, n) => ({
    ...call(`chat ${n}`, 'send'),
    asks: 1_000 * Math.floor(n / 60),
  }));
  const made = await paced([...newcomers, ...times(12, call('regular', 'send'), 5_000)]);
  const regular = made.filter(({ thread }) => thread === 'regular').map(({ at }) => at);
  assert.equal(regular.length, 12);
  for (const [n, at] of regular.entries()) {
    const since = regular[n - 1] ?? 5_000;
    const unfair = made.filter((one) => one.asks > since + 10_000 && one.at < at);
    assert.deepEqual(unfair, []);
  }
});

test('threads that wait for the app are served in the order in which they came', async () => {
  const made = await paced(
    Array.from({ length: 180 }, (_, n) => ({ ...call(`chat ${n}`, 'send'), asks: 0 })),
  );
  const orders = made.map(({ order }) => order);
  assert.deepEqual(
    orders,
    orders.toSorted((one, other) => one - other),
  );
});

test('a thread that Teams asks to wait waits that long, and only with that', async () => {
  const time = new VirtualTime();
  const pacer = new Pacer(time);
  const turns: string[] = [];
  const ask = (name: string, one: Call): void => {
    void pacer.turn(one).then(() => turns.push(`${name} at ${time.now()}`));
  };
  pacer.hold(call('a', 'send'), 7_000);
  pacer.hold(call('a', 'send'), 3_000);
  ask('held', call('a', 'send'));
  ask('held tag', call('a', 'send', 'tagged'));
  ask('another thread', call('b', 'send'));
  ask('another kind', call('a', 'create'));
  await time.run();
  assert.deepEqual(turns, ['another thread at 0', 'another kind at 0', 'held at 7000', 'held tag at 7000']);
});

test('a thread that is held back while its calls wait for the app waits as well', async () => {
  const time = new VirtualTime();
  const pacer = new Pacer(time);
  for (let n = 0; n < 50; n++) void pacer.turn(call(`chat ${n}`, 'send'));
  const turn = pacer.turn(call('a', 'send')).then(() => time.now());
  pacer.hold(call('a', 'send'), 5_000);
  await time.run();
  assert.equal(await turn, 5_000);
});

test('whoever has given up takes no turn from others', async () => {
  const time = new VirtualTime();
  const pacer = new Pacer(time);
  const gone = new AbortController();
  const turns: string[] = [];
  for (let n = 0; n < 7; n++) void pacer.turn(call('a', 'send'));
  void pacer.turn(call('a', 'send'), gone.signal).then(() => turns.push('gone'));
  const next = pacer.turn(call('a', 'send')).then(() => time.now());
  gone.abort();
  await time.run();
  assert.ok((await next) < 1_500);
  assert.deepEqual(turns, []);
});

test('a clock that is moved forward is noticed', async () => {
  const time = new VirtualTime();
  const moved = { by: 0 };
  const pacer = new Pacer({ now: () => time.now() + moved.by, pause: time.pause });
  pacer.hold(call('a', 'send'), 3_600_000);
  const turn = pacer.turn(call('a', 'send')).then(() => time.now());
  await time.run(10_000);
  moved.by = 3_600_000;
  await time.run();
  assert.ok((await turn) <= 12_000);
});

/** Milliseconds after its beginning at which a pacer first forgets. */
const forgetsAt = 3_600_000;

// Each row: what is asked around that moment.
for (const [what, asked] of [
  [
    'by busy threads',
    [
      ...[0, forgetsAt - 10_000, forgetsAt + 1_000, 2 * forgetsAt + 1_000].flatMap((asks) =>
        Array.from({ length: 20 }, (_, n) => times(7, call(`chat ${n}`, 'send'), asks)).flat(),
      ),
      ...times(4_000, call('busy', 'send')),
    ],
  ],
  [
    'by a thread that rested for a while',
    [
      ...times(1_800, call('a', 'send'), 1_000_000),
      ...times(1, call('b', 'send'), forgetsAt),
      ...times(10, call('a', 'send'), forgetsAt + 1),
    ],
  ],
  [
    'by a new thread that waits for the app',
    [
      ...Array.from({ length: 100 }, (_, n) => ({ ...call(`chat ${n}`, 'send'), asks: forgetsAt - 10 })),
      ...times(7, call('a', 'send'), forgetsAt - 10),
      ...times(1, call('b', 'send'), forgetsAt),
      ...times(7, call('a', 'send'), forgetsAt + 1),
    ],
  ],
] as const)
  test(`limits are kept ${what} while idle threads are forgotten`, async () => {
    const all = [...times(1, call('first', 'send')), ...asked];
    const made = await paced(all);
    assert.equal(made.length, all.length);
    assert.deepEqual(exceeded(made), []);
  });

test('threads in which nothing happened for a while are forgotten', async () => {
  const time = new VirtualTime();
  const pacer = new Pacer(time);
  const turns = Array.from({ length: 5_000 }, (_, n) => pacer.turn(call(`chat ${n}`, 'send')));
  pacer.hold(call('held', 'send'), 6 * 3_600_000);
  await time.run();
  await Promise.all(turns);
  assert.equal(pacer.threads, 5_001);
  await time.run(2.5 * 3_600_000);
  await pacer.turn(call('a', 'send'));
  assert.equal(pacer.threads, 2);
});

test('who can come again later is told when, each at another moment; the others are let through', async () => {
  const time = new VirtualTime();
  const pacer = new Pacer(time);
  const send = call('19:x@thread.tacv2', 'send');
  assert.equal(pacer.comeAgainIn(send, 5_000), undefined);
  const all = times(61, send).map((one) => pacer.turn(one));
  const [first = 0, second = 0, third = 0] = [1, 2, 3].map(() => pacer.comeAgainIn(send, 5_000));
  assert.ok(first > 5_000);
  assert.deepEqual([second - first, third - second], [500, 500]);
  assert.equal(pacer.comeAgainIn(call('a:1', 'send'), 5_000), undefined);
  await time.run();
  await Promise.all(all);
});
