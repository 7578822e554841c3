import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandNames } from '../../src/domain/command.ts';
import { isGuarded, isVerb, needs, verbs } from '../../src/domain/deeds.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(`../../${folder}/`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|json)$/.test(name))
    .map((name) => `${folder}/${name}`);

/** What a pattern finds in the files of a folder, each once. */
const found = (folder: string, pattern: RegExp): readonly string[] => [
  ...new Set(
    filesIn(folder).flatMap((path) => [...read(path).matchAll(pattern)].map(([, name = '']) => name)),
  ),
];
const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();

test('every verb that a card sends takes a role, and every verb of the table is sent', () => {
  assert.deepEqual(sorted(found('src/cards', /"?\bverb"?: ["']([\w-]+)["']/g)), sorted(verbs));
  for (const verb of verbs) assert.notEqual(needs[verb], 'nothing', verb);
});

test('a verb is one of them, and nothing else', () => {
  for (const verb of verbs) assert.equal(isVerb(verb), true, verb);
  for (const other of ['', 'status', 'Approve', undefined, 7, ['approve']])
    assert.equal(isVerb(other), false);
});

test('what shows nothing of the tenant is not guarded, and all the rest is', () => {
  for (const [deed, role] of Object.entries(needs))
    assert.equal(isGuarded(deed as keyof typeof needs), role !== 'nothing', deed);
  assert.deepEqual(
    Object.entries(needs).flatMap(([deed, role]) => (role === 'nothing' ? [deed] : [])),
    ['help', 'greeting'],
  );
});

test('every verb that the bot listens to is in the table', () => {
  // `verb` has a closed type, so that another does not compile; the ones in lists are compared here.
  const listened = found('src/bot', /verb === '([\w-]+)'/g);
  assert.ok(listened.length >= 5, 'the pattern finds something');
  for (const verb of listened) assert.ok((verbs as readonly string[]).includes(verb), verb);
  assert.match(read('src/bot/incoming.ts'), /readonly verb\?: Verb;/);
});

test('every command has its place in the table, and those that show the tenant take a role', () => {
  const open = commandNames.filter((name) => needs[name] === 'nothing');
  assert.deepEqual(open, ['help']);
});

test('every deed that takes a role is asked for in a flow or in the messages', () => {
  const asked = [
    ...['src/flows', 'src/bot'].flatMap((folder) => found(folder, /deed: '([\w-]+)'/g)),
    ...found('src/flows', /(?:wishOf\(request,|takeOn\(ports,|lacksRight\(ports, begun,) '([\w-]+)'/g),
    ...(read('src/flows/old-token.ts').includes('deed: `old-token-${answer}`')
      ? ['old-token-revoked', 'old-token-only-one']
      : []),
    ...(read('src/flows/approval.ts').includes("deed: agrees ? 'approve' : 'decline'")
      ? ['approve', 'decline']
      : []),
    ...(read('src/bot/actions.ts').includes('deed: what.verb') ? ['discover'] : []),
    ...(read('src/bot/messages.ts').includes('deed: command.name') ? commandNames : []),
  ];
  const guarded = Object.entries(needs).flatMap(([deed, role]) => (role === 'nothing' ? [] : [deed]));
  assert.deepEqual(
    guarded.filter((deed) => !asked.includes(deed)),
    [],
  );
});

test('a right is asked for in one place', () => {
  const places = ['src/flows', 'src/bot'].flatMap(filesIn).filter((path) => /\brights\b/.test(read(path)));
  const asking = places.filter((path) => /rights\.may\(|\brights\s*[,}].*=>|mayRotate/.test(read(path)));
  assert.deepEqual(asking, ['src/flows/permission.ts']);
});

test('docs/permissions.md has the same table', () => {
  const rows = [...read('docs/permissions.md').matchAll(/^\| +(?:`(\w+)`|(none)) +\|[^|]*\|([^|]*)\|$/gm)];
  const told = rows.flatMap(([, role, none, deeds = '']) =>
    [...deeds.matchAll(/`([\w-]+)`/g)].map(
      ([, deed = '']) => `${deed}: ${none === undefined ? (role ?? '') : 'nothing'}`,
    ),
  );
  assert.deepEqual(sorted(told), sorted(Object.entries(needs).map(([deed, role]) => `${deed}: ${role}`)));
});
