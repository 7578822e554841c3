import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { graphRights } from '../../src/adapters/graph/rights.ts';
import { personId } from '../../src/domain/ids.ts';
import { nobody, type Grants, type Holders } from '../../src/domain/roles.ts';
import type { Right } from '../../src/ports/people.ts';
import { graphError, graphThat } from './graph-stage.ts';
import { json, type Ends } from './loopback.ts';

const maya = personId('0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02');
const ines = personId('1a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02');
const tom = personId('2a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02');
const group = '9e8d7c6b-5a49-4838-8271-605f4e3d2d01';
const second = '8e8d7c6b-5a49-4838-8271-605f4e3d2d01';
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const within = 5_000;

const given = (holders: Partial<Holders>): Grants => ({
  view: nobody,
  claim: nobody,
  submit: { ...nobody, ...holders },
  approve: nobody,
  configure: nobody,
});

/** What Entra says by the end of a path: a body, or the status of an error. What is not in it does not exist. */
type Entra = Readonly<Record<string, unknown>>;

const member = { id: maya, accountEnabled: true, userType: 'Member' };
const says = (id: string, user: unknown): Entra => ({ [`/users/${id}?`]: user });
const groupsOf = (id: string, answer: unknown): Entra => ({ [`/users/${id}/checkMemberGroups`]: answer });
const objectsOf = (id: string, answer: unknown): Entra => ({ [`/users/${id}/checkMemberObjects`]: answer });
const named = (id: string, displayName: unknown, members: unknown): Entra => ({
  [`/groups/${id}?`]: { displayName },
  [`/groups/${id}/members?`]: members,
});
const someone = { value: [{ id: tom }] };
const empty = { value: [] };

async function bodyOf(incoming: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of incoming) body += String(chunk);
  return body === '' ? undefined : JSON.parse(body);
}

async function entra(t: Ends, answers: Entra) {
  const sent: unknown[] = [];
  const stage = await graphThat(t, (_, outgoing, incoming) => {
    void bodyOf(incoming).then((body) => {
      if (body !== undefined) sent.push(body);
      const [, answer] = Object.entries(answers).find(([path]) => incoming.url?.includes(path)) ?? [];
      if (answer === undefined) json(outgoing, 404, graphError('Request_ResourceNotFound'));
      else if (typeof answer === 'number') json(outgoing, answer, graphError('Authorization_RequestDenied'));
      else json(outgoing, 200, answer);
    });
  });
  return { ...stage, sent };
}

const decided: Readonly<Record<string, readonly [of: Partial<Holders>, answers: Entra, right: Right]>> = {
  'a role that is given to nobody is nobody’s': [
    {},
    says(maya, member),
    { may: 'no', ask: [], nobody: 'not-given' },
  ],
  'whoever is named may': [{ people: [maya] }, says(maya, member), { may: 'yes' }],
  'everyone may where everyone is named': [{ everyone: true }, says(maya, member), { may: 'yes' }],
  'a member of the group may': [
    { groups: [group] },
    { ...says(maya, member), ...groupsOf(maya, { value: [group] }) },
    { may: 'yes' },
  ],
  'a member of one of the groups may, in capitals as well': [
    { groups: [second, group] },
    { ...says(maya, member), ...groupsOf(maya, { value: ['x', group.toUpperCase()] }) },
    { may: 'yes' },
  ],
  'whoever has the directory role may': [
    { directoryRoles: [globalAdministrator] },
    { ...says(maya, member), ...objectsOf(maya, { value: [globalAdministrator] }) },
    { may: 'yes' },
  ],
  'the role is enough where Entra does not tell of the groups': [
    { groups: [group], directoryRoles: [globalAdministrator] },
    {
      ...says(maya, member),
      ...groupsOf(maya, 403),
      ...objectsOf(maya, { value: [globalAdministrator] }),
    },
    { may: 'yes' },
  ],
  'without it nobody knows': [
    { groups: [group], directoryRoles: [globalAdministrator] },
    { ...says(maya, member), ...groupsOf(maya, 403), ...objectsOf(maya, empty) },
    { may: 'unknown' },
  ],
  'an account that is disabled may not': [
    { people: [maya, ines] },
    {
      ...says(maya, { ...member, accountEnabled: false }),
      ...says(ines, { displayName: 'Ines', accountEnabled: true }),
    },
    { may: 'no', ask: ['Ines'] },
  ],
  'an account that does not say whose it is may not': [
    { people: [maya, ines] },
    { ...says(maya, { id: maya, accountEnabled: true }), ...says(ines, { displayName: 'Ines' }) },
    { may: 'no', ask: ['Ines'] },
  ],
  'a guest may not, whatever was given, and whatever is not told': [
    { people: [maya], groups: [group] },
    { ...says(maya, { ...member, userType: 'Guest' }), ...groupsOf(maya, 403) },
    { may: 'no', ask: [], outsider: 'guest' },
  ],
  'somebody whom Entra does not have may not': [
    { groups: [group] },
    named(group, 'Rotators', someone),
    { may: 'no', ask: ['a member of "Rotators"'] },
  ],
  'nothing is known of an account that Entra does not tell of': [
    { people: [maya] },
    says(maya, 403),
    { may: 'unknown' },
  ],
  'nothing is known by an account that is no object': [
    { people: [maya] },
    says(maya, [1]),
    { may: 'unknown' },
  ],
  'nothing is known by groups that are no list': [
    { groups: [group] },
    { ...says(maya, member), ...groupsOf(maya, { value: 'x' }) },
    { may: 'unknown' },
  ],
  'nothing is known by a list that holds something else': [
    { groups: [group] },
    { ...says(maya, member), ...groupsOf(maya, { value: [group, 7] }) },
    { may: 'unknown' },
  ],
  'nothing is known by an answer that is none': [
    { groups: [group] },
    { ...says(maya, member), ...groupsOf(maya, [group]) },
    { may: 'unknown' },
  ],
  'other groups than the named ones are none': [
    { groups: [group] },
    { ...says(maya, member), ...groupsOf(maya, { value: [second] }), ...named(group, 'Rotators', someone) },
    { may: 'no', ask: ['a member of "Rotators"'] },
  ],
};
for (const [sentence, [of, answers, right]] of Object.entries(decided))
  test(sentence, async (t) => {
    const { graph } = await entra(t, answers);
    assert.deepEqual(await graphRights(graph, given(of), Date.now).may(maya, 'submit', within), right);
  });

const stranger = says(maya, member);
const asked: Readonly<
  Record<string, readonly [of: Partial<Holders>, answers: Entra, ask: readonly string[], gone?: 'gone']>
> = {
  'those who are named, and not those who are disabled': [
    { people: [ines, tom] },
    { ...says(ines, { displayName: 'Ines', accountEnabled: true }), ...says(tom, { accountEnabled: false }) },
    ['Ines'],
  ],
  'nobody who is disabled, gone, or has no name': [
    { people: [ines, tom] },
    { ...says(ines, { displayName: 'Ines', accountEnabled: false }), ...says(tom, { displayName: 7 }) },
    [],
    'gone',
  ],
  'somebody whom Entra does not tell of may be there': [{ people: [ines] }, says(ines, 403), []],
  'the members of a group, and not of one that is empty': [
    { groups: [group, second] },
    { ...named(group, 'Rotators', someone), ...named(second, 'Nobody', empty) },
    ['a member of "Rotators"'],
  ],
  'no group that is empty or gone': [
    { groups: [group, second] },
    named(group, 'Rotators', empty),
    [],
    'gone',
  ],
  'a group of which Entra does not tell the members': [
    { groups: [group] },
    named(group, 'Rotators', 403),
    ['a member of "Rotators"'],
  ],
  'no group without a name': [{ groups: [group] }, named(group, undefined, someone), []],
  'a directory role by its name, and another by its id': [
    { directoryRoles: [globalAdministrator, group] },
    {},
    ['somebody with the role Global Administrator', `somebody with the role ${group}`],
  ],
  'people first, then groups, then roles, though one group is empty': [
    { people: [ines], groups: [group, second], directoryRoles: [globalAdministrator] },
    {
      ...says(ines, { displayName: 'Ines', accountEnabled: true }),
      ...named(group, 'Rotators', someone),
      ...named(second, 'Nobody', empty),
    },
    ['Ines', 'a member of "Rotators"', 'somebody with the role Global Administrator'],
  ],
  'five of a kind, and then it is not said that nobody is there': [
    { people: [1, 2, 3, 4, 5, 6].map((count) => personId(ines.replace(/^1/, String(count + 3)))) },
    {},
    [],
  ],
  'five that are gone are all': [
    { people: [1, 2, 3, 4, 5].map((count) => personId(ines.replace(/^1/, String(count + 3)))) },
    {},
    [],
    'gone',
  ],
};
for (const [sentence, [of, answers, ask, gone]] of Object.entries(asked))
  test(`whoever may not is told to ask ${sentence}`, async (t) => {
    const outside: Entra = { ...stranger, ...groupsOf(maya, empty), ...objectsOf(maya, empty) };
    const { graph } = await entra(t, { ...outside, ...answers });
    const right = await graphRights(graph, given(of), Date.now).may(maya, 'submit', within);
    assert.deepEqual(right, { may: 'no', ask, ...(gone && { nobody: gone }) });
  });

test('Entra is asked for the person, the groups and the roles, and for nothing that is not needed', async (t) => {
  const rights = async (of: Partial<Holders>) => {
    const {
      graph,
      asked: paths,
      sent,
    } = await entra(t, {
      ...stranger,
      ...groupsOf(maya, { value: [group] }),
      ...objectsOf(maya, empty),
    });
    await graphRights(graph, given(of), Date.now).may(maya, 'submit', within);
    return { paths: [...paths()].sort(), sent };
  };
  const person = `/users/${maya}?$select=id,accountEnabled,userType`;
  assert.deepEqual(await rights({}), { paths: [], sent: [] });
  assert.deepEqual(await rights({ people: [maya], groups: [group] }), { paths: [person], sent: [] });
  assert.deepEqual(await rights({ groups: [group, second] }), {
    paths: [`/users/${maya}/checkMemberGroups`, person],
    sent: [{ groupIds: [group, second] }],
  });
  const both = await rights({ groups: [group], directoryRoles: [globalAdministrator] });
  assert.deepEqual(both.paths, [
    `/users/${maya}/checkMemberGroups`,
    `/users/${maya}/checkMemberObjects`,
    person,
  ]);
  assert.deepEqual(
    new Set(both.sent.map((body) => JSON.stringify(body))),
    new Set([JSON.stringify({ groupIds: [group] }), JSON.stringify({ ids: [globalAdministrator] })]),
  );
});

test('whom to ask is asked for within the time that is left, in a few calls', async (t) => {
  const { graph, asked: paths } = await entra(t, {
    ...stranger,
    ...groupsOf(maya, empty),
    ...named(group, 'Rotators', someone),
  });
  let calls = 0;
  const limits: number[] = [];
  const noted: typeof graph = (call) => {
    limits.push(call.within);
    return graph(call);
  };
  // The clock stands at 1,000, and at 1,300 once the person has been asked for.
  const clock = () => (calls++ === 0 ? 1_000 : 1_300);
  await graphRights(noted, given({ people: [ines], groups: [group] }), clock).may(maya, 'submit', 500);
  assert.deepEqual(limits, [500, 500, 200, 200, 200]);
  assert.deepEqual([...paths()].sort().slice(0, 3), [
    `/groups/${group}/members?$select=id&$top=1`,
    `/groups/${group}?$select=displayName`,
    `/users/${maya}/checkMemberGroups`,
  ]);
  assert.ok(paths().includes(`/users/${ines}?$select=displayName,accountEnabled`));
});
