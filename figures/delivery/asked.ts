import type { CountedCall } from './limits.ts';
import { rootMarker } from './ledger.ts';

/** One call of the Bot Connector's REST API, as far as the bot uses it. */
export type Asked =
  | { readonly do: 'open-thread'; readonly channel: string; readonly body: string }
  | { readonly do: 'open-chat'; readonly person: string }
  | { readonly do: 'post'; readonly conversation: string; readonly body: string }
  | { readonly do: 'update'; readonly conversation: string; readonly id: string; readonly body: string }
  | { readonly do: 'remove'; readonly conversation: string; readonly id: string }
  | { readonly do: 'read-member'; readonly conversation: string };

interface Creation {
  readonly isGroup: boolean;
  readonly members?: readonly { readonly aadObjectId: string }[];
  readonly channelData: { readonly channel?: { readonly id: string } };
}

/** Throws for a call that the simulated service does not know. */
export function readAsked(address: string, method: string, body: string): Asked {
  const parts = new URL(address).pathname.split('/').map(decodeURIComponent);
  const [conversation, what, id] = parts.slice(parts.indexOf('conversations') + 1);
  if (method === 'POST' && conversation === undefined) return creation(body);
  if (conversation !== undefined && what === 'members') return { do: 'read-member', conversation };
  if (conversation !== undefined && what === 'activities') {
    if (method === 'POST' && id === undefined) return { do: 'post', conversation, body };
    if (method === 'PUT' && id !== undefined) return { do: 'update', conversation, id, body };
    if (method === 'DELETE' && id !== undefined) return { do: 'remove', conversation, id };
  }
  throw new Error(`The simulated connector knows no ${method} ${address}.`);
}

function creation(body: string): Asked {
  const { isGroup, members, channelData } = JSON.parse(body) as Creation;
  const channel = channelData.channel?.id;
  if (isGroup && channel !== undefined) return { do: 'open-thread', channel, body };
  const person = members?.[0]?.aadObjectId;
  if (person === undefined) throw new Error('A chat is opened with nobody.');
  return { do: 'open-chat', person };
}

/** What a call counts for. */
export function countOf(asked: Asked): Omit<CountedCall, 'at'> {
  switch (asked.do) {
    case 'open-thread':
      return { thread: asked.channel, kind: 'create' };
    case 'open-chat':
      return { thread: asked.person, kind: 'create' };
    case 'read-member':
      return { thread: asked.conversation, kind: 'read' };
    case 'post':
    case 'update':
    case 'remove':
      return { thread: asked.conversation.split(rootMarker)[0] ?? '', kind: 'write' };
  }
}
