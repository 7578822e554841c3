import type { Announcement } from '../domain/announcement.ts';
import type { Answer } from '../domain/answer.ts';
import type { Moment } from '../domain/calendar.ts';
import type { Conversation, Place } from '../domain/connection.ts';
import type { MessageId, PersonId } from '../domain/ids.ts';
import type { Standing } from '../domain/outgoing.ts';
import type { Result } from '../domain/result.ts';

/**
 * Why a message did not go out.
 * - `gone`       the channel, the thread, the card or the bot's membership is not there any more
 * - `rejected`   Teams will never take this message
 * - `try-later`  throttled or refused for now; it was certainly not posted
 * - `unsure`     no answer, or one that does not tell: it may have been posted
 * - `unclaimed`  whoever asked for it did not want it any more when its turn had come; it was not posted
 */
export type ChannelFailure = 'gone' | 'rejected' | 'try-later' | 'unsure' | 'unclaimed';

/**
 * Asked when the turn of a message has come, right before it is posted: only then it is posted. Its turn may be minutes
 * away, and whatever is written down about a message under way has to be as young as the message.
 */
export type Claim = () => Promise<boolean>;

export type Sent = Standing;

export interface NotSent {
  readonly why: ChannelFailure;
  /** How many milliseconds to wait before the next try: Teams asks for it, or its limits do. */
  readonly retryAfter?: number;
  /** With `unsure`, of a message: the answer, should it still come; undefined when it does not. Never rejects. */
  readonly late?: Promise<Sent | undefined>;
}

/** One of the bot's own messages, as a look at the channel finds it. */
export interface Found extends Standing {
  /** The key that it was sent with. */
  readonly key: MessageId;
}

export interface NamesAsked {
  readonly serviceUrl: string;
  readonly teamId: string;
  readonly channelId?: string;
  /** Teams' own id of a member, `29:…`. */
  readonly memberId?: string;
  /** How long is waited for each of them: by itself 2 seconds, since a person may be waiting. */
  readonly withinMilliseconds?: number;
}
export interface Names {
  readonly team?: string;
  readonly aadGroupId?: string;
  readonly channel?: string;
  readonly member?: string;
}

/**
 * Teams, outwards. Every call ends within 15 seconds, not counting the time that it waits for its turn under Teams'
 * published limits. A message carries its key, invisibly, so that a look can tell it. One with a claim, and every
 * update, does not wait for long: when its turn is more than a few seconds away it is told when to come again.
 */
export interface Channel {
  /** Posts the root card of a thread. */
  openThread(
    place: Place,
    announcement: Announcement,
    key: MessageId,
    claim: Claim,
  ): Promise<Result<Sent, NotSent>>;
  /** Posts into a thread or a chat. The id is empty when Teams confirms a message without naming it. */
  post(
    where: Conversation,
    announcement: Announcement | Answer,
    key?: MessageId,
    claim?: Claim,
  ): Promise<Result<Sent, NotSent>>;
  /** Replaces one of the bot's own messages. Idempotent. */
  update(
    where: Conversation,
    activityId: string,
    announcement: Announcement,
    key: MessageId,
  ): Promise<Result<void, NotSent>>;
  /** Takes one of the bot's own messages away; done as well when it is not there. Idempotent. */
  remove(where: Conversation, activityId: string): Promise<Result<void, NotSent>>;
  /**
   * The bot's own messages in a channel, or in one of its threads, newest first, as far back as `since`.
   * `may-not`: nobody has allowed the bot to read the channel.
   */
  look(
    place: Place,
    root: string | undefined,
    since: Moment,
  ): Promise<Result<readonly Found[], 'may-not' | 'try-later'>>;
  /** The personal chat with somebody, opened if need be. */
  chatWith(place: Place, person: PersonId): Promise<Result<Conversation, NotSent>>;
  /** Names that Teams leaves out of its activities; what cannot be learned in time is missing. */
  names(asked: NamesAsked): Promise<Names>;
}
