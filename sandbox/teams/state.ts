import type { WorldClock } from '../clock.ts';
import { bot, channels, people, tags, team, tenant } from '../seed.ts';
import type { SignInCard } from './sign-in-card.ts';
import { botMri, parseConversationId, personalChatId, personMri } from './ids.ts';

export interface Person {
  /** The Entra object id. */
  readonly id: string;
  readonly name: string;
  readonly upn: string;
  readonly userType: 'Member' | 'Guest';
}

export interface Channel {
  readonly id: string;
  readonly name: string;
}

export interface Tag {
  /** As Graph gives it, and as a mention names it. */
  readonly id: string;
  readonly name: string;
  /** Object ids of people. */
  readonly members: readonly string[];
}

export interface Content {
  readonly text?: string;
  /** An Adaptive Card. */
  readonly card?: unknown;
  /** Teams' own sign-in card: people see it only when they could not be signed in silently. */
  readonly signIn?: SignInCard;
}

export interface StoredMessage {
  /** Milliseconds of the moment it was posted, as text; unique in the tenant. */
  readonly id: string;
  /** A channel's or a chat's id. */
  readonly base: string;
  /** The thread's first message in a channel, possibly this one; `undefined` in a chat. */
  readonly root: string | undefined;
  readonly from: Person | 'bot';
  /** Epoch milliseconds. */
  readonly at: number;
  content: Content;
  editedAt: number | undefined;
  deletedAt: number | undefined;
}

export type Conversation =
  | { readonly kind: 'channel'; readonly channel: Channel; readonly root: string | undefined }
  | { readonly kind: 'personal'; readonly id: string; readonly person: Person };

/** What the simulated Teams would not show as the bot meant it. Tests look at these; the bot got an error. */
export interface Refusal {
  readonly at: number;
  readonly where: string;
  readonly problem: string;
}

export interface TeamsOptions {
  readonly clock: WorldClock;
  /** Milliseconds of the world's time until Graph shows a message that was posted. Default: none. */
  readonly readBackDelay?: number;
}

/** One team, its channels, and everybody's personal chat with the bot. No HTTP here. */
export class TeamsState {
  readonly clock: WorldClock;
  readBackDelay: number;
  readonly tenant = tenant;
  readonly bot = { ...bot, mri: botMri(bot.appId) };
  readonly people: readonly Person[] = people;
  readonly #listeners = new Set<(revision: number) => void>();
  #revision = 0;
  #team: { readonly id: string; readonly aadGroupId: string; readonly name: string } = team;
  #channels: readonly Channel[] = channels;
  #deletedChannels: readonly Channel[] = [];
  #tags: readonly Tag[] = tags;
  #messages: StoredMessage[] = [];
  #refusals: Refusal[] = [];
  #lastId = 0;
  #inTeam = false;
  #consented = false;
  readonly #withPeople = new Set<string>();
  #onSignIn: (message: StoredMessage, card: SignInCard) => void = () => undefined;

  constructor({ clock, readBackDelay = 0 }: TeamsOptions) {
    this.clock = clock;
    this.readBackDelay = readBackDelay;
  }

  get team(): { readonly id: string; readonly aadGroupId: string; readonly name: string } {
    return this.#team;
  }

  get channels(): readonly Channel[] {
    return this.#channels;
  }

  /** Those that can be restored. */
  get deletedChannels(): readonly Channel[] {
    return this.#deletedChannels;
  }

  get tags(): readonly Tag[] {
    return this.#tags;
  }

  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  /** Grows with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** Gives back how to stop listening. */
  onChange(listener: (revision: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the listeners that something is new; also for changes elsewhere in the world that the page shows. */
  touch(): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener(this.#revision);
  }

  mriOf(person: Person): string {
    return personMri(person.id, bot.appId);
  }

  chatOf(person: Person): string {
    return personalChatId(person.id, bot.appId);
  }

  /** By Entra object id, by the bot's own id of the person (`29:`), or by user principal name. */
  findPerson(id: string): Person | undefined {
    return this.people.find((person) => [person.id, person.upn, this.mriOf(person)].includes(id));
  }

  findConversation(id: string): Conversation | undefined {
    const { base, root } = parseConversationId(id);
    const channel = this.#channels.find((candidate) => candidate.id === base);
    if (channel !== undefined) return { kind: 'channel', channel, root };
    const person = this.people.find((candidate) => this.chatOf(candidate) === id);
    return person && { kind: 'personal', id, person };
  }

  /** Everybody is in the team; in a personal chat there is one person. */
  roster(conversation: Conversation): readonly Person[] {
    return conversation.kind === 'channel' ? this.people : [conversation.person];
  }

  get isBotInTeam(): boolean {
    return this.#inTeam;
  }

  isBotWith(person: Person): boolean {
    return this.#withPeople.has(person.id);
  }

  /** A bot in a team may also write to the team's members. */
  mayBotWriteTo(person: Person): boolean {
    return this.#inTeam || this.isBotWith(person);
  }

  /**
   * Whether ChannelMessage.Read.Group is granted for the team: Graph shows the messages of its channels, and Teams hands
   * the bot all of them, not only those that mention it.
   */
  get botMayRead(): boolean {
    return this.#inTeam && this.#consented;
  }

  /** The app's permissions in a team go with the app. */
  setBotInTeam(isIn: boolean): void {
    this.#inTeam = isIn;
    this.#consented &&= isIn;
    this.touch();
  }

  setBotMayRead(mayRead: boolean): void {
    this.#consented = mayRead;
    this.touch();
  }

  setBotWith(person: Person, isWith: boolean): void {
    if (isWith) this.#withPeople.add(person.id);
    else this.#withPeople.delete(person.id);
    this.touch();
  }

  renameTeam(name: string): void {
    this.#team = { ...this.#team, name };
    this.touch();
  }

  renameChannel(id: string, name: string): void {
    this.#channels = this.#channels.map((channel) => (channel.id === id ? { id, name } : channel));
    this.touch();
  }

  /** Its messages come back with it when it is restored. */
  deleteChannel(id: string): void {
    const isIt = (channel: Channel): boolean => channel.id === id;
    this.#deletedChannels = [...this.#deletedChannels, ...this.#channels.filter(isIt)];
    this.#channels = this.#channels.filter((channel) => !isIt(channel));
    this.touch();
  }

  restoreChannel(id: string): void {
    const isIt = (channel: Channel): boolean => channel.id === id;
    this.#channels = [...this.#channels, ...this.#deletedChannels.filter(isIt)];
    this.#deletedChannels = this.#deletedChannels.filter((channel) => !isIt(channel));
    this.touch();
  }

  deleteTag(id: string): void {
    this.#tags = this.#tags.filter((tag) => tag.id !== id);
    this.touch();
  }

  /** Without a root a message in a channel begins a thread. */
  post(
    conversation: Conversation,
    root: string | undefined,
    from: StoredMessage['from'],
    content: Content,
  ): StoredMessage {
    const at = this.clock.now();
    this.#lastId = Math.max(at, this.#lastId + 1);
    const id = String(this.#lastId);
    const isChannel = conversation.kind === 'channel';
    const base = isChannel ? conversation.channel.id : conversation.id;
    const message: StoredMessage = {
      id,
      base,
      root: isChannel ? (root ?? id) : undefined,
      from,
      at,
      content,
      editedAt: undefined,
      deletedAt: undefined,
    };
    this.#messages.push(message);
    this.touch();
    if (content.signIn !== undefined) this.#onSignIn(message, content.signIn);
    return message;
  }

  /** One client hears of sign-in cards. */
  onSignIn(listener: (message: StoredMessage, card: SignInCard) => void): void {
    this.#onSignIn = listener;
  }

  /** As if it had never been there: what Teams does with a sign-in card that is not needed any more. */
  withdraw(message: StoredMessage): void {
    this.#messages = this.#messages.filter((candidate) => candidate !== message);
    this.touch();
  }

  /** In the order of posting, deleted ones too. */
  messagesIn(base: string): readonly StoredMessage[] {
    return this.#messages.filter((message) => message.base === base);
  }

  /** Those that Graph shows by now. */
  readableIn(base: string): readonly StoredMessage[] {
    const until = this.clock.now() - this.readBackDelay;
    return this.messagesIn(base).filter(({ at }) => at <= until);
  }

  findMessage(base: string, id: string): StoredMessage | undefined {
    return this.#messages.find((message) => message.base === base && message.id === id);
  }

  edit(message: StoredMessage, content: Content): void {
    message.content = content;
    message.editedAt = this.clock.now();
    this.touch();
  }

  delete(message: StoredMessage): void {
    message.content = {};
    message.deletedAt = this.clock.now();
    this.touch();
  }

  refuse(where: string, problem: string): void {
    this.#refusals.push({ at: this.clock.now(), where, problem });
    this.touch();
  }

  /** Back to the first day: no messages, and the bot is nowhere. Message ids go on growing. */
  reset(): void {
    this.#team = team;
    this.#channels = channels;
    this.#deletedChannels = [];
    this.#tags = tags;
    this.#messages = [];
    this.#refusals = [];
    this.#inTeam = false;
    this.#consented = false;
    this.#withPeople.clear();
    this.touch();
  }
}
