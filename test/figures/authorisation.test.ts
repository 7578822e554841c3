import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { play, type Case } from '../../figures/authorisation/play.ts';
import { cases } from '../../figures/authorisation.ts';
import type { TownOptions } from '../../figures/crash-grid/town.ts';
import { minutes } from '../../src/domain/calendar.ts';

const lost = (step: Case['step'], role: Case['role'], loss: Case['loss'] = 'leaves the group'): Case => ({
  step,
  role,
  loss,
});

describe('the figure of rights that are taken away', () => {
  test('has every role and every way to lose it before every step', () => {
    assert.equal(new Set(cases.map((of) => JSON.stringify(of))).size, 16 * 5 * 4);
  });

  for (const of of [
    lost('right-again', 'submit'),
    lost('right-again', 'approve', 'is disabled'),
    lost('test', 'view', 'loses the group itself'),
    lost('proof', 'configure', 'becomes a guest'),
  ])
    test(`finds nothing where nothing is wrong: ${of.role} before ${of.step}`, async () => {
      assert.deepEqual(await play(of), []);
    });

  const asksNobody: TownOptions['plant'] = (ports) => ({
    ...ports,
    rights: { may: () => Promise.resolve({ may: 'yes' }) },
  });
  test('finds a bot that asks nobody', async () => {
    const wrong = await play(lost('snapshot', 'submit'), asksNobody);
    assert.ok(wrong.includes('it was saved all the same'), wrong.join());
    assert.ok(wrong.includes('submit afterwards: done'));
    assert.ok(wrong.includes('submit afterwards: no row in the trail'));
  });

  test('finds a bot that believes an old answer', async () => {
    const known = new Set<string>();
    const believes: TownOptions['plant'] = (ports) => ({
      ...ports,
      rights: {
        async may(person, role, within) {
          if (known.has(`${person} ${role}`)) return { may: 'yes' };
          const right = await ports.rights.may(person, role, within);
          if (right.may === 'yes') known.add(`${person} ${role}`);
          return right;
        },
      },
    });
    assert.ok((await play(lost('test', 'approve'), believes)).includes('it was saved all the same'));
  });

  test('finds an effect that comes later than a minute', async () => {
    const waits: TownOptions['plant'] = (ports, town) => ({
      ...ports,
      store: {
        ...ports.store,
        // Its clock does not run: it does not notice how long it has waited.
        async commit(writes) {
          const done = await ports.store.commit(writes);
          if (JSON.stringify(writes).includes('"state":"saving"')) await town.clock.pause(minutes(2));
          return done;
        },
      },
      clock: () => '2026-11-25T08:50:00.000Z' as ReturnType<typeof ports.clock>,
    });
    const wrong = await play(lost('save', 'submit'), waits);
    assert.ok(
      wrong.some((what) => /^save 1\d\d s later$/.test(what)),
      wrong.join(),
    );
  });
});
