import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play } from '../../figures/crash-grid/play.ts';
import type { Town, TownOptions } from '../../figures/crash-grid/town.ts';
import { minutes, seconds } from '../../src/domain/calendar.ts';
import { failed } from '../../src/domain/result.ts';
import type { UpstreamFailure } from '../../src/domain/upstream.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Provisioning } from '../../src/ports/provisioning.ts';

const away: UpstreamFailure = { kind: 'unreachable', status: 0, code: 'unknown', text: '' };

/** The longest that each call of an attempt may take, in milliseconds. */
const longest = {
  snapshot: seconds(10),
  test: seconds(25),
  save: seconds(51),
  checkSaved: seconds(25),
  health: seconds(10),
  start: seconds(10),
} as const;
type Call = keyof typeof longest;
const calls = Object.keys(longest) as Call[];

/** Every call takes its time, a share of the longest; one of them never succeeds in it. */
function slow(town: Town, ports: Ports, failing: Call, share: number): Ports {
  const { provisioning: real, rights } = ports;
  const taking =
    <A extends readonly unknown[], R>(call: Call, act: (...asked: A) => Promise<R>) =>
    async (...asked: A) => {
      const isOfAttempt = town.rotations().length > 0;
      if (isOfAttempt) await town.clock.pause(longest[call] * share);
      return isOfAttempt && call === failing ? failed(away) : act(...asked);
    };
  const provisioning: Provisioning = {
    ...real,
    snapshot: taking('snapshot', (...asked: Parameters<Provisioning['snapshot']>) => real.snapshot(...asked)),
    test: taking('test', (...asked: Parameters<Provisioning['test']>) => real.test(...asked)),
    save: taking('save', (...asked: Parameters<Provisioning['save']>) => real.save(...asked)),
    checkSaved: taking('checkSaved', (...asked: Parameters<Provisioning['checkSaved']>) =>
      real.checkSaved(...asked),
    ),
    health: taking('health', (...asked: Parameters<Provisioning['health']>) => real.health(...asked)),
    start: taking('start', (...asked: Parameters<Provisioning['start']>) => real.start(...asked)),
  };
  return {
    ...ports,
    provisioning,
    rights: {
      async may(person, role, within) {
        if (town.rotations().length > 0) await town.clock.pause(Math.min(within, seconds(5)) * share);
        return rights.may(person, role, within);
      },
    },
  };
}

/** How long attempts were under way, until their terminal reply was decided. */
async function lasting(failing: Call, share: number): Promise<readonly number[]> {
  const towns = new Set<Town>();
  const plant: TownOptions['plant'] = (ports, town) => {
    towns.add(town);
    return slow(town, ports, failing, share);
  };
  await play([], { secretsReading: 'merge', mayReadChannels: true, plant });
  return [...towns].flatMap((town) =>
    town.rotations().map(({ startedAt, journal }) => {
      const { step, ended = '' } = journal.at(-1) ?? {};
      assert.equal(step, 'close', `${failing} at ${share}`);
      return Date.parse(ended) - Date.parse(startedAt);
    }),
  );
}

for (const failing of calls)
  test(`an attempt whose ${failing} never succeeds has its terminal reply within ten minutes`, async () => {
    let longestOfAll = 0;
    for (let share = 0; share <= 1; share += 0.05)
      for (const milliseconds of await lasting(failing, share)) {
        assert.ok(milliseconds <= minutes(10), `${milliseconds / 1_000} s at ${share.toFixed(2)}`);
        longestOfAll = Math.max(longestOfAll, milliseconds);
      }
    const isSaved = ['checkSaved', 'health', 'start'].includes(failing);
    // What may pass is waited for, once the token is saved.
    assert.equal(longestOfAll > minutes(7), isSaved, `${longestOfAll / 1_000} s`);
  });
