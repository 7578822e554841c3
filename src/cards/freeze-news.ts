import { longDate } from '../domain/calendar.ts';
import { longestFreezeDays, longestReason, type Freeze } from '../domain/freeze.ts';
import type { FreezeNotice } from '../domain/freeze-notice.ts';
import type { Connection } from '../domain/connection.ts';
import { actWords } from './act-words.ts';
import { runsOut } from './freeze-replies.ts';
import { reasonWords } from './freeze-words.ts';
import type { ShortNews } from './notice.ts';
import type { plain } from './plain.ts';
import { dayAndTime, oneOf } from './time-words.ts';

type Harmless = typeof plain;
type Of<Kind extends FreezeNotice['kind']> = Extract<FreezeNotice, { kind: Kind }>;

/** What somebody is told about freezes. */
export function freezeNews(notice: FreezeNotice, harmless: Harmless): ShortNews {
  switch (notice.kind) {
    case 'frozen':
      return {
        tone: 'warning',
        headline: `${harmless(notice.connection.name, 60)} is frozen until ${longDate(notice.freeze.until)}`,
        paragraphs: [
          whoAndWhy(notice, harmless),
          notice.entered
            ? 'Nothing was saved, and the token was not kept: enter it again when the freeze is over.'
            : 'Until that day is over no new token is saved.',
          howToLift(notice, harmless),
        ],
      };
    case 'frozen-now':
      return frozenNow(notice, harmless);
    case 'already-frozen':
      return {
        tone: 'accent',
        headline: `Nothing was done: ${harmless(notice.connection.name, 60)} is frozen already, until ${longDate(notice.freeze.until)}`,
        paragraphs: [
          whoAndWhy(notice, harmless),
          ...(notice.asked === 'same' ? [] : ['Yours would end it earlier, which only lifting it does.']),
          howToLift(notice, harmless),
        ],
      };
    case 'unfrozen-now':
      return {
        tone: 'good',
        headline: `${harmless(notice.connection.name)} is not frozen any more`,
        paragraphs: [
          `The freeze of ${harmless(notice.freeze.by.name, 60)}, until ${longDate(notice.freeze.until)}, is lifted. A new token can be saved again.`,
        ],
      };
    case 'not-frozen':
      return {
        tone: 'accent',
        headline:
          notice.connection === undefined
            ? 'None of these connections is frozen'
            : `${harmless(notice.connection.name)} is not frozen`,
        paragraphs: ['Nothing was done. Say history to read who lifted a freeze, or until when it held.'],
      };
    case 'freeze-form':
      return freezeForm(notice, harmless);
    case 'which-connection':
      return whichConnection(notice, harmless);
    case 'freeze-repeated': {
      const { zone } = notice.connection;
      const { at, act } = notice.line;
      return {
        tone: 'accent',
        headline: 'This was done already, and is not done twice',
        paragraphs: [`${dayAndTime(at, zone)}: ${actWords(act, zone, harmless)}.`],
      };
    }
  }
}

interface Frozen {
  readonly connection: Connection;
  readonly freeze: Freeze;
}

const whoAndWhy = ({ connection: { zone }, freeze }: Frozen, harmless: Harmless): string =>
  `${harmless(freeze.by.name, 40)} froze it on ${dayAndTime(freeze.at, zone)}. The reason: “${reasonWords(freeze, harmless)}”.`;

const howToLift = ({ connection }: Frozen, harmless: Harmless): string =>
  `Whoever may set up connections can lift it: say unfreeze ${harmless(connection.name, 40)}.`;

function frozenNow(
  { connection, freeze, expiresOn, attempt }: Of<'frozen-now'>,
  harmless: Harmless,
): ShortNews {
  const whose = attempt && `The attempt of ${harmless(attempt.by.name, 60)}`;
  return {
    tone: 'good',
    headline: `${harmless(connection.name)} is frozen until ${longDate(freeze.until)}`,
    paragraphs: [
      'That day is included; then the freeze ends by itself. The reminders go on, and no new token is saved meanwhile.',
      ...(attempt === undefined
        ? []
        : attempt.fate === 'stopped'
          ? [`${whose ?? ''}, which is being tested, will not be saved.`]
          : [`${whose ?? ''} is not stopped: its save had begun before. The thread says how it ends.`]),
      ...(freeze.until >= expiresOn ? [runsOut(expiresOn)] : []),
      `To lift it before, say unfreeze ${harmless(connection.name)}.`,
    ],
  };
}

type Why = NonNullable<Of<'freeze-form'>['why']>;
const mistakes: Readonly<Record<Why, readonly [headline: string, what: (last: string) => string]>> = {
  'no-until': [
    'The last day of the freeze is missing',
    () => 'Behind the name comes the word until, then the last day, then the reason.',
  ],
  'not-a-date': [
    'There is no day behind until',
    () => 'The day is written as year, month and day, such as 2026-12-24.',
  ],
  'no-reason': ['The reason is missing', () => 'Everybody who wants to enter a token is shown it.'],
  'reason-too-long': [
    'The reason is too long',
    () => `It may have ${longestReason} characters: say the rest where the freeze was decided.`,
  ],
  'like-a-token': [
    'A word of the reason is long enough to be a token',
    () =>
      'A reason is kept and shown to others. If it was a token, delete your message and make a new token. Give web addresses and long numbers in short.',
  ],
  past: ['That day has passed', (last) => `Choose one from today to ${last}.`],
  'too-far': [
    'That day is too far away',
    (last) =>
      `A freeze lasts ${longestFreezeDays} days at most: choose a day up to ${last}. It can be renewed.`,
  ],
};

function freezeForm({ why, name, day, last }: Of<'freeze-form'>, harmless: Harmless): ShortNews {
  const [headline, what] = why === undefined ? bareForm : mistakes[why];
  return {
    tone: 'accent',
    headline: why === undefined ? headline : `${headline}: nothing was frozen`,
    paragraphs: [
      what(longDate(last)),
      `Say for example: “freeze ${harmless(name)} until ${day} audit week”.`,
    ],
  };
}

const bareForm = [
  'A freeze needs a connection, a last day and a reason',
  (last: string) =>
    `While it lasts the reminders go on, and no new token is saved. The last day can be up to ${last}.`,
] as const;

const mostNames = 5;

function whichConnection({ command, names }: Of<'which-connection'>, harmless: Harmless): ShortNews {
  const different = [...new Set(names)];
  const shown = different.slice(0, mostNames).map((name) => harmless(name, 60));
  const behind = command === 'freeze' ? ', then until, the last day and the reason' : '';
  return {
    tone: 'accent',
    headline: 'More than one connection is meant: nothing was done',
    paragraphs: [
      different.length < names.length
        ? `${names.length} connections can be meant, and some have the same name. Say it in the channel in which the reminders of the one come, with @Scimitar.`
        : `Say ${command} and one of these names${behind}: ${oneOf(shown)}.`,
    ],
  };
}
