import type { Exchange } from '../../sandbox/network.ts';
import { hosts } from '../../sandbox/seed.ts';
import { eventId } from '../../sandbox/teams/inbound-activity.ts';
import { Chat, maya } from '../../test/scenarios/chat.ts';
import { Door, type Attempt, type Fields } from './door.ts';
import type { Story } from './stories.ts';

/** Does something once, and gives the name of the invoke by which it was done. */
type Act = (chat: Chat) => Promise<string>;

const claim: Act = async (chat) => {
  await chat.press(maya, "I'll take it", { until: '2026-12-14' });
  return 'adaptiveCard/action';
};

const submitToken: Act = async (chat) => {
  const dialog = await chat.open(maya);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await dialog.submit({ token, expiry: '2027-11-23', testOnly: 'false' });
  return 'task/submit';
};

/** What was captured must not undo what somebody did since. */
const giveBack = (chat: Chat): Promise<unknown> => chat.press(maya, 'Nobody has it any more');

interface Replay {
  readonly act: Act;
  /** Done after the capture. */
  readonly then?: (chat: Chat) => Promise<unknown>;
  readonly minutes: number;
  readonly id?: 'new';
  /** Its token has ended meanwhile. */
  readonly ended?: true;
}

/** Byte for byte, or with another id: the token covers neither the id nor anything else of the body. */
const replay =
  ({ act, then, minutes, id, ended }: Replay): Story =>
  async (t, startBot) => {
    const writes: Exchange[] = [];
    const observe = (exchange: Exchange) => {
      if (exchange.host === hosts.graph && exchange.method !== 'GET') writes.push(exchange);
    };
    const chat = await Chat.start(t, { startBot, observe });
    await chat.move('next rung');
    const door = new Door(t, chat);
    const name = await act(chat);
    const captured = await capture(door, name, id);
    await then?.(chat);
    await chat.move({ minutes });
    const seen = () => JSON.stringify([chat.threads(), chat.chatOf(maya), chat.secrets(), savesIn(writes)]);
    const before = seen();
    const { status, body } = await door.post(captured);
    if (ended ? status !== 401 || body !== '' : status !== 200) return `was answered with ${status}`;
    return seen() === before ? undefined : 'had a second effect';
  };

async function capture(door: Door, name: string, id: 'new' | undefined): Promise<Attempt> {
  const { deliveries } = door.chat.sandbox.client;
  const activity = deliveries.findLast((delivery) => delivery.name === name)?.activity as Fields | undefined;
  if (activity === undefined) throw new Error(`No ${name} was delivered.`);
  return {
    ...(await door.good()),
    body: JSON.stringify(id === 'new' ? { ...activity, id: eventId() } : activity),
  };
}

const savesIn = (writes: readonly Exchange[]): number =>
  writes.filter(({ method, path }) => method === 'PUT' && path.endsWith('/secrets')).length;

/** A request of Teams that somebody has recorded, sent again. */
export const replays: Readonly<Record<string, Story>> = Object.fromEntries(
  Object.entries({
    'a claim': { act: claim },
    'a claim that was given back': { act: claim, then: giveBack },
    'a submitted token': { act: submitToken },
  }).flatMap(([what, how]) => [
    [`replay of ${what} after 5 min`, replay({ ...how, minutes: 5 })],
    [`replay of ${what} after 1 h`, replay({ ...how, minutes: 60 })],
    [`replay of ${what} with a new activity id`, replay({ ...how, minutes: 5, id: 'new' })],
    [`replay of ${what} after its token has ended`, replay({ ...how, minutes: 66, ended: true })],
  ]),
);
