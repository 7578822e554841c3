import { isDeepStrictEqual } from 'node:util';
import type { Log, LogFields } from '../../src/ports/ports.ts';

/** A log that writes each line where it is told. */
export type MakeLog = (write: (line: string) => void) => Log;

/** One event with the text in each place, and the lines that came of it. */
export function logProblems(makeLog: MakeLog, text: string): readonly string[] {
  const lines: string[] = [];
  const log = makeLog((line) => lines.push(line));
  const fields: LogFields = { name: text, cut: text.slice(0, 80), why: `why ${text}` };
  for (const level of ['info', 'warn', 'error'] as const) log[level]('figure.hostile', fields);
  const file = `${lines.join('\n')}\n`;
  const read = file.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/).slice(0, -1);
  return [
    ...(read.length === 3 ? [] : [`${read.length} lines of the log for 3 events`]),
    ...(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(lines.join('')) ? ['a control character in the log'] : []),
    ...(lines.every((line) => isSame(line, fields)) ? [] : ['a line of the log that says something else']),
  ];
}

function isSame(line: string, fields: LogFields): boolean {
  try {
    const { time: _time, level: _level, event, ...rest } = JSON.parse(line) as Record<string, unknown>;
    return event === 'figure.hostile' && isDeepStrictEqual(rest, fields);
  } catch {
    return false;
  }
}
