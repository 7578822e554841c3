import {
  badArgument,
  conversationNotFound,
  memberNotFound,
  messageNotFound,
  notInRoster,
  notOwnMessage,
  throttled,
} from './connector-errors.ts';
import { parseConversationId, threadId } from './ids.ts';
import { isJsonObject, listAt, textAt, type JsonObject } from './json-object.ts';
import { contentOf, contentsOf } from './outgoing-activity.ts';
import type { Operation, RateLimits } from './rate-limits.ts';
import { memberAccount, pageOf } from './roster.ts';
import type { Conversation, StoredMessage, TeamsState } from './state.ts';

/** What a bot may do through the Bot Connector. All methods throw `ConnectorError`. */
export class ConnectorService {
  readonly #teams: TeamsState;
  readonly #limits: RateLimits | undefined;

  constructor(teams: TeamsState, limits: RateLimits | undefined) {
    this.#teams = teams;
    this.#limits = limits;
  }

  /** A thread in a channel (`channelData.channel`), or the personal chat with one person (`members`). */
  create(parameters: JsonObject): JsonObject {
    const channel = textAt(parameters, 'channelData', 'channel', 'id');
    const members = listAt(parameters, 'members').map((member) => textAt(member, 'id') ?? '');
    for (const named of [textAt(parameters, 'tenantId'), textAt(parameters, 'channelData', 'tenant', 'id')])
      if (named !== undefined && named !== this.#teams.tenant.id)
        throw badArgument('The tenant is not the one of this service URL.');
    if (channel !== undefined) return this.#createThread(channel, parameters);
    if (parameters['isGroup'] === true || members.length > 1)
      throw badArgument('A bot cannot create a group chat or a channel.');
    const [member] = members;
    if (member === undefined) throw badArgument('Either a channel or a member is needed.');
    return this.#createChat(member, parameters);
  }

  /** Into a chat, a thread (`…;messageid=…`), or a channel, where it begins a thread. */
  send(conversationId: string, activity: JsonObject): JsonObject {
    const conversation = this.#enter(conversationId);
    this.#admit('send', conversationId);
    if (activity['type'] === 'typing') return {};
    const root = conversation.kind === 'channel' ? conversation.root : undefined;
    const posted = this.#post(conversation, root, activity);
    const [only, second] = posted;
    // Split messages come back without an id.
    return only === undefined || second !== undefined ? {} : { id: only.id };
  }

  /** Counts as a send: Microsoft publishes no figure of its own for updates and deletes. */
  update(conversationId: string, activityId: string, activity: JsonObject): JsonObject {
    const conversation = this.#enter(conversationId);
    this.#admit('send', conversationId);
    const message = this.#ownMessage(conversationId, activityId);
    this.#teams.edit(message, contentOf(activity, conversation, this.#teams));
    return { id: activityId };
  }

  delete(conversationId: string, activityId: string): void {
    this.#enter(conversationId);
    this.#admit('send', conversationId);
    this.#teams.delete(this.#ownMessage(conversationId, activityId));
  }

  members(conversationId: string): readonly JsonObject[] {
    const conversation = this.#enter(conversationId);
    this.#admit('members', conversationId);
    return this.#teams.roster(conversation).map((person) => memberAccount(person, this.#teams));
  }

  pagedMembers(conversationId: string, pageSize: number, continuationToken: string | undefined): JsonObject {
    const { items, ...next } = pageOf(this.members(conversationId), pageSize, continuationToken);
    return { members: items, ...next };
  }

  /** The member by any of its ids. */
  member(conversationId: string, memberId: string): JsonObject {
    const conversation = this.#enter(conversationId);
    this.#admit('members', conversationId);
    const person = this.#teams.findPerson(memberId);
    if (person === undefined || !this.#teams.roster(conversation).includes(person)) throw memberNotFound();
    return memberAccount(person, this.#teams);
  }

  team(teamId: string): JsonObject {
    const { id, aadGroupId, name } = this.#enterTeam(teamId);
    const { people, channels, tenant } = this.#teams;
    return {
      id,
      name,
      aadGroupId,
      tenantId: tenant.id,
      memberCount: people.length,
      channelCount: channels.length,
    };
  }

  /** The General channel has the id of the team and no name. */
  channels(teamId: string): JsonObject {
    const team = this.#enterTeam(teamId);
    this.#admit('conversations', teamId);
    return {
      conversations: this.#teams.channels.map(({ id, name }) => (id === team.id ? { id } : { id, name })),
    };
  }

  #createThread(channel: string, parameters: JsonObject): JsonObject {
    const conversation = this.#enter(parseConversationId(channel).base);
    this.#admit('create', channel);
    const activity = parameters['activity'];
    if (!isJsonObject(activity)) throw badArgument('A thread needs its first activity.');
    const [first] = this.#post(conversation, undefined, activity);
    if (first === undefined) throw badArgument('A thread needs its first activity.');
    return { id: threadId(first.base, first.id), activityId: first.id };
  }

  #createChat(member: string, parameters: JsonObject): JsonObject {
    const person = this.#teams.findPerson(member);
    if (person === undefined) throw badArgument('The member is not known in this tenant.');
    const id = this.#teams.chatOf(person);
    const conversation = this.#enter(id);
    this.#admit('create', id);
    const activity = parameters['activity'];
    const [first] = isJsonObject(activity) ? this.#post(conversation, undefined, activity) : [];
    return { id, ...(first && { activityId: first.id }) };
  }

  #post(
    conversation: Conversation,
    root: string | undefined,
    activity: JsonObject,
  ): readonly StoredMessage[] {
    const contents = contentsOf(activity, conversation, this.#teams);
    const [first, ...others] = contents;
    if (first === undefined) return [];
    const posted = this.#teams.post(conversation, root, 'bot', first);
    return [posted, ...others.map((content) => this.#teams.post(conversation, posted.root, 'bot', content))];
  }

  #enter(conversationId: string): Conversation {
    const conversation = this.#teams.findConversation(conversationId);
    if (conversation === undefined) throw conversationNotFound();
    const mayEnter =
      conversation.kind === 'channel'
        ? this.#teams.isBotInTeam
        : this.#teams.mayBotWriteTo(conversation.person);
    if (!mayEnter) throw notInRoster();
    if (conversation.kind === 'channel' && conversation.root !== undefined)
      if (this.#teams.findMessage(conversation.channel.id, conversation.root) === undefined)
        throw conversationNotFound();
    return conversation;
  }

  #enterTeam(teamId: string): TeamsState['team'] {
    if (teamId !== this.#teams.team.id) throw conversationNotFound();
    if (!this.#teams.isBotInTeam) throw notInRoster();
    return this.#teams.team;
  }

  #ownMessage(conversationId: string, activityId: string): StoredMessage {
    const { base, root } = parseConversationId(conversationId);
    const message = this.#teams.findMessage(base, activityId);
    if (message === undefined || message.deletedAt !== undefined) throw messageNotFound();
    if (root !== undefined && message.root !== root) throw messageNotFound();
    if (message.from !== 'bot') throw notOwnMessage();
    return message;
  }

  /** Limits hold per chat and per whole channel, not per thread of a channel. */
  #admit(operation: Operation, conversationId: string): void {
    const wait = this.#limits?.admit(operation, parseConversationId(conversationId).base);
    if (wait !== undefined) throw throttled(wait);
  }
}
