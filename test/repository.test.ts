import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

// Text in the repository

const notOurs = new Set([
  'node_modules',
  '.git',
  'dist',
  '.data',
  'test-results',
  'build',
  'package-lock.json',
]);
const isText = (name: string): boolean =>
  !/\.(png|log|zip|ico|woff2?)$|^\.env$|^\.env\..*user$|^\.localConfigs/.test(name);

function textFilesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (notOurs.has(entry.name)) return [];
    if (entry.isDirectory()) return textFilesIn(path);
    return entry.isFile() && isText(entry.name) ? [path] : [];
  });
}

const texts = textFilesIn('').map((path) => ({ path, text: read(path) }));

/** What no file may contain. Written in pieces, because this file is searched as well. */
const unwanted: readonly {
  readonly what: string;
  readonly pattern: RegExp;
  readonly planted: readonly string[];
}[] = [
  {
    what: 'the address of a package registry',
    pattern:
      /registry\.(npmjs|yarnpkg|npmmirror)|https?:\/\/[^\s"'/]*(registry|artifactory|nexus|verdaccio)|(^|\s)(@[\w-]+:)?registry\s*=|:_auth[T]oken/m,
    planted: [
      'https://regis' + 'try.npmjs.org/jose',
      'registry' + '=http://localhost:4873',
      '//host/:_auth' + 'Token=x',
    ],
  },
  {
    what: 'a path of a machine',
    pattern:
      /(^|[\s"'`(=:,])(file:\/\/)?(\/home\/\w|\/root\/|\/work\/\w|\/tmp\/\w|\/Users\/\w+\/(Documents|Desktop|Downloads|Library|[a-z]+)\/|[A-Z]:\\Users\\)/m,
    planted: [
      "'/ho" + "me/ada/scimitar'",
      ' /ro' + 'ot/.npm',
      '"/wo' + 'rk/main"',
      'C:\\Us' + 'ers\\ada',
      '(/tm' + 'p/x)',
    ],
  },
];

for (const { what, pattern, planted } of unwanted) {
  test(`no file contains ${what}`, () => {
    const found = texts.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
    );
    assert.deepEqual(found, []);
  });

  for (const text of planted)
    test(`${what} would be found in ${JSON.stringify(text)}`, () => {
      assert.match(text, pattern);
    });
}

/** The relative links of a Markdown text, without their anchors. Code is not looked at. */
function relativeLinks(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const references = [...prose.matchAll(/^\[[^\]]+\]:\s+<?([^\s>]+)/gm)];
  return [...inline, ...references]
    .map(([, link = '']) => link.split('#')[0] ?? '')
    .filter((link) => link !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(link));
}

test('every relative link in Markdown leads to a file', () => {
  const dead = texts
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) => relativeLinks(text).map((link) => ({ path, link })))
    .filter(({ path, link }) => !existsSync(join(root, dirname(path), decodeURIComponent(link))));
  assert.deepEqual(dead, []);
});

test('relative links are found in every form of Markdown', () => {
  const text =
    '[a](a.md) ![b](img/b.png "B") [c](c.md#top) [d](#top) [e](https://example.com) `[f](f.md)`\n[g]: g.md\n';
  assert.deepEqual(relativeLinks(text), ['a.md', 'img/b.png', 'c.md', 'g.md']);
});
