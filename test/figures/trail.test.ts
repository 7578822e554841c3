import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sha256 } from '../../src/adapters/sha256.ts';
import type { Step } from '../../src/domain/steps.ts';
import { effectsWithoutTrail, missedMutations } from '../../figures/trail.ts';
import { playScene } from '../../figures/trail/scene.ts';
import type { Strike } from '../../figures/crash-grid/strike.ts';
import { tenantOf, type Town } from '../../figures/crash-grid/town.ts';
import { TrailCheck } from '../../src/domain/trail-check.ts';
import { hosts, servicePrincipals } from '../../sandbox/seed.ts';
import type { Ports } from '../../src/ports/ports.ts';

const school = servicePrincipals.appleSchool.id;
/** While it waits for Graph's answer. */
const killedIn = (step: Step): Strike => ({ step, point: 'after intent', fault: 'SIGKILL', later: 3 });

/** A bot that starts the job past its trail, before it asks for the health of the job. */
function startingPastTheTrail(ports: Ports, town: Town): Ports {
  const url = `https://${hosts.graph}/v1.0/servicePrincipals/${school}/synchronization/jobs/x/start`;
  return {
    ...ports,
    provisioning: {
      ...ports.provisioning,
      async checkSaved(...asked) {
        await town.answer(new Request(url, { method: 'POST', body: '{}' }));
        return ports.provisioning.checkSaved(...asked);
      },
    },
  };
}

suite('the trail', () => {
  test('has every effect of a rotation that nothing strikes, and of one whose process is killed in the save', async () => {
    const calm = await playScene([], 0);
    assert.deepEqual(calm.wrong, []);
    assert.ok(calm.effects >= 6, `only ${calm.effects} effects`);
    const killed = await playScene([killedIn('save')], 0);
    assert.deepEqual(killed.wrong, []);
    assert.match(JSON.stringify(killed.trail), /"outcome":"unknown","why":"lost"/);
  });

  test('an effect without an intent is found', async () => {
    const { wrong } = await playScene([], 0, startingPastTheTrail);
    assert.match(wrong.join('\n'), /start without an intent/);
  });

  test('an intent that nobody concludes is found', async () => {
    const { wrong } = await playScene([killedIn('save')], 0, (ports) => ({
      ...ports,
      trail: { ...ports.trail, settle: () => Promise.resolve() },
    }));
    assert.match(wrong.join('\n'), /save without a result/);
  });

  test('a token that nobody is said to have wanted is found', async () => {
    const { wrong } = await playScene([], 0, (ports) => ({
      ...ports,
      provisioning: {
        ...ports.provisioning,
        save: (connection, token, before) => ports.provisioning.save(connection, token, before),
      },
    }));
    assert.match(wrong.join('\n'), /save that nobody wanted/);
  });

  test('every tampered trail is found, and a verifier that makes no hash anew is caught', async () => {
    const { trail } = await playScene([], 0);
    assert.deepEqual(missedMutations(trail, 300), []);
    // It follows the hashes from row to row, and never looks whether they belong to what the rows say.
    const blind = missedMutations(trail, 300, (posted) => {
      const check = new TrailCheck(tenantOf, sha256, posted);
      return {
        row: (row) => {
          check.row(row);
        },
        done(head) {
          const verdict = check.done(head);
          return {
            ...verdict,
            faults: verdict.faults.filter(({ text }) => !text.includes('its hash is not')),
          };
        },
      };
    });
    assert.ok(blind.includes('a field is edited'), blind.join(', '));
  });

  test('an effect that is made while the trail cannot be written is counted', async () => {
    const held = await effectsWithoutTrail();
    assert.equal(held.effects, 0);
    assert.ok(held.wanted > 0, 'nothing was wanted');
    const loose = await effectsWithoutTrail((ports, town) =>
      startingPastTheTrail(
        {
          ...ports,
          // A dialog that opens although that could not be written down.
          trail: { ...ports.trail, decide: () => Promise.resolve('written') },
          provisioning: {
            ...ports.provisioning,
            test: async (connection) => {
              await ports.provisioning.checkSaved(connection);
              const url = `https://${hosts.graph}/v1.0/servicePrincipals/${school}/synchronization/jobs/x/start`;
              await town.answer(new Request(url, { method: 'POST', body: '{}' }));
              return { ok: false, failure: { kind: 'unknown', status: 200, code: 'x', text: 'x' } };
            },
          },
        },
        town,
      ),
    );
    assert.ok(loose.effects > 0, 'an effect was not counted');
  });
});
