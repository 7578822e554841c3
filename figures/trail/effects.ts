import { keyOf } from '../../src/adapters/teams/marker.ts';
import type { Effect } from '../../src/domain/trail.ts';
import { hosts } from '../../sandbox/seed.ts';

/** An effect, as a service sees it come in. */
export interface Seen {
  readonly effect: Effect;
  readonly connection?: string;
  readonly conversation?: string;
  readonly message?: string;
  /** One intent may be sent more than once. */
  readonly isRepeated: boolean;
}

/**
 * What a call does outside, by the service's own documentation and not by the bot's code: whatever is no reading. Two
 * things are none by decision: the living card that is drawn anew, and a personal chat that is opened.
 */
export async function effectOf(request: Request): Promise<Seen | undefined> {
  const { host, pathname } = new URL(request.url);
  if (request.method === 'GET') return undefined;
  return host === hosts.graph ? atGraph(request, pathname) : atTeams(request, pathname);
}

async function atGraph(request: Request, path: string): Promise<Seen | undefined> {
  // These only ask, though they are no GET.
  if (path.endsWith('/$batch') || path.endsWith('/checkMemberGroups')) return undefined;
  const connection = /\/servicePrincipals\/([^/]+)\//.exec(path)?.[1] ?? '';
  const of = { connection, isRepeated: true };
  if (path.endsWith('/secrets')) return { ...of, effect: 'save' };
  if (path.endsWith('/start')) return { ...of, effect: 'start' };
  if (!path.endsWith('/validateCredentials')) throw new Error(`an unknown ${request.method} at Graph`);
  const body = (await request.json()) as { readonly useSavedCredentials?: boolean };
  return { ...of, effect: body.useSavedCredentials === true ? 'check-saved' : 'test' };
}

interface Sent {
  readonly isGroup?: boolean;
  readonly channelData?: { readonly channel?: { readonly id?: string } };
  readonly activity?: Sent;
  readonly attachments?: readonly { readonly content?: unknown }[];
}

async function atTeams(request: Request, path: string): Promise<Seen | undefined> {
  const [, conversation, activities, activity] =
    /\/v3\/conversations(?:\/([^/]+))?(\/activities)?(?:\/([^/]+))?$/.exec(path) ?? [];
  if (request.method === 'PUT') return undefined;
  const where = conversation === undefined ? {} : { conversation: decodeURIComponent(conversation) };
  if (request.method === 'DELETE') return { ...where, effect: 'remove', isRepeated: true };
  const sent = (await request.json()) as Sent;
  if (activities !== undefined && activity === undefined)
    return { ...where, ...messageIn(sent), effect: 'post', isRepeated: false };
  const channel = sent.channelData?.channel?.id;
  return sent.isGroup === true && channel !== undefined
    ? { conversation: channel, ...messageIn(sent.activity), effect: 'open-thread', isRepeated: false }
    : undefined;
}

function messageIn(sent: Sent | undefined): Pick<Seen, 'message'> {
  const message = sent?.attachments?.map(({ content }) => keyOf(content)).find((key) => key !== undefined);
  return message === undefined ? {} : { message };
}
