import type { Act, ActResult, DialogResult, DialogSubmit, Say } from '../page-api.ts';
import { serviceUrl as seedServiceUrl } from '../seed.ts';
import { wasTaken, type Delivery } from './delivery.ts';
import {
  eventActivity,
  invokeActivity,
  messageActivity,
  placeOf,
  submitActivity,
  type Place,
  type Scene,
} from './inbound-activity.ts';
import { readActionAnswer, readTaskAnswer, somethingWrong, type Read } from './invoke-answer.ts';
import { valueAt, type JsonObject } from './json-object.ts';
import { memberOf } from './outgoing-activity.ts';
import { Postman, type Copy } from './postman.ts';
import type { SignInCard } from './sign-in-card.ts';
import type { Channel, Conversation, Person, StoredMessage, TeamsState } from './state.ts';

export type { Copy };

export interface TeamsClientOptions {
  readonly teams: TeamsState;
  /** The bot's messaging endpoint, for example `http://127.0.0.1:3978/api/messages`. */
  readonly botEndpoint: string;
  /** A channel's bearer token that carries the service URL as its claim. */
  readonly signToken: (serviceUrl: string) => Promise<string>;
  /** Default: the seed's. */
  readonly serviceUrl?: string;
  /** Milliseconds that Teams waits for an invoke's answer. Default 10,000. */
  readonly patience?: number;
  /**
   * The person's token for a resource, as Teams gets it silently from Entra; or Teams' word for why there is none.
   * Default: no app has a registration that people could sign in to.
   */
  readonly ssoToken?: SsoToken;
  /** Keeps each activity with its delivery, so that it can be delivered again. Default: no. */
  readonly keepActivities?: boolean;
}

export type SsoToken = (
  person: Person,
  resource: string,
) => Promise<{ readonly token: string } | { readonly code: string; readonly message: string }>;

const noRegistration: SsoToken = () =>
  Promise.resolve({ code: 'resourcematchfailed', message: 'Resource match failed' });

/** What cannot be done in Teams, told to whoever tried. */
export class TeamsClientError extends Error {}

/**
 * What people do in Teams, each with the activities that Teams then sends to the bot. People are named by their Entra
 * object ids. Methods end when the bot has answered, and throw `TeamsClientError` for what Teams would not offer.
 */
export class TeamsClient {
  readonly #teams: TeamsState;
  readonly #serviceUrl: string;
  readonly #postman: Postman;
  readonly #ssoToken: SsoToken;
  readonly #signingIn = new Set<Promise<void>>();

  constructor({
    teams,
    botEndpoint,
    signToken,
    serviceUrl = seedServiceUrl,
    patience = 10_000,
    keepActivities = false,
    ssoToken = noRegistration,
  }: TeamsClientOptions) {
    this.#teams = teams;
    this.#serviceUrl = serviceUrl;
    this.#postman = new Postman({ botEndpoint, signToken, patience }, keepActivities);
    this.#ssoToken = ssoToken;
    teams.onSignIn((message, card) => {
      const signingIn = this.#signIn(message, card).finally(() => this.#signingIn.delete(signingIn));
      this.#signingIn.add(signingIn);
    });
  }

  /** Ends when everybody who was asked to sign in has done so, or could not. */
  async signedIn(): Promise<void> {
    while (this.#signingIn.size > 0) await Promise.all(this.#signingIn);
  }

  /** All so far, in the order of their answers. */
  get deliveries(): readonly Delivery[] {
    return this.#postman.deliveries;
  }

  /**
   * `undefined` when the bot does not hear it: in a channel without a mention, unless it may read there, or where it is
   * not installed.
   */
  async say(
    { me, conversationId, text, mentionBot }: Say,
    copies: readonly Copy[] = [],
  ): Promise<Delivery | undefined> {
    const person = this.#person(me);
    const conversation = this.#conversation(conversationId, person);
    const words = text.trim();
    if (words === '' && !mentionBot) throw new TeamsClientError('Write something first.');
    if (conversation.kind === 'personal') {
      if (!this.#teams.isBotWith(person)) await this.addForPerson(me);
      const message = this.#teams.post(conversation, undefined, person, { text: words });
      return this.#postman.send(
        messageActivity(this.#scene(person, 'personal chat'), message, words, false),
        copies,
      );
    }
    const isMention = mentionBot && this.#teams.isBotInTeam;
    const spoken = isMention ? `<at>${this.#teams.bot.name}</at> ${words}` : words;
    const message = this.#teams.post(conversation, conversation.root, person, { text: spoken });
    const scene = this.#scene(person, placeOf(message, this.#teams));
    return isMention || this.#teams.botMayRead
      ? this.#postman.send(messageActivity(scene, message, words, isMention), copies)
      : undefined;
  }

  /** A pressed Action.Execute or Action.Submit on a message. */
  async act(
    { me, conversationId, messageId, kind, verb, data }: Act,
    copies: readonly Copy[] = [],
  ): Promise<ActResult> {
    const { scene, message, conversation } = this.#pressed(me, conversationId, messageId);
    if (kind === 'submit') {
      const delivery = await this.#postman.send(submitActivity(scene, message, data), copies);
      return wasTaken(delivery) ? { kind: 'nothing' } : { kind: 'error', text: somethingWrong };
    }
    const action = { type: 'Action.Execute', ...(verb !== undefined && { verb }), data };
    const value = { action, trigger: 'manual' };
    const delivery = await this.#postman.send(
      invokeActivity(scene, 'adaptiveCard/action', value, message),
      copies,
    );
    return this.#note(conversation, readActionAnswer(delivery, memberOf(conversation, this.#teams)));
  }

  /** A pressed Action.Submit whose `msteams.type` is `task/fetch`. */
  async openDialog(
    { me, conversationId, messageId, data }: Act,
    copies: readonly Copy[] = [],
  ): Promise<DialogResult> {
    if (valueAt(data, 'msteams', 'type') !== 'task/fetch')
      throw new TeamsClientError('This button does not open a dialog: its msteams.type is not task/fetch.');
    const { scene, message, conversation } = this.#pressed(me, conversationId, messageId);
    const value = { data, context: { theme: 'default' } };
    const delivery = await this.#postman.send(invokeActivity(scene, 'task/fetch', value, message), copies);
    return this.#note(conversation, readTaskAnswer(delivery, memberOf(conversation, this.#teams)));
  }

  async submitDialog(
    { me, conversationId, messageId, data }: DialogSubmit,
    copies: readonly Copy[] = [],
  ): Promise<DialogResult> {
    const { scene, conversation } = this.#pressed(me, conversationId, messageId);
    const value = { data, context: { theme: 'default' } };
    const delivery = await this.#postman.send(invokeActivity(scene, 'task/submit', value, undefined), copies);
    return this.#note(conversation, readTaskAnswer(delivery, memberOf(conversation, this.#teams)));
  }

  /** The app is added to the team with a channel chosen for the bot; without one it is General. */
  async addToTeam(by: string, selectedChannel = this.#teams.team.id): Promise<void> {
    const channel = this.#channel(selectedChannel);
    const scene = this.#scene(this.#person(by), { channel });
    this.#teams.setBotInTeam(true);
    await this.#tellInstalled(scene, 'add', { settings: { selectedChannel: { id: channel.id } } });
  }

  async removeFromTeam(by: string): Promise<void> {
    const scene = this.#teamScene(by);
    this.#teams.setBotInTeam(false);
    await this.#tellInstalled(scene, 'remove', {});
  }

  async addForPerson(me: string): Promise<void> {
    const person = this.#person(me);
    this.#teams.setBotWith(person, true);
    await this.#tellInstalled(this.#scene(person, 'personal chat'), 'add', {});
  }

  async removeForPerson(me: string): Promise<void> {
    const person = this.#person(me);
    this.#teams.setBotWith(person, false);
    await this.#tellInstalled(this.#scene(person, 'personal chat'), 'remove', {});
  }

  async renameTeam(by: string, name: string): Promise<void> {
    this.#teams.renameTeam(newName(name));
    await this.#tellTeam(this.#teamScene(by), { eventType: 'teamRenamed' });
  }

  async renameChannel(by: string, channelId: string, name: string): Promise<void> {
    if (channelId === this.#teams.team.id) throw new TeamsClientError('General cannot be renamed.');
    const { id } = this.#channel(channelId);
    const channel = { id, name: newName(name) };
    this.#teams.renameChannel(id, channel.name);
    await this.#tellTeam(this.#teamScene(by), { eventType: 'channelRenamed', channel });
  }

  async deleteChannel(by: string, channelId: string): Promise<void> {
    if (channelId === this.#teams.team.id) throw new TeamsClientError('General cannot be deleted.');
    const { id, name } = this.#channel(channelId);
    this.#teams.deleteChannel(id);
    await this.#tellTeam(this.#teamScene(by), { eventType: 'channelDeleted', channel: { id, name } });
  }

  async restoreChannel(by: string, channelId: string): Promise<void> {
    if (!this.#teams.deletedChannels.some(({ id }) => id === channelId))
      throw new TeamsClientError('No channel of this kind was deleted.');
    this.#teams.restoreChannel(channelId);
    const { id, name } = this.#channel(channelId);
    await this.#tellTeam(this.#teamScene(by), { eventType: 'channelRestored', channel: { id, name } });
  }

  /** The same activity once more, later. Needs `keepActivities`. */
  async redeliver(delivery: Delivery, copy: Copy): Promise<Delivery> {
    return this.#postman.again(delivery, copy);
  }

  /** Silently: the card goes away when the bot takes the token, and stays where it does not. */
  async #signIn(message: StoredMessage, { resource, exchangeId, connectionName }: SignInCard): Promise<void> {
    const person = this.#teams.people.find((candidate) => this.#teams.chatOf(candidate) === message.base);
    if (person === undefined) return;
    const scene = this.#scene(person, 'personal chat');
    const got = await this.#ssoToken(person, resource);
    if (!('token' in got)) {
      await this.#postman.send(invokeActivity(scene, 'signin/failure', got, undefined));
      return;
    }
    const value = { id: exchangeId, connectionName, token: got.token };
    const delivery = await this.#postman.send(
      invokeActivity(scene, 'signin/tokenExchange', value, undefined),
    );
    if (wasTaken(delivery)) this.#teams.withdraw(message);
  }

  async #tellInstalled(scene: Scene, action: 'add' | 'remove', extra: JsonObject): Promise<void> {
    await this.#postman.send(eventActivity(scene, 'installationUpdate', { action }, extra));
    const members = action === 'add' ? 'membersAdded' : 'membersRemoved';
    const eventType = action === 'add' ? 'teamMemberAdded' : 'teamMemberRemoved';
    const data = { ...extra, ...(scene.place !== 'personal chat' && { eventType }) };
    const fields = { [members]: [{ id: this.#teams.bot.mri }] };
    await this.#postman.send(eventActivity(scene, 'conversationUpdate', fields, data));
  }

  /** What happens to a team is told to the bots in it. */
  async #tellTeam(scene: Scene, extra: JsonObject): Promise<void> {
    if (this.#teams.isBotInTeam)
      await this.#postman.send(eventActivity(scene, 'conversationUpdate', {}, extra));
  }

  #note<T>(conversation: Conversation, { result, problems }: Read<T>): T {
    const where = conversation.kind === 'channel' ? conversation.channel.name : conversation.person.name;
    for (const problem of problems) this.#teams.refuse(where, problem);
    return result;
  }

  #scene(person: Person, place: Place): Scene {
    return { teams: this.#teams, serviceUrl: this.#serviceUrl, person, place };
  }

  #teamScene(by: string): Scene {
    return this.#scene(this.#person(by), { channel: this.#channel(this.#teams.team.id) });
  }

  #person(id: string): Person {
    const person = this.#teams.findPerson(id);
    if (person === undefined) throw new TeamsClientError('There is no such person.');
    return person;
  }

  #channel(id: string): Channel {
    const channel = this.#teams.channels.find((candidate) => candidate.id === id);
    if (channel === undefined) throw new TeamsClientError('There is no such channel.');
    return channel;
  }

  #conversation(id: string, person: Person): Conversation {
    const conversation = this.#teams.findConversation(id);
    if (conversation === undefined) throw new TeamsClientError('There is no such conversation any more.');
    if (!this.#teams.roster(conversation).includes(person))
      throw new TeamsClientError('This is the chat of somebody else.');
    if (conversation.kind === 'channel' && conversation.root !== undefined)
      if (this.#teams.findMessage(conversation.channel.id, conversation.root) === undefined)
        throw new TeamsClientError('There is no such thread any more.');
    return conversation;
  }

  #pressed(
    me: string,
    conversationId: string,
    messageId: string,
  ): { readonly scene: Scene; readonly message: StoredMessage; readonly conversation: Conversation } {
    const person = this.#person(me);
    const conversation = this.#conversation(conversationId, person);
    const base = conversation.kind === 'channel' ? conversation.channel.id : conversation.id;
    const message = this.#teams.findMessage(base, messageId);
    if (message === undefined || message.deletedAt !== undefined)
      throw new TeamsClientError('This message is not there any more.');
    return { scene: this.#scene(person, placeOf(message, this.#teams)), message, conversation };
  }
}

function newName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new TeamsClientError('Give a name.');
  return trimmed;
}
