import type { WorldClock } from '../clock.ts';
import { bot, channels, people, team, tenant } from '../seed.ts';
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

export interface Content {
  readonly text?: string;
  /** An Adaptive Card. */
  readonly card?: unknown;
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
  deleted: boolean;
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

/** One team, its channels, and everybody's personal chat with the bot. No HTTP here. */
export class TeamsState {
  readonly clock: WorldClock;
  readonly tenant = tenant;
  readonly bot = { ...bot, mri: botMri(bot.appId) };
  readonly people: readonly Person[] = people;
  readonly #listeners = new Set<(revision: number) => void>();
  #revision = 0;
  #team: { readonly id: string; readonly aadGroupId: string; readonly name: string } = team;
  #channels: readonly Channel[] = channels;
  #messages: StoredMessage[] = [];
  #refusals: Refusal[] = [];
  #lastId = 0;
  #inTeam = false;
  readonly #withPeople = new Set<string>();

  constructor({ clock }: { readonly clock: WorldClock }) {
    this.clock = clock;
  }

  get team(): { readonly id: string; readonly aadGroupId: string; readonly name: string } {
    return this.#team;
  }

  get channels(): readonly Channel[] {
    return this.#channels;
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

  setBotInTeam(isIn: boolean): void {
    this.#inTeam = isIn;
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

  deleteChannel(id: string): void {
    this.#channels = this.#channels.filter((channel) => channel.id !== id);
    this.#messages = this.#messages.filter((message) => message.base !== id);
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
      deleted: false,
    };
    this.#messages.push(message);
    this.touch();
    return message;
  }

  /** In the order of posting, deleted ones too. */
  messagesIn(base: string): readonly StoredMessage[] {
    return this.#messages.filter((message) => message.base === base);
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
    message.deleted = true;
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
    this.#messages = [];
    this.#refusals = [];
    this.#inTeam = false;
    this.#withPeople.clear();
    this.touch();
  }
}
