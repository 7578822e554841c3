import type { Announcement } from '../domain/announcement.ts';
import type { Answer, DialogView } from '../domain/answer.ts';
import { tokenLength } from '../domain/scim-token.ts';
import type { Card } from './card.ts';
import { chooseCard, chooseSummary } from './choose.ts';
import { claimedReply, reminderReply, snoozedReply, watchingReply } from './cycle-replies.ts';
import { cycleCard, cycleSummary } from './cycle.ts';
import { foundCard, foundSummary } from './found.ts';
import { helpCard, helpSummary } from './help.ts';
import { historyCard, historySummary } from './history.ts';
import { noticeText, onCard } from './notice-words.ts';
import { noticeCard, type ShortNews } from './notice.ts';
import { bare, plain } from './plain.ts';
import { discoveryFailedReply, refusedReply } from './refused-reply.ts';
import { replyCard, type Reply } from './reply.ts';
import {
  appliedReply,
  interruptedReply,
  notProvenReply,
  provenReply,
  testedOnlyReply,
} from './rotation-replies.ts';
import { statusCard, statusSummary } from './status.ts';
import { oneOf } from './time-words.ts';
import { tokenDialog } from './token-dialog.ts';
import { watchDialog } from './watch-dialog.ts';

export { noticeText };

/** A card and the notification text that goes with it, at most 120 characters of plain text. */
export interface Message {
  readonly card: Card;
  readonly summary: string;
}

/** A dialog as Teams' `task/fetch` answer carries it. */
export interface DialogCard {
  readonly title: string;
  readonly width: 'small' | 'medium' | 'large';
  readonly height: 'small' | 'medium' | 'large';
  readonly card: Card;
}

/** What a thread is told. */
export function cardFor(announcement: Announcement): Message {
  switch (announcement.kind) {
    case 'cycle':
      return message(cycleCard(announcement), cycleSummary(announcement));
    case 'reminder':
      return reply(reminderReply(announcement));
    case 'claimed':
      return reply(claimedReply(announcement));
    case 'snoozed':
      return reply(snoozedReply(announcement));
    case 'applied':
      return reply(appliedReply(announcement));
    case 'proven':
      return reply(provenReply(announcement));
    case 'not-proven':
      return reply(notProvenReply(announcement));
    case 'tested-only':
      return reply(testedOnlyReply(announcement));
    case 'refused':
      return reply(refusedReply(announcement));
    case 'interrupted':
      return reply(interruptedReply(announcement));
  }
}

/** What the person who spoke to the bot is told. */
export function answerCard(answer: Answer): Message {
  switch (answer.kind) {
    case 'help':
    case 'not-understood':
      return message(helpCard(answer), helpSummary(answer));
    case 'status':
      return message(statusCard(answer), statusSummary(answer.connections));
    case 'history':
      return message(historyCard(answer), historySummary(answer.connection.name));
    case 'choose':
      return message(chooseCard(answer), chooseSummary(answer.connections));
    case 'no-such-connection':
      return short(noSuchConnection(answer), noneIsNamed(answer.asked, bare));
    case 'nothing-watched':
      return short(nothingWatched, 'No connection is watched yet');
    case 'welcome':
      return short(welcome(answer), 'Scimitar is here: next, find the connections');
    case 'found':
      return message(foundCard(answer), foundSummary(answer));
    case 'watching':
      return reply(watchingReply(answer));
    case 'discovery-failed':
      return reply(discoveryFailedReply(answer.upstream));
    case 'not-allowed':
    case 'right-unknown':
    case 'guest':
    case 'dialog-problem':
    case 'busy':
    case 'testing-now':
    case 'already-submitted':
    case 'already-watched':
    case 'already-done':
    case 'looking':
    case 'watching-now':
    case 'done':
    case 'stale-button':
    case 'unknown-action':
    case 'went-wrong':
      return short(onCard(answer), noticeText(answer));
  }
}

/** The dialogs; Teams draws the title above the card. */
export function dialogFor(view: DialogView): DialogCard {
  switch (view.kind) {
    case 'enter-token':
      return { title: 'Enter new token', width: 'medium', height: 'large', card: tokenDialog(view) };
    case 'watch':
      return { title: 'Watch a connection', width: 'medium', height: 'medium', card: watchDialog(view) };
  }
}

const longestSummary = 120;

const message = (card: Card, summary: string): Message => ({ card, summary: bare(summary, longestSummary) });
const reply = (words: Reply): Message => message(replyCard(words), words.summary);
const short = (news: ShortNews, spoken: string): Message => message(noticeCard(news, spoken), spoken);

const mostNames = 10;

/** Somebody may have pasted a token where a name belongs: no word as long as one is said back. */
const noneIsNamed = (asked: string, harmless: typeof plain): string =>
  asked.split(/\s+/).some((word) => word.length >= tokenLength.shortest)
    ? 'No connection has that name'
    : `No connection is named ${harmless(asked, 60)}`;

const noSuchConnection = ({ asked, names }: Extract<Answer, { kind: 'no-such-connection' }>): ShortNews => ({
  tone: 'accent',
  headline: noneIsNamed(asked, plain),
  paragraphs: [
    `Say ${oneOf([...new Set(names)].slice(0, mostNames).map((name) => plain(name)))}, or a part of it.`,
  ],
});

const nothingWatched: ShortNews = {
  tone: 'accent',
  headline: 'No connection is watched yet',
  paragraphs: ['Add Scimitar to a team and press “Find the connections” on its welcome card there.'],
};

const welcome = ({ addedBy }: Extract<Answer, { kind: 'welcome' }>): ShortNews => ({
  tone: 'good',
  headline: 'Scimitar is here',
  paragraphs: [
    ...(addedBy === undefined ? [] : [`${plain(addedBy.name, 60)} added me to this team.`]),
    'I keep the SCIM tokens alive with which Microsoft Entra ID provisions Managed Apple Accounts. I remind this channel in time, take the new token in a private dialog, test it, save it, and say when a provisioning cycle has proven it.',
    'To begin, let me look in Entra for the connections. Somebody who may rotate tokens presses the button and enters when the present token expires. Say help to see the commands.',
  ],
  discover: true,
});
