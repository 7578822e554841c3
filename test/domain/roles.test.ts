import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  givenToNobody,
  isNobody,
  nobody,
  parseHolders,
  type Grants,
  type Holders,
  type HoldersProblem,
} from '../../src/domain/roles.ts';
import { personId } from '../../src/domain/ids.ts';

const one = '0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02';
const another = '1a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02';

test('nobody is who has no person, group, directory role or everyone in it', () => {
  assert.ok(isNobody(nobody));
  const some: readonly Partial<Holders>[] = [
    { people: [personId(one)] },
    { groups: [one] },
    { directoryRoles: [one] },
    { everyone: true },
    { groups: [one], directoryRoles: [one] },
  ];
  for (const holders of some) assert.ok(!isNobody({ ...nobody, ...holders }), JSON.stringify(holders));
});

test('a role without which nobody can do anything is told of, and approving is not', () => {
  const held = { ...nobody, groups: [one] };
  const none: Grants = { view: nobody, claim: nobody, submit: nobody, approve: nobody, configure: nobody };
  assert.deepEqual(givenToNobody(none), ['view', 'claim', 'submit']);
  assert.deepEqual(givenToNobody({ ...none, view: held, claim: held }), ['submit']);
  assert.deepEqual(givenToNobody({ ...none, view: held, claim: held, submit: held }), []);
});

const many = (count: number, kind: string): string =>
  Array.from({ length: count }, (_, index) => `${kind}:${one.slice(0, -2)}${index + 10}`).join();
const read: Readonly<
  Record<string, readonly [text: string, found: Partial<Holders>, problems?: readonly HoldersProblem[]]>
> = {
  'nothing at all': ['', {}],
  'one of each kind, between any marks': [
    `person:${one},\n group:${one} ;; role:${another} `,
    { people: [personId(one)], groups: [one], directoryRoles: [another] },
  ],
  capitals: [`Group:${one.toUpperCase()}`, { groups: [one] }],
  'the same twice': [`group:${one} GROUP:${one}`, { groups: [one] }],
  everyone: ['Everyone', { everyone: true }],
  'everyone and more': [`everyone,person:${one}`, { everyone: true, people: [personId(one)] }],
  'an id without its kind': [one, {}, ['form']],
  'another kind': [`team:${one}`, {}, ['form']],
  'more before the kind': [`xgroup:${one}`, {}, ['form']],
  'more behind the id': [`group:${one}0`, {}, ['form']],
  'a wrong one beside a good one, told of once': [
    `group:x group:${one} group:y`,
    { groups: [one] },
    ['form'],
  ],
};
for (const [sentence, [text, found, problems = []]] of Object.entries(read))
  test(`holders of a role: ${sentence}`, () => {
    assert.deepEqual(parseHolders('view', text), { holders: { ...nobody, ...found }, problems });
  });

test('twenty of a kind are taken, and of each kind, and no more', () => {
  assert.deepEqual(parseHolders('submit', `${many(20, 'group')},${many(20, 'person')}`).problems, []);
  assert.deepEqual(parseHolders('submit', many(21, 'role')).problems, ['too-many']);
});

test('everyone may see, and nothing else', () => {
  for (const role of ['claim', 'submit', 'approve', 'configure'] as const)
    assert.deepEqual(parseHolders(role, 'everyone').problems, ['everyone'], role);
});
