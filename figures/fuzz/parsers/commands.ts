import { commandNames, parseCommand, type Command } from '../../../src/domain/command.ts';
import { freezeFormFailures, longestReason, type AskedFreeze } from '../../../src/domain/freeze.ts';
import { helpFor, topicsAbout } from '../../../src/domain/help.ts';
import { profiles } from '../../../src/domain/profiles/all.ts';
import { topics } from '../../../src/domain/topics/all.ts';
import { upstreamKinds, type UpstreamFailure } from '../../../src/domain/upstream.ts';
import type { Parser } from '../parser.ts';
import { sizeOf, smallerQuoted, textOf, type Quoted } from '../quoted.ts';
import type { Source } from '../source.ts';
import { listed, mutated } from '../texts.ts';
import { dayNumber, dayText } from './days.ts';

export const commandTexts: readonly string[] = [
  ...commandNames,
  ...['hi', 'Hello!', 'hey...', '/rotate-scim', '/STATUS', '\u200Fhelp\u200F', '  /history \n'],
  'status Apple Business Manager',
  'rotate-scim Apple School',
  'settings Larkfield (Test)',
  'remind-here Apple',
  'history 2026-11-23',
  'history Apple Business 2026-11-23',
  'freeze Apple School until 2026-12-24 audit week',
  'freeze until 2026-12-24 change CHG0031337 until January',
  'freeze until until 2027-01-02 why',
  'unfreeze Apple School',
  'help quarantine',
  'help HTTP/404 Not Found',
  'help SystemForCrossDomainIdentityManagementCredentialValidationFailure',
];
const pieces: readonly string[] = [
  ...commandTexts,
  ...[' until ', ' 2026-12-24 ', ' 2026-02-30', ' ', 'until 2026-12-24 x', 'a'.repeat(31), 'Aa1'.repeat(6)],
  ...listed('UNTIL / // \u200B Apple why constructor __proto__'),
];

/** Marks that nobody sees. Written out, since a table of Unicode is what the parser itself goes by. */
const unseen =
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu;

/** A command as a person would type it. */
function writtenOut(command: Command): string {
  if (command.name === 'greeting') return 'hi';
  if (command.name === 'help') return ['help', command.about].join(' ').trim();
  if (command.name === 'freeze') {
    if (command.asked?.ok !== true) return 'freeze';
    const { connection, until, reason } = command.asked.value;
    return ['freeze', connection, 'until', until, reason].filter((word) => word !== undefined).join(' ');
  }
  const date = 'date' in command ? command.date : undefined;
  return [command.name, command.connection, date].filter((word) => word !== undefined).join(' ');
}

export function wrongCommand(command: Command, text: string): string | undefined {
  const first = text.trim().split(/\s+/)[0]?.replace(unseen, '').toLowerCase() ?? '';
  if (command.name === 'greeting') {
    if (!/^\/?(hi|hello|hey)[!.,]*$/.test(first)) return 'took something else for a greeting';
  } else if (!commandNames.includes(command.name) || first.replace(/^\//, '') !== command.name)
    return 'took something else for a command';
  const named = 'connection' in command ? command.connection : 'about' in command ? command.about : undefined;
  if (named !== undefined && (named.trim() !== named || named === '' || named.length > 200))
    return 'took a name that is none';
  if ('date' in command && dayNumber(command.date) === undefined) return 'accepted a day that does not exist';
  if (command.name === 'freeze' && command.asked !== undefined) {
    if (!command.asked.ok)
      return freezeFormFailures.includes(command.asked.failure) ? undefined : 'failed otherwise';
    const wrong = wrongFreeze(command.asked.value);
    if (wrong !== undefined) return wrong;
  }
  const again = parseCommand(writtenOut(command));
  return again.ok && JSON.stringify(again.value) === JSON.stringify(command)
    ? undefined
    : 'is read otherwise when written out';
}

function wrongFreeze({ connection, until, reason }: AskedFreeze): string | undefined {
  if (dayNumber(until) === undefined) return 'accepted a day that does not exist';
  if (connection === '') return 'took a name that is none';
  if (reason.replace(unseen, '').trim() === '' || Array.from(reason).length > longestReason)
    return 'accepted a reason that is none or too long';
  const isLikeAToken = (word: string): boolean =>
    word.length >= 32 ||
    (word.length >= 16 && /[0-9]/.test(word) && word !== word.toLowerCase() && /[a-z]/.test(word));
  return reason.split(/\s/).some(isLikeAToken) ? 'accepted a reason like a token' : undefined;
}

const reasons = ['audit week', 'change CHG0031337', 'we move the tenant', 'Prüfung', ''];

/** A freeze whose reason may hold a token: that is kept and shown. */
const freezeText = (source: Source): string =>
  `freeze ${source.oneOf(['', 'Apple ', 'Apple School '])}until ${dayText(source)} ${source.oneOf(reasons)}`;

const command: Parser<string, ReturnType<typeof parseCommand>> = {
  name: 'command',
  draw: (source) =>
    mutated(source, source.chance(0.3) ? freezeText(source) : source.oneOf(commandTexts), pieces),
  run: parseCommand,
  wrong(read, text) {
    if (!read.ok)
      return ['empty', 'unknown'].includes(read.failure) ? undefined : 'failed in a way that is not listed';
    return wrongCommand(read.value, text);
  },
};

const freezeReason: Parser<Quoted, ReturnType<typeof parseCommand>> = {
  name: 'freeze-reason',
  draw(source) {
    const token = source.token();
    const behind = source.chance(0.3) ? ` ${source.oneOf(reasons)}` : '';
    return { before: mutated(source, freezeText(source), pieces), quote: ` ${token}`, behind, token };
  },
  run: (text) => parseCommand(textOf(text)),
  wrong: (read, text) => (read.ok ? wrongCommand(read.value, textOf(text)) : undefined),
  smaller: smallerQuoted,
  sizeOf,
  // What else is said is looked at before: see `message`.
  told: (read) =>
    read.ok && read.value.name === 'freeze' && read.value.asked?.ok === true
      ? read.value.asked.value.reason
      : '',
};

const topicWords = [...commandTexts, ...topics.flatMap(({ id, words }) => [id, ...words])];

const asked: Parser<string, ReturnType<typeof topicsAbout>> = {
  name: 'help-words',
  draw: (source) => mutated(source, source.oneOf(topicWords), pieces),
  run: topicsAbout,
  wrong: (found) =>
    found.every((topic) => topics.includes(topic)) ? undefined : 'found a topic that there is not',
};

const explained: Parser<UpstreamFailure, string> = {
  name: 'help-for-a-failure',
  draw(source) {
    const { words, sees } = source.oneOf(topics);
    const text = mutated(source, source.chance(0.5) ? sees : words.join(' '), pieces);
    return {
      kind: source.oneOf(upstreamKinds),
      status: source.oneOf([0, 200, 400, 401, 403, 404, 429, 500, 503]),
      code: mutated(source, source.oneOf(words.length > 0 ? words : ['unknown']), pieces).slice(0, 200),
      text: text.slice(0, 2_000),
      ...(source.chance(0.3) ? { scim: source.between(100, 599) } : {}),
      ...(source.chance(0.1) ? { onBehalf: true } : {}),
    };
  },
  run(failure) {
    const { topic, cause, nextStep } = helpFor(failure, profiles[failure.status % 3]);
    return [topic.id, cause, nextStep].join('\n');
  },
  wrong: (told) => (told.split('\n').every((part) => part.trim() !== '') ? undefined : 'explains nothing'),
  // The words of a cause are ours: nothing of the upstream's may be among them.
  told: (told) => told,
  sizeOf: ({ code, text }) => code.length + text.length,
};

export const commands = [command, freezeReason, asked, explained] as const;
