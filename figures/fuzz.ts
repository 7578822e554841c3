import { join } from 'node:path';
import { elsewhere } from '../simulation/elsewhere.ts';
import type { Effort, Figure } from './figure.ts';
import type { Hunted } from './fuzz/hunt.ts';
import { allParsers, together, usualPatience, wordsOf, type Share } from './fuzz/share.ts';

const bar = 0;
const executions: Readonly<Record<Effort, number>> = { usual: 10_000, long: 10_000_000 };
/** One for each core of the machine that the figures are measured on. */
const processes = 2;
const seed = 1;
/** Executions of a parser, shared out among the processes, before it is said how far it is. */
const round = 2_000_000;
const worker = join(import.meta.dirname, 'fuzz', 'worker.ts');

/** Every parser of text or data from outside, fed with what is nearly right. */
export const fuzz: Figure = fuzzFigure(executions, allParsers);

/** `module` exports the parsers. */
export function fuzzFigure(
  of: Readonly<Record<Effort, number>>,
  module: string,
  patience = usualPatience,
): Figure {
  /** Some executions of some parsers, each process every other part of them. */
  const hunted = async (from: number, to: number, only?: readonly string[]): Promise<readonly Hunted[]> => {
    const size = Math.ceil((to - from) / processes);
    const parts = Array.from({ length: processes }, (_, part): Share => {
      const begin = Math.min(to, from + part * size);
      return { seed, from: begin, to: Math.min(to, begin + size), module, patience, ...(only && { only }) };
    });
    const shares = await Promise.all(parts.map((share) => elsewhere<readonly Hunted[]>(worker, share)));
    return together(shares.flat());
  };

  return {
    name: 'fuzz',
    meaning:
      'ways in which a parser of text or data from outside throws, does not end in time, accepts what its rule forbids, or tells a part of a token',
    unit: 'findings',
    bar,
    async measure(effort, progress) {
      let all: readonly Hunted[] = effort === 'usual' ? await hunted(0, of.usual) : [];
      if (effort === 'long') {
        const names = (await hunted(0, 0)).map(({ parser }) => parser);
        for (const name of names)
          for (let from = 0; from < of.long; from += round) {
            all = together([...all, ...(await hunted(from, Math.min(of.long, from + round), [name]))]);
            progress?.(lineOf(all.find(({ parser }) => parser === name)));
          }
      }
      const findings = all.flatMap((one) => one.findings);
      const executed = all.reduce((sum, one) => sum + one.executions, 0);
      return {
        value: findings.length,
        details: [
          ...findings.map((finding) => wordsOf(seed, finding)),
          `${executed} executions of ${all.length} parsers`,
        ],
      };
    },
  };
}

function lineOf(hunted: Hunted | undefined): string {
  if (hunted === undefined) return 'nothing was executed';
  const { parser, executions: done, milliseconds, findings } = hunted;
  const perSecond = Math.round((done / milliseconds) * 1000);
  return `${parser}: ${done} executions, ${perSecond} a second in each process, ${findings.length} findings`;
}
