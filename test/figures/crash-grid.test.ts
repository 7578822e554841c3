import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { singles } from '../../figures/crash-grid/cases.ts';
import { play } from '../../figures/crash-grid/play.ts';
import type { Strike } from '../../figures/crash-grid/strike.ts';
import { connection, type Town, type TownOptions } from '../../figures/crash-grid/town.ts';
import { minutes } from '../../src/domain/calendar.ts';
import { servicePrincipalId } from '../../src/domain/ids.ts';
import { ok } from '../../src/domain/result.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Provisioning } from '../../src/ports/provisioning.ts';

const usual: TownOptions = { secretsReading: 'replace', mayReadChannels: false };

const strikeAt = (step: Strike['step'], point: Strike['point'], fault: Strike['fault']): Strike => ({
  step,
  point,
  fault,
});

describe('the crash grid', () => {
  test('has every fault at every point of every step', () => {
    assert.equal(singles.length, 16 * 3 * 18);
    assert.equal(new Set(singles.map((strike) => JSON.stringify(strike))).size, singles.length);
  });

  // The hard one first: the save is done, its answer is lost, and the process dies.
  for (const strike of [
    strikeAt('save', 'after effect', 'SIGKILL'),
    strikeAt('save', 'after intent', 'timeout with effect'),
    strikeAt('check', 'before intent', 'store write fails'),
    strikeAt('test', 'after intent', 'lease lost'),
    strikeAt('submit', 'before intent', 'duplicate invoke'),
    strikeAt('reply', 'after effect', 'deploy'),
  ])
    test(`a rotation is safe: ${strike.fault}, ${strike.point} of ${strike.step}`, async () => {
      assert.deepEqual(await play([strike], usual), { wrong: [], struck: 1 });
    });

  // A clock that was ahead would have kept the connection for five hours.
  for (const pair of [
    [strikeAt('right', 'before intent', 'clock jump'), strikeAt('snapshot', 'after effect', 'SIGKILL')],
    [strikeAt('dialog', 'before intent', 'clock jump'), strikeAt('lease', 'after effect', 'SIGKILL')],
  ])
    test(`a connection is free at the second press: ${pair.map(({ fault, step }) => `${fault} at ${step}`).join(', ')}`, async () => {
      assert.deepEqual(await play(pair, usual), { wrong: [], struck: 2 });
    });

  for (const [log, auditLag] of [
    ['shows the save', 0],
    ['is late', minutes(50)],
  ] as const)
    for (const point of ['after intent', 'after effect'] as const)
      test(`a process that is killed ${point} of the save is safe where the log ${log}`, async () => {
        const towns: Town[] = [];
        const plant: TownOptions['plant'] = (ports, town) => (towns.push(town), ports);
        const played = await play([strikeAt('save', point, 'SIGKILL')], { ...usual, auditLag, plant });
        assert.deepEqual(played, { wrong: [], struck: 1 });
        const all = towns.slice(0, 1).flatMap((town) => town.rotations());
        const died = all.find(({ fence }) => fence > 1);
        const isSaved = point === 'after effect';
        assert.equal(died?.state, isSaved && auditLag === 0 ? 'proven' : 'interrupted');
        assert.equal(died.confirmedBy, isSaved ? 'audit-log' : undefined);
      });

  test('finds a log that is believed although it shows another save', async () => {
    const plant: TownOptions['plant'] = (ports) => ({
      ...ports,
      audit: {
        changes: (since) =>
          Promise.resolve(
            ok([
              {
                id: 'a',
                at: since,
                activity: 'Update provisioning setting or credentials',
                by: { kind: 'scimitar' },
                servicePrincipal: servicePrincipalId(connection),
              },
            ]),
          ),
      },
    });
    const { wrong } = await play([strikeAt('save', 'after intent', 'SIGKILL')], { ...usual, plant });
    assert.match(wrong.join('\n'), /success was told, and another token is saved/);
  });

  test('finds a log that takes longer than a minute has left', async () => {
    const plant: TownOptions['plant'] = (ports, town) => ({
      ...ports,
      audit: {
        async changes() {
          await town.clock.pause(minutes(1));
          return ok([]);
        },
      },
    });
    const { wrong } = await play([strikeAt('save', 'after intent', 'SIGKILL')], { ...usual, plant });
    assert.match(wrong.join('\n'), /an attempt is saving a minute after the restart/);
  });

  test('a rotation that nothing strikes is safe, and says that nothing struck', async () => {
    assert.deepEqual(await play([], usual), { wrong: [], struck: 0 });
  });

  const provisioningThat =
    (change: (real: Provisioning, town: Town) => Partial<Provisioning>) =>
    (ports: Ports, town: Town): Ports => ({
      ...ports,
      provisioning: { ...ports.provisioning, ...change(ports.provisioning, town) },
    });

  /** What is broken on purpose, and how the grid tells it. */
  const plants: Readonly<Record<string, readonly [NonNullable<TownOptions['plant']>, RegExp]>> = {
    'a save that is called done and is not': [
      provisioningThat(() => ({
        save: () => Promise.resolve(ok({ lost: [], changed: [], added: [], putBack: [] })),
      })),
      /success was told, and another token is saved/,
    ],
    'a test that is called passed before it is asked': [
      provisioningThat((real, town) => ({
        async test(connection, token) {
          town.school.secrets.put([{ key: 'SecretToken', value: token.secret.reveal() }], 'merge');
          town.cloud.tenant.ledger.saved(
            town.school.id,
            token.secret.reveal(),
            { kind: 'app', appId: 'x', name: 'x' },
            town.clock.now(),
          );
          return real.test(connection, token);
        },
      })),
      /an untested token was saved/,
    ],
    'a save that loses a setting beside the token': [
      provisioningThat((real, town) => ({
        async save(connection, token, before) {
          const saved = await real.save(connection, token, before);
          town.school.secrets.put([{ key: 'SyncNotificationSettings', value: '{}' }], 'merge');
          return saved;
        },
      })),
      /another setting was changed/,
    ],
    'a job that is started although it runs': [
      provisioningThat((real) => ({
        async checkSaved(address) {
          await real.start(address);
          await real.start(address);
          return real.checkSaved(address);
        },
      })),
      /needless starts/,
    ],
    'a reply that is said twice': [
      (ports) => ({
        ...ports,
        channel: {
          ...ports.channel,
          async post(where, what, key, claim) {
            const posted = await ports.channel.post(where, what, key, claim);
            if (what.kind === 'applied') await ports.channel.post(where, what, key);
            return posted;
          },
        },
      }),
      /was told 2 times/,
    ],
    'a reply that is forgotten': [
      (ports) => ({
        ...ports,
        channel: {
          ...ports.channel,
          post: async (where, what, key, claim) =>
            what.kind === 'applied' && (await claim?.()) === true
              ? ok({ conversationId: where.conversationId, activityId: '1' })
              : ports.channel.post(where, what, key, claim),
        },
      }),
      /was not told/,
    ],
    'a store that forgets who holds the attempt': [
      (ports) => ({
        ...ports,
        store: {
          ...ports.store,
          commit: (writes) =>
            ports.store.commit(
              writes.filter(
                ({ key, value }) =>
                  !(
                    key.kind === 'rotation' &&
                    value !== 'deleted' &&
                    'state' in value &&
                    value.state === 'saving'
                  ),
              ) as unknown as typeof writes,
            ),
        },
      }),
      /a save while the attempt is testing|the attempt is still|logged/,
    ],
  };
  for (const [what, [plant, told]] of Object.entries(plants))
    test(`finds ${what}`, async () => {
      const { wrong } = await play([], { ...usual, plant });
      assert.match(wrong.join('\n'), told);
    });
});
