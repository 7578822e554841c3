import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate, wrongIn } from '../../simulation/run.ts';
import type { Sabotage } from '../../simulation/play.ts';
import { failed, ok } from '../../src/domain/result.ts';
import type { Channel } from '../../src/ports/channel.ts';

const run = { seed: 1, tokenYears: 30 } as const;

/** A bot that is broken on purpose in what it posts. */
const posting = (broken: (channel: Channel) => Partial<Channel>): Sabotage => ({
  ports: (ports) => ({
    ...ports,
    channel: { ...bound(ports.channel), ...broken(ports.channel) },
  }),
});
const bound = (channel: Channel): Channel => ({
  openThread: (...asked) => channel.openThread(...asked),
  post: (...asked) => channel.post(...asked),
  update: (...asked) => channel.update(...asked),
  remove: (...asked) => channel.remove(...asked),
  look: (...asked) => channel.look(...asked),
  chatWith: (...asked) => channel.chatWith(...asked),
  names: (...asked) => channel.names(...asked),
});

const sabotages: Readonly<Record<string, readonly [Sabotage, RegExp]>> = {
  'replies that are said to be sent and are not': [
    posting((channel) => ({
      post: async (where, _what, key, claim) =>
        claim !== undefined && !(await claim())
          ? failed({ why: 'unclaimed' })
          : ok({ conversationId: where.conversationId, activityId: `nowhere-${String(key)}` }),
      remove: (...asked) => channel.remove(...asked),
    })),
    /lost/,
  ],
  'replies that are posted twice': [
    posting((channel) => ({
      post: async (where, what, key, claim) => {
        const posted = await channel.post(where, what, key, claim);
        if (posted.ok) await channel.post(where, what, key);
        return posted;
      },
    })),
    /doubled/,
  ],
  'messages that stand there and are not seen': [
    posting((channel) => ({
      look: async (...asked) => {
        const seen = await channel.look(...asked);
        return seen.ok ? ok([]) : seen;
      },
    })),
    /doubled .* the bot might have looked/,
  ],
};
for (const [what, [sabotage, found]] of Object.entries(sabotages))
  test(`${what} are found, with the world that shows it`, async () => {
    const outcome = await simulate({ ...run, sabotage });
    assert.ok(wrongIn(outcome) > 0);
    assert.match(outcome.failures[0]?.explanation ?? '', found);
    assert.equal(outcome.failures[0]?.seed, run.seed);
  });
