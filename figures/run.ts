import { parseArgs } from 'node:util';
import type { Effort, Figure } from './figure.ts';

/** Where lines go: results and the list to `say`, everything that is wrong to `complain`. */
export interface Output {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/**
 * Lists the figures, or measures those that are named, one after the other. Gives the exit code: 0 when every value
 * measured is within its bar, 1 when one is not or could not be measured, 2 when the words of the command are wrong.
 */
export async function runFigures(
  figures: readonly Figure[],
  words: readonly string[],
  output: Output,
): Promise<0 | 1 | 2> {
  const asked = readWords(words);
  const known = figures.map(({ name }) => name).join(', ');
  const unknown = asked?.names.filter((name) => !figures.some((figure) => figure.name === name)) ?? [];
  if (asked === undefined || unknown.length > 0) {
    const wrong = unknown.length > 0 ? `There is no figure named ${unknown.join(', ')}. ` : '';
    output.complain(
      `${wrong}Say the names of figures, and --long for more repetitions. Known are: ${known}.`,
    );
    return 2;
  }
  if (asked.names.length === 0) {
    for (const { name, meaning, bar, unit, isForNights } of figures)
      output.say(
        `${name} (bar ${withUnit(bar, unit)}${isForNights === true ? '; for nights' : ''}): ${meaning}`,
      );
    return 0;
  }
  let code: 0 | 1 = 0;
  for (const figure of figures.filter(({ name }) => asked.names.includes(name)))
    if (!(await isKept(figure, asked.effort, output))) code = 1;
  return code;
}

function readWords(
  words: readonly string[],
): { readonly names: readonly string[]; readonly effort: Effort } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { long: { type: 'boolean', default: false } },
    });
    return { names: positionals, effort: values.long ? 'long' : 'usual' };
  } catch {
    return undefined;
  }
}

async function isKept(
  { name, bar, unit, measure }: Figure,
  effort: Effort,
  output: Output,
): Promise<boolean> {
  try {
    const { value, details = [] } = await measure(effort, (line) => {
      output.complain(`  ${line}`);
    });
    // A value that is no number keeps no promise.
    const kept = value <= bar;
    output.say(`${name}: ${withUnit(value, unit)} (bar ${withUnit(bar, unit)}) ${kept ? 'ok' : 'short'}`);
    for (const detail of details) output.complain(`  ${detail}`);
    return kept;
  } catch (error) {
    output.complain(`${name}: not measured. ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

const withUnit = (value: number, unit: string): string => `${Number(value.toFixed(2))} ${unit}`;
