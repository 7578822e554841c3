import type { Announcement } from '../domain/announcement.ts';
import type { Answer } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
import { actReply } from './act-replies.ts';
import { approvalDialog } from './approval-dialog.ts';
import type { Card } from './card.ts';
import { channelDialog } from './channel-dialog.ts';
import { chooseCard, chooseSummary } from './choose.ts';
import { cycleCard, cycleSummary } from './cycle.ts';
import { digestCard, digestSummary } from './digest.ts';
import { explainedCard, explainedSummary } from './explained.ts';
import { foundCard, foundSummary } from './found.ts';
import { helpCard, helpSummary } from './help.ts';
import { helpTopics } from './help-topics.ts';
import { historyCard, historySummary } from './history.ts';
import { noticeText, onCard } from './notice-words.ts';
import { noticeCard, type ShortNews } from './notice.ts';
import { escalationReply, unreachableReply } from './personal-replies.ts';
import { noticedReply } from './noticed-reply.ts';
import { pastedCard, pastedSummary } from './pasted.ts';
import { bare, plain } from './plain.ts';
import { discoveryFailedReply, refusedReply } from './refused-reply.ts';
import { portalDialog } from './portal-dialog.ts';
import { reminderDialog } from './reminder-dialog.ts';
import { reminderReply } from './reminder-reply.ts';
import { replyCard, type Reply } from './reply.ts';
import {
  appliedReply,
  interruptedReply,
  savedLateReply,
  notProvenReply,
  provenReply,
  regressedReply,
  testedOnlyReply,
} from './rotation-replies.ts';
import { settingsCard, settingsSummary } from './settings.ts';
import { movedHere, noSuchConnection, nothingWatched, onlyInAChannel, welcome } from './short-news.ts';
import { statusCard, statusSummary } from './status.ts';
import { tokenDialog } from './token-dialog.ts';
import { withTrailLine } from './trail-line.ts';
import { watchDialog } from './watch-dialog.ts';
import { watchingReply } from './watching-reply.ts';

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

/** What a thread, or one person, is told unasked. */
export function cardFor(announcement: Announcement): Message {
  const { card, summary } = told(announcement);
  return { card: withTrailLine(card, announcement.trail), summary };
}

function told(announcement: Announcement): Message {
  switch (announcement.kind) {
    case 'cycle':
      return message(cycleCard(announcement), cycleSummary(announcement));
    case 'reminder':
      return reply(reminderReply(announcement));
    case 'act':
      return reply(actReply(announcement));
    case 'escalation':
      return reply(escalationReply(announcement));
    case 'unreachable':
      return reply(unreachableReply(announcement));
    case 'noticed':
      return reply(noticedReply(announcement));
    case 'welcome':
      return short(welcome(announcement, plain), 'Scimitar is here: next, find the connections');
    case 'digest':
      return message(digestCard(announcement), digestSummary(announcement));
    case 'applied':
      return reply(appliedReply(announcement));
    case 'proven':
      return reply(provenReply(announcement));
    case 'regressed':
      return reply(regressedReply(announcement));
    case 'not-proven':
      return reply(notProvenReply(announcement));
    case 'tested-only':
      return reply(testedOnlyReply(announcement));
    case 'refused':
      return reply(refusedReply(announcement));
    case 'interrupted':
      return reply(interruptedReply(announcement));
    case 'saved-late':
      return reply(savedLateReply(announcement));
  }
}

/** What the person who spoke to the bot is told. */
export function answerCard(answer: Answer): Message {
  switch (answer.kind) {
    case 'help':
    case 'not-understood':
      return message(helpCard(answer), helpSummary(answer));
    case 'help-topics': {
      const { card, summary } = helpTopics(answer);
      return message(card, summary);
    }
    case 'status':
      return message(statusCard(answer), statusSummary(answer.connections));
    case 'history':
      return message(historyCard(answer), historySummary(answer.connection.name));
    case 'explained':
      return message(explainedCard(answer), explainedSummary(answer.connection, answer.date));
    case 'settings':
      return message(settingsCard(answer), settingsSummary);
    case 'moved-here':
      return short(movedHere(answer, plain), movedHere(answer, bare).headline);
    case 'only-in-a-channel':
      return short(onlyInAChannel, onlyInAChannel.headline);
    case 'choose':
      return message(chooseCard(answer), chooseSummary(answer.connections));
    case 'token-pasted':
      return message(pastedCard(answer), pastedSummary);
    case 'no-such-connection':
      return short(noSuchConnection(answer, plain), noSuchConnection(answer, bare).headline);
    case 'nothing-watched':
      return short(nothingWatched, nothingWatched.headline);
    case 'found':
      return message(foundCard(answer), foundSummary(answer));
    case 'watching':
      return reply(watchingReply(answer));
    case 'discovery-failed':
      return reply(discoveryFailedReply(answer.upstream));
    case 'not-allowed':
    case 'right-unknown':
    case 'outsider':
    case 'in-private':
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
    case 'copied-card':
    case 'overtaken':
    case 'channel-overtaken':
    case 'claim-problem':
    case 'nobody-has-it':
    case 'settings-saved':
    case 'replaced-in-portal':
    case 'sign-in-failed':
    case 'frozen':
    case 'frozen-now':
    case 'already-frozen':
    case 'unfrozen-now':
    case 'not-frozen':
    case 'freeze-form':
    case 'which-connection':
    case 'freeze-repeated':
    case 'approval-asked':
    case 'approval-waiting':
    case 'approval-not-needed':
    case 'agreed-now':
    case 'declined-now':
    case 'own-approval':
    case 'approval-over':
    case 'not-approved':
    case 'unknown-action':
    case 'not-recorded':
    case 'went-wrong':
      return short(onCard(answer), noticeText(answer));
  }
}

/** The dialogs; Teams draws the title above the card. */
export function dialogFor(view: DialogView): DialogCard {
  switch (view.kind) {
    case 'enter-token':
      return { title: 'Enter new token', width: 'medium', height: 'large', card: tokenDialog(view) };
    case 'ask-approval':
      return { title: 'Second person', width: 'medium', height: 'small', card: approvalDialog(view) };
    case 'watch':
      return { title: 'Watch a connection', width: 'medium', height: 'medium', card: watchDialog(view) };
    case 'portal-expiry':
      return {
        title: 'Token entered in Entra',
        width: 'medium',
        height: 'medium',
        card: portalDialog(view),
      };
    case 'reminder-settings':
      return {
        title: 'Settings of the reminders',
        width: 'medium',
        height: 'large',
        card: reminderDialog(view),
      };
    case 'channel-settings':
      return {
        title: 'Settings of the channel',
        width: 'medium',
        height: 'large',
        card: channelDialog(view),
      };
  }
}

const longestSummary = 120;

const message = (card: Card, summary: string): Message => ({ card, summary: bare(summary, longestSummary) });
const reply = (words: Reply): Message => message(replyCard(words), words.summary);
const short = (news: ShortNews, spoken: string): Message => message(noticeCard(news, spoken), spoken);
