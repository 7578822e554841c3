import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from './recipe.ts';

/** One answer of Graph as it was seen, or as a mutation of one, and what Scimitar makes of it. */
export interface Shape {
  readonly answer: {
    readonly status: number;
    /** The body is JSON unless this says otherwise; `null` leaves a header out. */
    readonly headers?: Readonly<Record<string, string | null>>;
    /** None: an empty body. */
    readonly body?: Recipe;
    /** The connection breaks before the body is over. */
    readonly broken?: true;
  };
  /** What this shape may not be taken for, in words, where that is not plain. */
  readonly note?: string;
  readonly expected?: Understood;
}

/** What a person reads of a failure, and what the code goes by. */
export interface Understood {
  readonly kind: string;
  readonly code: string;
  readonly headline: string;
  readonly cause: string;
  readonly nextStep: string;
  /** The upstream's words, line by line. */
  readonly shown: readonly string[];
}

const folder = join(import.meta.dirname, 'errors');

/** All shapes by the name of their file and their own. */
export function readShapes(): ReadonlyMap<string, ReadonlyMap<string, Shape>> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    files.sort().map((file) => {
      const shapes = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Shape>;
      return [file.replace('.json', ''), new Map(Object.entries(shapes))];
    }),
  );
}

/** Writes what was understood into the golden files, for a reviewer to read as a difference. */
export function writeShapes(file: string, shapes: ReadonlyMap<string, Shape>): void {
  const text = JSON.stringify(Object.fromEntries(shapes), null, 2);
  writeFileSync(join(folder, `${file}.json`), `${text}\n`);
}
