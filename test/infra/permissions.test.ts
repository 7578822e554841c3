import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { servicePrincipals } from '../../sandbox/seed.ts';
import { having, identity, ownedBy, permissionsOf, untouched } from './entra.ts';
import { read } from './bicep.ts';
import { Shell } from './scripts.ts';

const grant = 'grant-permissions.sh';
const takeBack = 'take-back-permissions.sh';
const school = servicePrincipals.appleSchool.displayName;
const narrow = ['Application.ReadWrite.OwnedBy', 'GroupMember.Read.All', 'User.Read.All'];
const wide = [
  'Application.Read.All',
  'GroupMember.Read.All',
  'Synchronization.ReadWrite.All',
  'User.Read.All',
];

function shellIn(t: TestContext, entra = untouched()): Shell {
  const shell = new Shell(entra);
  t.after(() => {
    shell.remove();
  });
  return shell;
}

test('the narrow rights are given once, and a second call finds nothing to do', async (t) => {
  const shell = shellIn(t);
  const words = ['--app', school, '--yes'];
  const first = await shell.run(grant, words);
  assert.equal(first.code, 0, first.said);
  assert.deepEqual(permissionsOf(first.entra), narrow);
  assert.deepEqual(ownedBy(first.entra), [school]);
  for (const permission of narrow) assert.match(first.said, new RegExp(`to give +${permission}: \\w`));

  const second = await shell.run(grant, words);
  assert.equal(second.code, 0, second.said);
  assert.match(second.said, /Nothing to do/);
  assert.deepEqual(second.entra, first.entra);
});

test('what is there already is kept, what is missing is named and given', async (t) => {
  const shell = shellIn(t, having(narrow.slice(1), [school]));
  const ran = await shell.run(grant, ['--app', school, '--app', servicePrincipals.appleBusiness.id, '--yes']);
  assert.equal(ran.code, 0, ran.said);
  assert.match(ran.said, /to give +Application\.ReadWrite\.OwnedBy/);
  assert.match(ran.said, /has +User\.Read\.All\n/);
  assert.match(ran.said, /owns +Apple School Manager/);
  assert.match(ran.said, /to own +Apple Business Manager/);
  assert.deepEqual(permissionsOf(ran.entra), narrow);
  assert.deepEqual(ownedBy(ran.entra), [school, 'Apple Business Manager']);
  assert.equal(ran.entra.changes.length, 2);
});

test('the wide rights and the optional ones are given where they are asked for', async (t) => {
  const ran = await shellIn(t).run(grant, ['--rights', 'all', '--with', 'AuditLog.Read.All', '--yes']);
  assert.equal(ran.code, 0, ran.said);
  assert.deepEqual(permissionsOf(ran.entra), [...wide, 'AuditLog.Read.All'].sort());
  assert.deepEqual(ownedBy(ran.entra), []);
});

test('rights that are wider than asked for are named', async (t) => {
  const ran = await shellIn(t, having([...wide, 'AuditLog.Read.All'])).run(grant, [
    '--app',
    school,
    '--dry-run',
  ]);
  assert.match(
    ran.said,
    /more than this choice needs: Application\.Read\.All Synchronization\.ReadWrite\.All\n/,
  );
});

test('everything is taken back, whatever it was, and then there is nothing left to take', async (t) => {
  const all = [...new Set([...wide, ...narrow, 'AuditLog.Read.All', 'Synchronization.Read.All'])];
  const shell = shellIn(t, having(all, [school]));
  const taken = await shell.run(takeBack, ['--yes']);
  assert.equal(taken.code, 0, taken.said);
  assert.deepEqual([permissionsOf(taken.entra), ownedBy(taken.entra)], [[], []]);
  for (const what of [...all, school]) assert.ok(taken.said.includes(what), what);

  const again = await shell.run(takeBack, ['--yes']);
  assert.equal(again.code, 0, again.said);
  assert.match(again.said, /Nothing to do/);
  assert.deepEqual(again.entra, taken.entra);
});

test('of a deleted identity nothing is left to take back', async (t) => {
  const entra = untouched();
  const principals = entra.principals.filter(({ id }) => id !== identity.id);
  const ran = await shellIn(t, { ...entra, principals }).run(takeBack, ['--yes']);
  assert.equal(ran.code, 0, ran.said);
  assert.match(ran.said, /no identity with the client ID/);
});

for (const script of [grant, takeBack]) {
  const words = script === grant ? ['--app', school] : [];
  const before = script === grant ? untouched() : having(narrow, [school]);

  test(`${script} prints in a dry run the calls that it would make, and changes nothing`, async (t) => {
    const shell = shellIn(t, before);
    const ran = await shell.run(script, [...words, '--dry-run']);
    assert.equal(ran.code, 0, ran.said);
    assert.deepEqual(ran.entra, before);
    const { entra } = await shell.run(script, words, 'y\n');
    const calls = entra.changes.map(
      ({ method, path, body }) =>
        `  az rest --method ${method} --url 'https://graph.microsoft.com/v1.0${path}'${body === undefined ? '' : ` --body '${body}'`}`,
    );
    assert.equal(calls.length, 4);
    assert.deepEqual(ran.said.split('\n').slice(-5), [...calls, '']);
  });

  test(`${script} asks, and does nothing without a yes`, async (t) => {
    for (const answer of ['n\n', '']) {
      const ran = await shellIn(t, before).run(script, words, answer);
      assert.equal(ran.code, 1);
      assert.match(ran.said, /Go on\? \[y\/N\][^]*Nothing was changed/);
      assert.deepEqual(ran.entra, before);
    }
  });
}

test('whoever may not do all of it is told which role may, and a later call goes on from there', async (t) => {
  const shell = shellIn(t, untouched({ mayNotOwn: true }));
  const words = ['--app', school, '--yes'];
  const ran = await shell.run(grant, words);
  assert.equal(ran.code, 1);
  assert.match(ran.said, /Insufficient privileges[^]*Privileged Role Administrator/);
  assert.deepEqual(permissionsOf(ran.entra), narrow);
  shell.entra = { ...ran.entra, wrong: {} };
  const later = await shell.run(grant, words);
  assert.equal(later.code, 0, later.said);
  assert.deepEqual([permissionsOf(later.entra), ownedBy(later.entra)], [narrow, [school]]);
});

test('the first refusal ends the call', async (t) => {
  const ran = await shellIn(t, untouched({ mayNotGrant: true })).run(grant, ['--app', school, '--yes']);
  assert.equal(ran.code, 1);
  assert.equal(ran.entra.changes.length, 1);
});

test('what was given a moment ago, and is not shown yet, is no failure', async (t) => {
  const before = { ...having(narrow, [school]), wrong: { lateReads: true } } as const;
  const ran = await shellIn(t, before).run(grant, ['--app', school, '--yes']);
  assert.equal(ran.code, 0, ran.said);
  assert.deepEqual(ran.entra.assignments, before.assignments);
});

const mistakes: readonly (readonly [string, readonly string[], number, RegExp])[] = [
  ['no application', [], 1, /Say --app for each[^]*Apple School Manager[^]*Apple Business Manager/],
  [
    'an application that is not there',
    ['--app', 'Apple Scool Manager'],
    1,
    /no enterprise application called/,
  ],
  [
    'an identity that is not there',
    ['--app', school, '--identity', servicePrincipals.atlassian.id],
    1,
    /Compare it with BOT_ID/,
  ],
  ['no client ID', ['--app', school, '--identity', 'scimitar'], 2, /client ID of the managed identity/],
  ['rights that do not exist', ['--rights', 'some'], 2, /owned or all/],
  [
    'a permission that is not Scimitar’s',
    ['--with', 'Directory.ReadWrite.All', '--app', school],
    2,
    /one of: /,
  ],
  ['an unknown word', ['--force'], 2, /--force is not known/],
  ['an option without its value', ['--app'], 2, /--app needs a value/],
];
test('each mistake in a call changes nothing, and is told with what to do', async (t) => {
  const shell = shellIn(t);
  const before = shell.entra;
  for (const [what, words, code, says] of mistakes) {
    const ran = await shell.run(grant, [...words, '--yes']);
    assert.equal(ran.code, code, `${what}: ${ran.said}`);
    assert.match(ran.said, says, what);
    assert.deepEqual(ran.entra, before, what);
  }
});

test('two applications of one name are not guessed between', async (t) => {
  const { appleOidc, appleSchool } = servicePrincipals;
  const entra = untouched();
  const principals = entra.principals.map((one) =>
    one.id === appleOidc.id ? { ...one, displayName: school } : one,
  );
  const ran = await shellIn(t, { ...entra, principals }).run(grant, ['--app', school, '--yes']);
  assert.equal(ran.code, 1);
  for (const { id } of [appleOidc, appleSchool]) assert.ok(ran.said.includes(id));
  assert.equal(ran.entra.changes.length, 0);
});

test('every permission that can be given stands in docs/permissions.md, and what stands there can be given', () => {
  const permission = /\b[A-Z]\w+(?:\.\w+)*\.(?:All|OwnedBy)\b/g;
  const given = new Set(read('infra/grant-permissions.sh').match(permission));
  const [application = '', optional = ''] = ['## Application rights', '## Optional'].map(
    (heading) => read('docs/permissions.md').split(heading)[1]?.split('\n## ')[0],
  );
  const documented = new Set([application, optional].flatMap((text) => [...(text.match(permission) ?? [])]));
  assert.equal(given.size, 8);
  assert.deepEqual([...given].sort(), [...documented].sort());
});

test('whoever is not signed in is told how', async (t) => {
  const ran = await shellIn(t, untouched({ signedOut: true })).run(grant, ['--app', school, '--yes']);
  assert.equal(ran.code, 1);
  assert.match(ran.said, /Sign in again with az login/);
});
