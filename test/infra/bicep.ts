import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** `infra/main.bicep` without its comments, as far as it can be read without a compiler: its statements begin in column one. */
export const template = read('infra/main.bicep').replace(/^\s*\/\/.*\n/gm, '');

/** The statements of one kind: their names, and each one's text without its decorators. */
export const declared = (kind: 'param' | 'var' | 'resource' | 'output'): ReadonlyMap<string, string> =>
  new Map(
    template
      .split(/^(?=@|(?:param|var|resource|output) )/m)
      .filter((text) => text.startsWith(`${kind} `))
      .map((text) => [text.split(' ')[1] ?? '', text]),
  );

/** The value of a quoted property. */
export const quoted = (property: string): string | undefined =>
  new RegExp(`\\b${property}: '([^']*)'`).exec(template)?.[1];

/** The names of `${{…}}` in a file of the toolkit's. */
export const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{\{([A-Z0-9_]+)\}\}/g)].map(([, name]) => name ?? '');
