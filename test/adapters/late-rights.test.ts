import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lateRights } from '../../src/adapters/graph/late-rights.ts';
import { personId } from '../../src/domain/ids.ts';
import type { Right } from '../../src/ports/people.ts';
import { VirtualClock } from '../../figures/virtual-clock.ts';

const maya = personId('maya');
const tom = personId('tom');

/** An Entra that takes so long for each answer, and counts how often it is asked. */
function entra(takes: number, right: () => Right = () => ({ may: 'yes' })) {
  const clock = new VirtualClock(0);
  let asked = 0;
  const rights = lateRights(
    {
      async may(_person, _role, within) {
        asked++;
        await clock.pause(Math.min(takes, within));
        return takes < within ? right() : { may: 'unknown' };
      },
    },
    { machineTime: clock.now, pause: clock.pause },
  );
  return { clock, rights, asked: () => asked };
}

test('an answer in time is given as it is, and asked for anew', async () => {
  const { clock, rights, asked } = entra(100);
  for (const times of [1, 2]) {
    assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'yes' });
    assert.equal(asked(), times);
  }
});

test('whoever presses again finds the answer that came late, for a minute, and nobody else does', async () => {
  const { clock, rights, asked } = entra(2_000);
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'unknown' });
  assert.equal(clock.now(), 700);
  await clock.run(clock.pause(3_000));
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'yes' });
  assert.equal(asked(), 1);
  assert.deepEqual(await clock.run(rights.may(tom, 'submit', 700)), { may: 'unknown' });
  await clock.run(clock.pause(61_000));
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'unknown' });
});

test('a late no is a no', async () => {
  const { clock, rights } = entra(2_000, () => ({ may: 'no', ask: ['Ines'] }));
  await clock.run(rights.may(maya, 'submit', 700));
  await clock.run(clock.pause(3_000));
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'no', ask: ['Ines'] });
});

test('an Entra that says nothing leaves nothing behind', async () => {
  const { clock, rights, asked } = entra(60_000);
  for (let press = 0; press < 2; press++) {
    assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'unknown' });
    await clock.run(clock.pause(10_000));
  }
  assert.equal(asked(), 2);
});

test('whoever can wait asks Entra itself, right before a save', async () => {
  const { clock, rights, asked } = entra(2_000);
  await clock.run(rights.may(maya, 'submit', 700));
  await clock.run(clock.pause(3_000));
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 5_000)), { may: 'yes' });
  assert.equal(asked(), 2);
});

test('an answer from within the last minute stands in for an Entra that says nothing now, and no older one', async () => {
  let takes = 100;
  const clock = new VirtualClock(0);
  const rights = lateRights(
    {
      async may(_person, _role, within) {
        await clock.pause(Math.min(takes, within));
        return takes < within ? { may: 'yes' } : { may: 'unknown' };
      },
    },
    { machineTime: clock.now, pause: clock.pause },
  );
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'yes' });
  takes = 60_000;
  await clock.run(clock.pause(30_000));
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'yes' });
  assert.deepEqual(await clock.run(rights.may(maya, 'configure', 700)), { may: 'unknown' }, 'another role');
  assert.deepEqual(await clock.run(rights.may(tom, 'submit', 700)), { may: 'unknown' }, 'somebody else');
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 5_000)), { may: 'unknown' }, 'before a save');
  await clock.run(clock.pause(30_000));
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'unknown' }, 'a minute later');
});

test('a no that comes takes the place of a yes from before at once', async () => {
  let right: Right = { may: 'yes' };
  const { clock, rights } = entra(100, () => right);
  await clock.run(rights.may(maya, 'submit', 700));
  right = { may: 'no', ask: [] };
  assert.deepEqual(await clock.run(rights.may(maya, 'submit', 700)), { may: 'no', ask: [] });
});
