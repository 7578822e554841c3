import { parseCalendarDate, type CalendarDate } from './calendar.ts';
import { parseFreeze, type AskedFreeze, type FreezeFormFailure } from './freeze.ts';
import { failed, ok, type Result } from './result.ts';

export const commandNames = [
  'rotate-scim',
  'status',
  'history',
  'settings',
  'remind-here',
  'freeze',
  'unfreeze',
  'help',
] as const;
export type CommandName = (typeof commandNames)[number];

/** What people can say to the bot. */
export type Command =
  | { readonly name: (typeof naming)[number]; readonly connection?: string }
  /** With a date: why there was a message on that day, or none. */
  | { readonly name: 'history'; readonly connection?: string; readonly date?: CalendarDate }
  | { readonly name: 'unfreeze'; readonly connection?: string }
  /** `asked`: what stands behind it, or what is wrong there. */
  | { readonly name: 'freeze'; readonly asked?: Result<AskedFreeze, FreezeFormFailure> }
  /** With words: what they mean, such as an error or what is seen on a screen. */
  | { readonly name: 'help'; readonly about?: string }
  | { readonly name: 'greeting' };

export type NotACommand = 'empty' | 'unknown';

const greetings = ['hi', 'hello', 'hey'];
/** A longer text is talk, not a command. Blanks do not count. */
const longestCommand = 200;
/** Marks of writing direction and the like, which keyboards and copied text bring along and nobody sees. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Reads a message exactly, never as a substring: the whole text is the command, with or without the slash, in any
 * case, and may name a connection; `help` may name what it should explain. The bot's own mention is already cut off.
 */
export function parseCommand(text: string): Result<Command, NotACommand> {
  const words = text.replace(/\s+/g, ' ').trim();
  if (words.replace(invisible, '') === '') return failed('empty');
  const [first = '', ...rest] = words.split(' ');
  const name = first.replace(invisible, '').toLowerCase().replace(/^\//, '');
  // Has a limit of its own: a reason that is too long is told so.
  if (name === 'freeze') return ok(rest.length === 0 ? { name } : { name, asked: parseFreeze(rest) });
  if (words.length > longestCommand) return failed('unknown');
  if (name === 'history') return ok({ name, ...namedAndDated(rest) });
  const connection = rest.join(' ');
  if (isNaming(name) || name === 'unfreeze') return ok(connection === '' ? { name } : { name, connection });
  if (name === 'help') return ok(connection === '' ? { name } : { name, about: connection });
  if (connection !== '') return failed('unknown');
  return greetings.includes(name.replace(/[!.,]+$/, '')) ? ok({ name: 'greeting' }) : failed('unknown');
}

const naming = ['rotate-scim', 'status', 'settings', 'remind-here'] as const;
/** Commands behind which only a connection is named. */
const isNaming = (name: string): name is (typeof naming)[number] => naming.some((one) => one === name);

/** The last word behind `history` may be a day. */
function namedAndDated(words: readonly string[]): {
  readonly connection?: string;
  readonly date?: CalendarDate;
} {
  const date = parseCalendarDate((words.at(-1) ?? '').replace(invisible, ''));
  const connection = (date.ok ? words.slice(0, -1) : words).join(' ');
  return { ...(connection === '' ? {} : { connection }), ...(date.ok ? { date: date.value } : {}) };
}
