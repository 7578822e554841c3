import { posix } from 'node:path';
import type { Facts, Import, Usage } from './facts.ts';

/** Who may import whom. The first room whose `where` begins a file's path is the file's room. */
export interface Room {
  readonly where: string;
  /** What its files may import; the forms are those of `isIn`. */
  readonly mayImport: readonly string[];
  readonly because: string;
}

/** The only places that may import a package. */
export interface PackageRule {
  /** The package's name, or `node:` for all that Node.js brings along. */
  readonly name: string;
  readonly onlyIn: readonly string[];
  /** The import may carry types and nothing else. */
  readonly typeOnly?: true;
  /** At most this many files may import it. */
  readonly files?: number;
  readonly because: string;
}

/** The only files that may do something. */
export interface UsageRule {
  readonly usage: Usage;
  readonly onlyIn: readonly string[];
  readonly because: string;
}

export interface Rules {
  readonly rooms: readonly Room[];
  readonly packages: readonly PackageRule[];
  readonly usages: readonly UsageRule[];
}

/** Whether a path is one of the files, lies in one of the folders (`a/`) or directly in one of them (`a/*`). */
export const isIn = (path: string, places: readonly string[]): boolean =>
  places.some(
    (place) =>
      path === place ||
      (place.endsWith('/') && path.startsWith(place)) ||
      (place.endsWith('/*') && posix.dirname(path) === posix.dirname(place)),
  );

/** Every broken rule as one line: the place, what is wrong there, and why the rule exists. */
export const brokenRules = (files: readonly Facts[], rules: Rules): readonly string[] => [
  ...files.flatMap((file) => file.imports.flatMap((entry) => brokenByImport(file.path, entry, rules))),
  ...files.flatMap(({ path }) =>
    roomOf(path, rules) === undefined ? [`${path} is in no room of the table`] : [],
  ),
  ...files.flatMap((file) => rules.usages.flatMap((rule) => brokenByUse(file, rule))),
  ...rules.packages.flatMap((rule) => tooManyFiles(files, rule)),
];

const roomOf = (path: string, { rooms }: Rules): Room | undefined =>
  rooms.find(({ where }) => isIn(path, [where]));

function brokenByImport(
  path: string,
  { target, kind, typeOnly, line }: Import,
  rules: Rules,
): readonly string[] {
  const place = `${path}:${line} imports ${target}`;
  if (kind === 'relative') {
    const room = roomOf(path, rules);
    if (!/\.(ts|json)$/.test(target)) return [`${place}: a relative import ends in .ts or .json`];
    return room === undefined || isIn(target, room.mayImport) ? [] : [`${place}: ${room.because}`];
  }
  const allowed = rules.packages.filter(
    ({ name }) => name === target || (kind === 'node' && name === 'node:'),
  );
  if (allowed.length === 0) return [`${place}: no row of the table allows this package anywhere`];
  const here = allowed.filter(({ onlyIn }) => isIn(path, onlyIn));
  if (here.length === 0) return allowed.map(({ because }) => `${place}: ${because}`);
  return here.every((rule) => rule.typeOnly === true) && !typeOnly
    ? [`${place}: only as import type here`]
    : [];
}

const brokenByUse = (file: Facts, { usage, onlyIn, because }: UsageRule): readonly string[] =>
  isIn(file.path, onlyIn)
    ? []
    : file.uses
        .filter((use) => use.usage === usage)
        .map(({ line }) => `${file.path}:${line} uses ${usage}: ${because}`);

function tooManyFiles(
  files: readonly Facts[],
  { name, files: most, because }: PackageRule,
): readonly string[] {
  const importers = files.filter(({ imports }) => imports.some(({ target }) => target === name));
  if (most === undefined || importers.length <= most) return [];
  return [`${importers.map(({ path }) => path).join(', ')} all import ${name}: ${because}`];
}
