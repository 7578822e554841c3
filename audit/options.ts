import { parseArgs } from 'node:util';
import { parseCalendarDate } from '../src/domain/calendar.ts';
import { failed, ok, type Result } from '../src/domain/result.ts';
import { parsePostedEnd } from '../src/domain/trail.ts';
import { formatNames, type FormatName } from './formats.ts';

/** From which row on: a number, or the first moment of a day in UTC. */
export type Since = { readonly seq: number } | { readonly at: string };

export interface Where {
  readonly store: string;
  /** Needed only where a store has several. */
  readonly tenant?: string;
}

export type Command =
  | (Where & {
      readonly do: 'verify';
      readonly heads: readonly { readonly seq: number; readonly hash: string }[];
    })
  | (Where & { readonly do: 'export'; readonly format: FormatName; readonly since: Since })
  | { readonly do: 'help' };

/** What can be said, and what it means: also the text of `--help`. */
export const helpText = `Checks and exports the audit trail, beside a bot that runs.

  npm run audit -- verify [--head 412:9f86d081884c7d659a2feaa0c55ad015] ...
  npm run audit -- export --format csv [--since 2026-11-24 | --since 412]

  --head 412:9f86…      an end that was posted: at the foot of a card, of a reply or of a digest; may be there several times
  --format csv          csv, ndjson, cef or syslog (RFC 5424)
  --since 2026-11-24    from the first row of that day (UTC), or from the row of that number; without it from the first
  --store scimitar.db   the file of the store, or its web address; without it the one of SCIMITAR_STORE
  --tenant 7d1c…        the tenant; without it the one of BOT_TENANT_ID, or the only one in the store
  --help                these lines

The exit code is 0 when the chain holds, 1 when it does not, and 2 when nothing could be checked.`;

const options = {
  head: { type: 'string', multiple: true },
  format: { type: 'string' },
  since: { type: 'string' },
  store: { type: 'string' },
  tenant: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Reads a command. Every problem at once, one sentence each. */
export function readCommand(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  usualStore: string,
): Result<Command, readonly string[]> {
  let typed;
  try {
    typed = parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    return failed([`${firstSentence(error)} --help lists what can be said.`]);
  }
  const { values, positionals } = typed;
  if (values.help === true) return ok({ do: 'help' });
  const [name, ...more] = positionals;
  const problems = more.map((word) => `"${word}" belongs to no option.`);
  const tenant = (filled(values.tenant) ?? filled(env['BOT_TENANT_ID']))?.toLowerCase();
  const where: Where = {
    store: filled(values.store) ?? filled(env['SCIMITAR_STORE']) ?? usualStore,
    ...(tenant === undefined ? {} : { tenant }),
  };
  if (name === 'verify') {
    for (const wrong of ['format', 'since'] as const)
      if (values[wrong] !== undefined)
        problems.push(`verify takes no --${wrong}: it checks the whole trail.`);
    const heads = (values.head ?? []).flatMap((text) => {
      const head = parsePostedEnd(text);
      if (head === undefined)
        problems.push(
          `--head "${text}" is not the end of a trail: copy it from the foot of a card, as in 412:9f86d081884c7d659a2feaa0c55ad015.`,
        );
      return head === undefined ? [] : [head];
    });
    return problems.length > 0 ? failed(problems) : ok({ ...where, do: 'verify', heads });
  }
  if (name !== 'export')
    return failed([
      ...problems,
      `${name === undefined ? 'What is to be done is missing' : `"${name}" is not known here`}: say verify or export.`,
    ]);
  if (values.head !== undefined) problems.push('export takes no --head: verify does.');
  const format = formatNames.find((known) => known === values.format);
  if (format === undefined)
    problems.push(
      values.format === undefined
        ? `--format is needed: ${formatNames.join(', ')}.`
        : `--format "${values.format}" is not known: there are ${formatNames.join(', ')}.`,
    );
  const since = readSince(values.since);
  if (!since.ok) problems.push(since.failure);
  return problems.length > 0 || format === undefined || !since.ok
    ? failed(problems)
    : ok({ ...where, do: 'export', format, since: since.value });
}

function readSince(text: string | undefined): Result<Since, string> {
  if (text === undefined) return ok({ seq: 1 });
  if (/^\d{1,12}$/.test(text)) return ok({ seq: Number(text) });
  const date = parseCalendarDate(text);
  return date.ok
    ? ok({ at: `${date.value}T00:00:00.000Z` })
    : failed(`--since "${text}" is neither a day such as 2026-11-24 nor the number of a row.`);
}

const filled = (text: string | undefined): string | undefined => {
  const value = text?.trim();
  return value === '' ? undefined : value;
};

const firstSentence = (error: unknown): string => {
  const [first = ''] = (error instanceof Error ? error.message : 'The options cannot be read').split('. ');
  return first.endsWith('.') ? first : `${first}.`;
};
