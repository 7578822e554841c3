import { parseArgs } from 'node:util';

/** What can be said, and what it means: also the text of `--help`. */
export const optionTexts = {
  expires: '2027-03-01       the day on which the token expires; needed',
  zone: 'Europe/Berlin       time zone of the channel; without it UTC',
  years:
    '10                 how many tokens, one a year, or how many years nobody acts: 1 to 50; without it 1',
  days: 'mon-fri             working days, also mon,tue,thu; without it Monday to Friday',
  from: '09:00               when the working hours begin',
  to: '17:00                 when they end',
  holidays: 'closed.txt      file with the closed days, one a line: 2026-12-25, or 2026-12-24 to 2027-01-06',
  ladder: '60,30,14,7        days before expiry; 1 and 0 are always there',
  today: '2026-11-23         the day from which on; without it today',
  replaced: '20              each token is replaced so many days before it expires; without it on that day',
  promise: '2027-02-10       somebody has promised to see to the first token by that day',
  snooze: '2027-02-05        the first token’s reminders are snoozed until that day',
  ics: 'reminders.ics        calendar file to write; without it reminders.ics in the current folder',
  unsure: '                  nobody vouches for the first token’s date',
  'nobody-acts': '           the token is not replaced',
  help: '                    these lines',
} as const;
export type OptionName = keyof typeof optionTexts;

const flags: readonly OptionName[] = ['unsure', 'nobody-acts', 'help'];
const names = Object.keys(optionTexts) as readonly OptionName[];
const isName = (text: string): text is OptionName => Object.hasOwn(optionTexts, text);

export interface Typed {
  /** Flags have an empty value. */
  readonly values: ReadonlyMap<OptionName, string>;
  /** One sentence each. */
  readonly problems: readonly string[];
}

/** Takes the words of a command apart and knows nothing of what they mean. */
export function readWords(words: readonly string[]): Typed {
  const values = new Map<OptionName, string>();
  const problems: string[] = [];
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      names.map((name) => [name, { type: flags.includes(name) ? 'boolean' : 'string' }] as const),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`"${token.value}" belongs to no option.`);
    if (token.kind !== 'option') continue;
    const { name, value = '' } = token;
    if (!isName(name))
      problems.push(`There is no option ${token.rawName}; --help lists those that there are.`);
    else if (flags.includes(name) ? value !== '' : value === '' || value.startsWith('--'))
      problems.push(`--${name} ${flags.includes(name) ? 'takes no value' : 'needs a value'}.`);
    else if (values.has(name)) problems.push(`--${name} is there twice.`);
    else values.set(name, value);
  }
  return { values, problems };
}
