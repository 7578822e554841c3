import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs, type Guarded } from '../../src/domain/deeds.ts';
import { connectionId, personId, tenantId } from '../../src/domain/ids.ts';
import { momentOf } from '../../src/domain/calendar.ts';
import type { Decision } from '../../src/domain/trail.ts';
import { decideRight, refuse, refuseSubmit, type Wish } from '../../src/flows/permission.ts';
import type { Right } from '../../src/ports/people.ts';
import type { LogFields } from '../../src/ports/ports.ts';
import { noTrail } from '../../simulation/no-trail.ts';
import { MemoryStore, openMemoryStore } from '../../simulation/memory-store.ts';

const maya = { id: personId('maya'), name: 'Maya' };

/** Ports with an Entra that gives one answer, and all that was asked of it and logged. */
function asking(right: Right, trail: 'written' | 'not-written' = 'written') {
  const decided: Omit<Decision, 'kind'>[] = [];
  const asked: (readonly [person: string, role: string])[] = [];
  const logged: LogFields[] = [];
  const ports = {
    rights: {
      may: (person: string, role: string) => {
        asked.push([person, role]);
        return Promise.resolve(right);
      },
    },
    log: {
      info: () => undefined,
      warn: (_event: string, fields?: LogFields) => void logged.push(fields ?? {}),
      error: () => undefined,
    },
    trail: {
      ...noTrail,
      decide: (decision: Omit<Decision, 'kind'>) => {
        decided.push(decision);
        return Promise.resolve(trail);
      },
    },
    store: openMemoryStore(new MemoryStore()),
    clock: () => momentOf(0),
  };
  return { ports, asked, logged, decided };
}

const wish = (deed: Guarded): Wish => ({
  tenant: tenantId('t'),
  person: maya,
  deed,
  connection: connectionId('school'),
});
const deeds = Object.keys(needs).filter(
  (deed): deed is Guarded => needs[deed as Guarded] !== ('nothing' as never),
);

for (const deed of deeds)
  test(`${deed} takes the role ${needs[deed]}, and a yes of no other kind`, async () => {
    const yes = asking({ may: 'yes' });
    assert.equal(await refuse(yes.ports, wish(deed)), undefined);
    assert.deepEqual(yes.asked, [[maya.id, needs[deed]]]);
    assert.deepEqual(yes.logged, []);

    const no = asking({ may: 'no', ask: ['Ines'] });
    const told = { kind: 'not-allowed', what: needs[deed], ask: ['Ines'] };
    assert.deepEqual(await refuse(no.ports, wish(deed)), told);
    assert.deepEqual(
      no.logged.map(({ deed: logged, role, person, may, connection }) => [
        logged,
        role,
        person,
        may,
        connection,
      ]),
      [[deed, needs[deed], maya.id, 'no', 'school']],
    );

    const silent = asking({ may: 'unknown' });
    assert.deepEqual(await refuse(silent.ports, wish(deed)), { kind: 'right-unknown', what: needs[deed] });
    assert.equal(silent.logged.length, 1);

    const row = { by: maya.id, act: deed, connection: 'school' };
    assert.deepEqual(
      [yes, no, silent].flatMap(({ decided }) => decided),
      [
        { ...row, outcome: 'allowed', rule: 'role' },
        { ...row, outcome: 'refused', rule: 'role' },
        { ...row, outcome: 'refused', rule: 'unconfirmed' },
      ],
    );
  });

test('what was allowed and cannot be written down is refused', async () => {
  const full = asking({ may: 'yes' }, 'not-written');
  assert.deepEqual(await refuse(full.ports, wish('claim')), { kind: 'not-recorded' });
  const { deed: _deed, ...about } = wish('enter-token');
  assert.deepEqual(await refuseSubmit(full.ports, about), { kind: 'not-recorded' });
});

test('why nobody can help, and that somebody is a guest, is told', async () => {
  const nobody = asking({ may: 'no', ask: [], nobody: 'not-given' });
  const told = { kind: 'not-allowed', what: 'approve', ask: [], nobody: 'not-given' };
  assert.deepEqual(await refuse(nobody.ports, wish('approve')), told);
  const guest = asking({ may: 'no', ask: [], outsider: 'guest' });
  assert.deepEqual(await refuse(guest.ports, wish('approve')), { kind: 'outsider', who: 'guest' });
});

test('at submit a no is a no, and silence is left to the attempt, which asks again before it acts', async () => {
  const { deed, ...about } = wish('enter-token');
  assert.equal((await refuseSubmit(asking({ may: 'no', ask: [] }).ports, about))?.kind, 'not-allowed');
  assert.equal(await refuseSubmit(asking({ may: 'unknown' }).ports, about), undefined);
  const silent = asking({ may: 'unknown' });
  assert.deepEqual(await decideRight(silent.ports, { ...about, deed }, 5_000), { may: 'unknown' });
});
