import type { Names, NamesAsked } from '../../ports.ts';
import type { Connector } from './connector.ts';

/** Milliseconds: a person may be waiting. */
const within = 2_000;
/** Teams gives the General channel no name, and the id of its team. */
const general = 'General';

/** Asks Teams for the names of a team, a channel and a member, all at once. */
export async function readNames(connector: Connector, asked: NamesAsked): Promise<Names> {
  const { serviceUrl, teamId, channelId, memberId } = asked;
  const team = `v3/teams/${encodeURIComponent(teamId)}`;
  const member =
    memberId && `v3/conversations/${encodeURIComponent(teamId)}/members/${encodeURIComponent(memberId)}`;
  const [details, channels, person] = await Promise.all([
    connector.read(serviceUrl, team, within),
    channelId === undefined ? undefined : connector.read(serviceUrl, `${team}/conversations`, within),
    member === undefined ? undefined : connector.read(serviceUrl, member, within),
  ]);
  const found = {
    team: nameOf(details),
    channel: channelId === teamId ? general : nameOf(listed(channels).find(({ id }) => id === channelId)),
    member: nameOf(person),
  };
  return Object.fromEntries(Object.entries(found).filter(([, name]) => name !== undefined));
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const nameOf = (value: unknown): string | undefined =>
  isFields(value) && typeof value['name'] === 'string' && value['name'] !== '' ? value['name'] : undefined;

function listed(answer: unknown): readonly Fields[] {
  const conversations = isFields(answer) ? answer['conversations'] : undefined;
  return Array.isArray(conversations) ? conversations.filter(isFields) : [];
}
