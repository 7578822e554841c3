import type { Names, NamesAsked } from '../../ports/channel.ts';
import type { Connector } from './connector.ts';

/** Milliseconds: a person may be waiting. */
const shortly = 2_000;
/** Teams gives the General channel no name, and the id of its team. */
const general = 'General';

/** Asks Teams for the names of a team, a channel and a member, all at once. */
export async function readNames(connector: Connector, asked: NamesAsked): Promise<Names> {
  const { serviceUrl, teamId, channelId, memberId, withinMilliseconds: within = shortly } = asked;
  const [details, channels, person] = await Promise.all([
    connector.team(serviceUrl, teamId, within),
    channelId === undefined ? undefined : connector.channels(serviceUrl, teamId, within),
    memberId === undefined ? undefined : connector.member(serviceUrl, teamId, memberId, within),
  ]);
  const found = {
    team: nameOf(details),
    aadGroupId: textOf(details, 'aadGroupId'),
    channel: channelId === teamId ? general : nameOf(listed(channels).find(({ id }) => id === channelId)),
    member: nameOf(person),
  };
  return Object.fromEntries(Object.entries(found).filter(([, name]) => name !== undefined));
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const textOf = (value: unknown, field: string): string | undefined =>
  isFields(value) && typeof value[field] === 'string' && value[field] !== '' ? value[field] : undefined;
const nameOf = (value: unknown): string | undefined => textOf(value, 'name');

function listed(answer: unknown): readonly Fields[] {
  const conversations = isFields(answer) ? answer['conversations'] : undefined;
  return Array.isArray(conversations) ? conversations.filter(isFields) : [];
}
