import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sha256 } from '../../src/adapters/sha256.ts';
import type { Bundle } from './bundles.ts';
import type { Verdict } from './judge.ts';
import type { Mutant } from './mutants.ts';

interface Entry {
  readonly mutant: string;
  /** Made of everything that the verdict rests on. */
  readonly proof: string;
  readonly verdict: Verdict;
}

/**
 * The verdicts so far, in a file of one line each, so that a long run can be broken off and gone on with. One that was
 * killed stays so while the test file that told it, and all that is in it, are the same; others while all test files are
 * that have the source in them.
 */
export class Journal {
  readonly #path: string;
  readonly #entries = new Map<string, Entry>();

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [])
      if (line !== '') this.#keep(JSON.parse(line) as Entry);
  }

  find(mutant: Mutant, bundles: readonly Bundle[]): Verdict | undefined {
    const entry = this.#entries.get(named(mutant));
    if (entry === undefined) return undefined;
    return entry.proof === proofOf(mutant, bundles, entry.verdict) ? entry.verdict : undefined;
  }

  write(mutant: Mutant, bundles: readonly Bundle[], verdict: Verdict): void {
    const entry = { mutant: named(mutant), proof: proofOf(mutant, bundles, verdict), verdict };
    this.#keep(entry);
    appendFileSync(this.#path, `${JSON.stringify(entry)}\n`);
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.mutant, entry);
  }
}

const named = ({ id, file, kind, from, to }: Mutant): string => [file, id, kind, from, to].join('\n');

const proofOf = ({ file }: Mutant, bundles: readonly Bundle[], verdict: Verdict): string =>
  sha256(
    bundles
      .filter(({ test, sources }) => (verdict.fate === 'killed' ? verdict.by === test : sources.has(file)))
      .map(({ hash }) => hash)
      .join(),
  );
