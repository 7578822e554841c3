import type { Conversation, Place } from '../../domain/connection.ts';
import type { PersonId } from '../../domain/ids.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { NotSent } from '../../ports/channel.ts';
import type { Connector } from './connector.ts';

export interface ChatsOptions {
  readonly connector: Connector;
  readonly bot: { readonly id: string; readonly name: string };
  readonly tenant: string;
}

/** Milliseconds to learn Teams' own id of somebody. */
const within = 2_000;
const mostRemembered = 1_000;

/** Finds the personal chat of the bot with somebody of a team, and opens it if need be. It is always the same one. */
export function personalChats({ connector, bot, tenant }: ChatsOptions) {
  const remembered = new Map<PersonId, string>();

  const remember = (person: PersonId, chat: string): void => {
    const [oldest] = remembered.keys();
    if (oldest !== undefined && remembered.size >= mostRemembered) remembered.delete(oldest);
    remembered.set(person, chat);
  };

  return async (place: Place, person: PersonId): Promise<Result<Conversation, NotSent>> => {
    const { serviceUrl, teamId } = place;
    const known = remembered.get(person);
    if (known !== undefined) return ok({ serviceUrl, conversationId: known });
    // Teams takes the object id as well, but documents its own.
    const id = idOf(await connector.member(serviceUrl, teamId, person, within)) ?? person;
    const created = await connector.createConversation(serviceUrl, person, {
      isGroup: false,
      bot,
      members: [{ id, aadObjectId: person }],
      tenantId: tenant,
      channelData: { tenant: { id: tenant } },
    });
    if (!created.ok) {
      const { why, retryAfter } = created.failure;
      // Opening a chat posts nothing, so that it may simply be done again.
      return failed({
        why: why === 'unsure' ? 'try-later' : why,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
    }
    if (created.value.id === '') return failed({ why: 'try-later' });
    remember(person, created.value.id);
    return ok({ serviceUrl, conversationId: created.value.id });
  };
}

const idOf = (member: unknown): string | undefined =>
  typeof member === 'object' &&
  member !== null &&
  'id' in member &&
  typeof member.id === 'string' &&
  member.id !== ''
    ? member.id
    : undefined;
