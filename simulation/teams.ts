import type { Announcement } from '../src/domain/announcement.ts';
import type { Answer } from '../src/domain/answer.ts';
import type { CycleId, MessageId } from '../src/domain/ids.ts';
import type { Random } from './random.ts';

/** How reliable Teams is in a world: probabilities of one call, and what the bot may read. */
export interface TeamsFaults {
  readonly unsure: number;
  readonly tryLater: number;
  /** Of the answers that were lost though the message was posted: how many come after all. */
  readonly late: number;
  readonly mayLook: boolean;
  /** Milliseconds until a look finds a message, at most. */
  readonly readableWithin: number;
}

export type Said = Announcement | Answer;

/** One message as Teams keeps it. */
export interface StandingMessage {
  readonly id: string;
  readonly conversation: string;
  /** Undefined in a personal chat. */
  readonly channel: string | undefined;
  readonly isRoot: boolean;
  readonly key: MessageId | undefined;
  /** As it was posted. */
  readonly said: Said;
  readonly postedAt: number;
  /** Who posted it, in the numbering of whoever asks. */
  readonly postedBy: Poster;
  readonly readableFrom: number;
  /** The bot lost the answer, if not for ever. */
  readonly isUnsure: boolean;
  /** When a living instance was told its id. */
  toldAt: number | undefined;
  /** As it is now. */
  shown: Said;
  shownAt: number;
  deletedAt: number | undefined;
}

export interface Poster {
  /** The number of the look or turn in which it was posted. */
  readonly look: number;
  /** How far the poster's clock was ahead of the true time. */
  readonly skew: number;
}

export type Refusal = 'gone' | 'try-later' | 'unsure';

/** What becomes of one call, decided when it reaches Teams. */
export type Fate<T> =
  | { readonly kind: 'done'; readonly value: T; readonly took: number }
  | {
      readonly kind: 'refused';
      readonly why: Refusal;
      readonly took: number;
      readonly retryAfter?: number;
      readonly late?: Late;
    };

/** An answer that comes so many milliseconds after the call was given up. */
export interface Late {
  readonly after: number;
  readonly id: string | undefined;
}

const usualTook = [60, 900] as const;
const timeoutTook = [12_000, 15_000] as const;

/**
 * Teams as a bot meets it: it never loses what it accepted, and does not always say that it did. Calls happen at the
 * moment that is passed in; when the answer arrives is in their fate.
 */
export class Teams {
  readonly messages: StandingMessage[] = [];
  readonly #byId = new Map<string, StandingMessage>();
  readonly #inChannel = new Map<string, StandingMessage[]>();
  readonly #cards = new Map<CycleId, StandingMessage[]>();
  readonly #awayUntil = new Map<string, number>();
  readonly #random: Random;
  readonly #faults: TeamsFaults;

  constructor(random: Random, faults: TeamsFaults) {
    this.#random = random;
    this.#faults = faults;
  }

  find(id: string): StandingMessage | undefined {
    return this.#byId.get(id);
  }

  /** The cards of a cycle that stand in its channel. */
  cardsOf(cycle: CycleId): readonly StandingMessage[] {
    return (this.#cards.get(cycle) ?? []).filter(({ deletedAt }) => deletedAt === undefined);
  }

  /** A channel is deleted, or the bot is removed from its team, until then. */
  awayUntil(channel: string, until: number): void {
    this.#awayUntil.set(channel, until);
  }

  isAway(channel: string, now: number): boolean {
    return (this.#awayUntil.get(channel) ?? 0) > now;
  }

  openThread(channel: string, said: Said, key: MessageId, now: number, by: Poster): Fate<StandingMessage> {
    return this.#post(channel, undefined, said, key, now, by);
  }

  post(
    conversation: string,
    said: Said,
    key: MessageId | undefined,
    now: number,
    by: Poster,
  ): Fate<StandingMessage> {
    const [channel, root] = conversation.split(';messageid=');
    if (root === undefined) return this.#post(undefined, conversation, said, key, now, by);
    if (this.#find(root) === undefined) return this.#refused('gone');
    return this.#post(channel, conversation, said, key, now, by);
  }

  update(id: string, said: Said, now: number): Fate<void> {
    const there = this.#find(id);
    if (there === undefined || (there.channel !== undefined && this.isAway(there.channel, now)))
      return this.#refused('gone');
    return this.#act(() => {
      there.shown = said;
      there.shownAt = now;
    });
  }

  remove(id: string, now: number): Fate<void> {
    const there = this.#find(id);
    if (there?.channel !== undefined && this.isAway(there.channel, now)) return this.#refused('gone');
    return this.#act(() => {
      if (there !== undefined) there.deletedAt = now;
    });
  }

  /** The bot's own messages that can be read, newest first: roots, or what stands in the thread of a root. */
  look(
    channel: string,
    root: string | undefined,
    since: number,
    now: number,
  ): Fate<readonly StandingMessage[]> | 'may-not' {
    if (!this.#faults.mayLook) return 'may-not';
    if (this.isAway(channel, now) || this.#random.chance(this.#faults.unsure + this.#faults.tryLater))
      return this.#refused('try-later');
    const conversation = root === undefined ? undefined : `${channel};messageid=${root}`;
    const found = (this.#inChannel.get(channel) ?? []).filter(
      (one) =>
        one.deletedAt === undefined &&
        one.readableFrom <= now &&
        one.postedAt >= since &&
        (conversation === undefined ? one.isRoot : one.conversation === conversation && !one.isRoot),
    );
    return { kind: 'done', value: found.reverse(), took: this.#took() };
  }

  /** A person deletes a message. */
  deleteByHand(id: string, now: number): void {
    const there = this.#find(id);
    if (there !== undefined) there.deletedAt = now;
  }

  #find(id: string): StandingMessage | undefined {
    const there = this.#byId.get(id);
    return there?.deletedAt === undefined ? there : undefined;
  }

  #post(
    channel: string | undefined,
    conversation: string | undefined,
    said: Said,
    key: MessageId | undefined,
    now: number,
    postedBy: Poster,
  ): Fate<StandingMessage> {
    if (channel !== undefined && this.isAway(channel, now)) return this.#refused('gone');
    const [random, faults] = [this.#random, this.#faults];
    const luck = random.unit();
    if (luck < faults.tryLater) return this.#refused('try-later');
    const isUnsure = luck < faults.tryLater + faults.unsure;
    if (isUnsure && random.chance(0.5)) return { ...this.#refused('unsure'), ...this.#nothingLate() };
    const comesLate = isUnsure && random.chance(faults.late);
    const id = String(this.messages.length + 1);
    const message: StandingMessage = {
      id,
      conversation: conversation ?? `${channel ?? ''};messageid=${id}`,
      channel,
      isRoot: conversation === undefined,
      key,
      said,
      postedAt: now,
      postedBy,
      readableFrom: now + random.between(0, faults.readableWithin),
      isUnsure,
      toldAt: undefined,
      shown: said,
      shownAt: now,
      deletedAt: undefined,
    };
    this.#keep(message);
    if (!isUnsure) return { kind: 'done', value: message, took: this.#took() };
    const late = comesLate ? { late: { after: random.between(1, 120_000), id } } : this.#nothingLate();
    return { ...this.#refused('unsure'), ...late };
  }

  #nothingLate(): { readonly late?: Late } {
    return this.#random.chance(0.5)
      ? { late: { after: this.#random.between(1, 60_000), id: undefined } }
      : {};
  }

  #keep(message: StandingMessage): void {
    this.messages.push(message);
    this.#byId.set(message.id, message);
    if (message.channel !== undefined) addTo(this.#inChannel, message.channel, message);
    if (message.said.kind === 'cycle') addTo(this.#cards, message.said.cycle.id, message);
  }

  /** A call that can be made twice. */
  #act(effect: () => void): Fate<void> {
    const luck = this.#random.unit();
    if (luck < this.#faults.tryLater) return this.#refused('try-later');
    const isUnsure = luck < this.#faults.tryLater + this.#faults.unsure;
    if (!isUnsure || this.#random.chance(0.5)) effect();
    return isUnsure ? this.#refused('unsure') : { kind: 'done', value: undefined, took: this.#took() };
  }

  #refused(why: Refusal): Extract<Fate<never>, { kind: 'refused' }> {
    const [least, most] = why === 'unsure' ? timeoutTook : usualTook;
    const took = this.#random.between(least, most);
    const asksToWait = why === 'try-later' && this.#random.chance(0.5);
    return {
      kind: 'refused',
      why,
      took,
      ...(asksToWait ? { retryAfter: this.#random.between(1, 120) * 1000 } : {}),
    };
  }

  #took(): number {
    return this.#random.between(...usualTook);
  }
}

function addTo<K>(lists: Map<K, StandingMessage[]>, key: K, message: StandingMessage): void {
  const there = lists.get(key);
  if (there === undefined) lists.set(key, [message]);
  else there.push(message);
}
