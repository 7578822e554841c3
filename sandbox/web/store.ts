import type { Message, PageState } from '../page-api.ts';
import { people } from '../seed.ts';
import { api, messageOf } from './api.ts';

/** What the main column shows. */
export type Place =
  | { readonly kind: 'chat' }
  | { readonly kind: 'channel'; readonly teamName: string; readonly id: string; readonly name: string };

/** What every part of the page is drawn from. */
export interface Snapshot {
  readonly state: PageState;
  readonly me: string;
  readonly place: Place;
}

const personKey = 'sandbox.person';
/** A reset starts the sandbox's servers anew, which takes less than this (milliseconds). */
const restartTakes = 2_500;

/** Holds the newest state, who the visitor is and where they look, and tells listeners when one of these changes. */
export class Store {
  #state: PageState | undefined;
  #me = rememberedPerson();
  /** Becomes `me` once the state is there as this person sees it. */
  #wanted = this.#me;
  #place: Place = { kind: 'chat' };
  #reading = 0;
  #events: EventSource | undefined;
  readonly #listeners: ((snapshot: Snapshot) => void)[] = [];
  readonly #onTrouble: (trouble: string | undefined) => void;
  /** Per person and conversation: how much of it has been on screen. */
  readonly #seen = new Map<string, string>();

  /** `onTrouble` hears why the state is missing or may be out of date, and `undefined` when that is over. */
  constructor(onTrouble: (trouble: string | undefined) => void) {
    this.#onTrouble = onTrouble;
  }

  get me(): string {
    return this.#me;
  }

  subscribe(listener: (snapshot: Snapshot) => void): void {
    this.#listeners.push(listener);
  }

  /** Reads the state again. An answer that a newer question has overtaken is dropped. */
  async refresh(): Promise<void> {
    const reading = ++this.#reading;
    const wanted = this.#wanted;
    try {
      const state = await api.state(wanted);
      if (reading !== this.#reading) return;
      this.#place = this.#state ? placeNow(this.#place, state) : firstPlace(state);
      this.#state = state;
      this.#me = wanted;
      this.#onTrouble(undefined);
      this.#tell();
    } catch (error) {
      if (reading !== this.#reading) return;
      this.#onTrouble(messageOf(error));
    }
  }

  /** Follows the server's events from now on. */
  follow(): void {
    const events = new EventSource('/api/events');
    this.#events = events;
    events.onmessage = () => void this.refresh();
    // The browser connects again by itself; what was missed meanwhile is read then.
    events.onopen = () => void this.refresh();
    events.onerror = () => {
      this.#onTrouble('The sandbox does not answer. Check that it is still running.');
    };
  }

  /** Lets go of the server while `reset` makes it start anew, so that the visitor sees a pause and no trouble. */
  async startOver(reset: () => Promise<unknown>): Promise<void> {
    this.#events?.close();
    try {
      await reset();
      await new Promise((resolve) => setTimeout(resolve, restartTakes));
    } finally {
      this.follow();
    }
  }

  become(person: string): void {
    this.#wanted = person;
    sessionStorage.setItem(personKey, person);
    void this.refresh();
  }

  show(place: Place): void {
    this.#place = place;
    this.#tell();
  }

  isUnread(conversationId: string, messages: readonly Message[]): boolean {
    return messages.length > 0 && this.#seen.get(`${this.#me} ${conversationId}`) !== extent(messages);
  }

  markSeen(conversationId: string, messages: readonly Message[]): void {
    this.#seen.set(`${this.#me} ${conversationId}`, extent(messages));
  }

  #tell(): void {
    const state = this.#state;
    if (!state) return;
    const snapshot = { state, me: this.#me, place: this.#place };
    for (const listener of this.#listeners) listener(snapshot);
  }
}

/** Changes when a message is added, not when one is edited: Teams does not mark a conversation unread for an edit. */
const extent = (messages: readonly Message[]): string => `${messages.length} ${messages.at(-1)?.id ?? ''}`;

function rememberedPerson(): string {
  const remembered = sessionStorage.getItem(personKey);
  return (people.find(({ id }) => id === remembered) ?? people[0]).id;
}

/** Where something has been written already. */
function firstPlace({ chat, teams }: PageState): Place {
  if (chat.messages.length > 0) return { kind: 'chat' };
  const channels = teams.flatMap(({ name: teamName, channels: all }) =>
    all.map((channel) => ({ ...channel, teamName })),
  );
  const channel = channels.find(({ threads }) => threads.length > 0);
  return channel
    ? { kind: 'channel', teamName: channel.teamName, id: channel.id, name: channel.name }
    : { kind: 'chat' };
}

/** The same place under its present name; the chat where the channel is gone. */
function placeNow(place: Place, { teams }: PageState): Place {
  if (place.kind === 'chat') return place;
  for (const { name: teamName, channels } of teams) {
    const channel = channels.find(({ id }) => id === place.id);
    if (channel) return { kind: 'channel', teamName, id: channel.id, name: channel.name };
  }
  return { kind: 'chat' };
}
