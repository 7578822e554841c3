import type { Notice } from '../domain/answer.ts';
import { clockTime, longDate, type CalendarDate } from '../domain/calendar.ts';
import type { ClaimFailure } from '../domain/claim.ts';
import type { DialogProblem } from '../domain/dialog.ts';
import { helpFor } from '../domain/help.ts';
import { actWords } from './act-words.ts';
import { approvalNews } from './approval-news.ts';
import { freezeNews } from './freeze-news.ts';
import { bare, plain } from './plain.ts';
import type { ShortNews } from './notice.ts';
import { outsiderWords, rightWords, whomToAsk } from './right-words.ts';
import { dayAndTime } from './time-words.ts';

/** How text from outside is made harmless where the words will stand: `plain` on a card, `bare` elsewhere. */
type Harmless = typeof plain;

const news = (tone: ShortNews['tone'], headline: string, ...paragraphs: readonly string[]): ShortNews => ({
  tone,
  headline,
  paragraphs,
});

export const onCard = (notice: Notice): ShortNews => noticeWords(notice, plain);

/** One or two plain sentences. */
export function noticeText(notice: Notice): string {
  const { headline, paragraphs } = noticeWords(notice, bare);
  return [`${headline}.`, ...paragraphs].join(' ');
}

function noticeWords(notice: Notice, harmless: Harmless): ShortNews {
  switch (notice.kind) {
    case 'not-allowed':
      return news(
        'warning',
        `You may not ${rightWords(notice.what)}`,
        whomToAsk(notice.what, notice.ask, notice.nobody, harmless),
      );
    case 'right-unknown':
      return news(
        'warning',
        `Entra did not confirm in time that you may ${rightWords(notice.what)}`,
        'Nothing was done. Try again in a minute.',
      );
    case 'outsider':
      return news('warning', ...outsiderWords[notice.who]);
    case 'in-private':
      return news(
        'accent',
        'Scimitar answers this in your own chat with it, and could not open one',
        'Add Scimitar to your own apps and say it there. Nothing was done.',
      );
    case 'dialog-problem':
      return news('warning', ...dialogProblems[notice.problem]);
    case 'busy':
      return news(
        'accent',
        `${harmless(notice.by.name, 60)} entered a token at ${clockTime(notice.since, notice.zone)}`,
        'It is being tested. Wait for the reply in the thread.',
      );
    case 'testing-now':
      return news(
        'accent',
        `The token for ${harmless(notice.connection.name)} is being tested`,
        notice.testOnly
          ? 'Nothing will be saved. The result comes as a reply in the thread of the channel.'
          : 'When it passes, it is saved. The result comes as a reply in the thread of the channel.',
      );
    case 'already-submitted':
      return news(
        'accent',
        `This token for ${harmless(notice.connection.name)} was already handed in`,
        'The result comes as a reply in the thread of the channel.',
      );
    case 'already-watched':
      return news(
        'accent',
        `${harmless(notice.connection.name)} is already watched`,
        `Its reminders come in the channel ${harmless(notice.connection.place.channelName)}.`,
      );
    case 'already-done':
      return news(
        'accent',
        `This was already done for ${harmless(notice.connection.name)}`,
        'The card in the channel shows who did it and when.',
      );
    case 'looking':
      return news(
        'accent',
        'Looking in Entra for the connections',
        'The result comes here as a message. In a large tenant this takes a minute or two.',
      );
    case 'watching-now':
      return news(
        'good',
        `${harmless(notice.connection.name)} is watched from now on`,
        `Its reminders come in the channel ${harmless(notice.connection.place.channelName)}.`,
      );
    case 'done':
      return news('good', 'Done', 'The card in the channel shows it.');
    case 'stale-button':
      return news('accent', 'This button is out of date', 'Use the newest card, or say status.');
    case 'copied-card':
      return news(
        'warning',
        'Nothing was done: this card is a copy, or stands where it does not belong',
        'Use the card in the channel where the reminders come, or say status.',
      );
    case 'overtaken': {
      const { zone, name } = notice.connection;
      const { at, act } = notice.by;
      return news(
        'accent',
        `Nothing was done: ${harmless(name)} has changed since that card was drawn`,
        `${dayAndTime(at, zone)}: ${actWords(act, zone, harmless)}.`,
        'Look at the newest card, and press again there if it should be done all the same.',
      );
    }
    case 'channel-overtaken':
      return news(
        'accent',
        'Nothing was saved: the settings of this channel have changed since that dialog was opened',
        `${harmless(notice.by.name, 60)} changed them, ${dayAndTime(notice.at, notice.zone)}.`,
        'Open the dialog again to see what holds now.',
      );
    case 'claim-problem':
      return news('warning', 'Nothing was done', claimProblems[notice.why](notice.last));
    case 'nobody-has-it':
      return news(
        'accent',
        `Nobody has ${harmless(notice.connection.name)} at present`,
        'There was nothing to give back. The card shows who has it.',
      );
    case 'settings-saved':
      return news('good', 'The settings are saved', 'The next message keeps to them.');
    case 'replaced-in-portal':
      return news(
        'good',
        `The new token of ${harmless(notice.connection.name)} expires on ${longDate(notice.expiresOn)}`,
        'The reminders follow this date.',
      );
    case 'discovery-failed': {
      const { cause, nextStep } = helpFor(notice.upstream);
      return news('warning', 'The search in Entra did not succeed', cause, nextStep);
    }
    case 'sign-in-failed': {
      const { cause, nextStep } = helpFor(notice.upstream);
      return news('warning', 'You could not be signed in, and nothing was changed', cause, nextStep);
    }
    case 'frozen':
    case 'frozen-now':
    case 'already-frozen':
    case 'unfrozen-now':
    case 'not-frozen':
    case 'freeze-form':
    case 'which-connection':
    case 'freeze-repeated':
      return freezeNews(notice, harmless);
    case 'approval-asked':
    case 'approval-waiting':
    case 'approval-not-needed':
    case 'agreed-now':
    case 'declined-now':
    case 'own-approval':
    case 'approval-over':
    case 'not-approved':
      return approvalNews(notice, harmless);
    case 'unknown-action':
      return news('accent', 'This action is not known here', 'Use the newest card, or say help.');
    case 'not-recorded':
      return news(
        'warning',
        'Nothing was done: Scimitar cannot write its audit trail',
        'What it cannot write down, it does not do.',
        'Try again in a minute. If it stays like this, tell whoever runs Scimitar: its log names the cause, such as a full disk.',
      );
    case 'went-wrong':
      return news(
        'warning',
        'Something went wrong in Scimitar',
        'Try again in a minute. If it happens again, tell whoever runs Scimitar.',
      );
  }
}

const claimProblems: Readonly<Record<ClaimFailure, (last: CalendarDate) => string>> = {
  'not-a-date': (last) => `The day is missing, or is none. Choose one up to ${longDate(last)}.`,
  past: (last) => `The day has passed. Choose one from today to ${longDate(last)}.`,
  'too-far': (last) => `The day is too late. Choose one up to ${longDate(last)}.`,
};

const dialogProblems: Readonly<Record<DialogProblem, readonly [headline: string, what: string]>> = {
  unknown: ['This dialog is not known any more', 'Open it again from the card. Nothing was done.'],
  expired: [
    'This dialog was open for more than 10 minutes',
    'Open it again from the card. Nothing was done.',
  ],
  'other-person': [
    'This dialog was opened by somebody else',
    'Open your own from the card. Nothing was done.',
  ],
  used: [
    'This dialog was already sent',
    'What was sent first counts. Open it again from the card to change something.',
  ],
  'other-cycle': [
    'This dialog belongs to a token that has been replaced',
    'Look at the newest card. Nothing was done.',
  ],
};
