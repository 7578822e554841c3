import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hosts } from '../../sandbox/seed.ts';
import type { ConnectorFault } from '../../sandbox/teams.ts';
import { Chat, maya, operations, words, type Cleanup } from './chat.ts';
import { disturb } from './disturb.ts';

const add = async (chat: Chat): Promise<void> => {
  await chat.sandbox.client.addToTeam(maya.id, operations.id);
  await chat.sandbox.app.drain();
};
const minutes = async (chat: Chat, count: number): Promise<void> => {
  for (let minute = 0; minute < count; minute++) await chat.move({ minutes: 1 });
};
const welcomes = (chat: Chat): readonly string[] =>
  chat
    .threads()
    .filter(({ root }) => root.deleted !== true)
    .map(({ root }) => words(root.card))
    .filter((text) => text.includes('Scimitar is here'));

test('whoever adds the bot is named in one welcome, however often Teams says so', async (t) => {
  const chat = await Chat.start(t, { opening: false });
  await add(chat);
  await add(chat);
  await minutes(chat, 2);
  assert.equal(welcomes(chat).length, 1);
  assert.match(welcomes(chat)[0] ?? '', /Maya Lindqvist added me to this team/);
});

for (const met of ['500', '429', '412', '502 after effect', 'lost'] satisfies ConnectorFault[])
  test(`${met} while the bot is added: it welcomes once Teams takes it, and once only`, async (t) => {
    let now: ConnectorFault = met;
    const chat = await Chat.start(t, { opening: false, mayReadChannels: true, connectorFault: () => now });
    await add(chat);
    now = 'none';
    await minutes(chat, 4);
    assert.equal(welcomes(chat).length, 1);
    await add(chat);
    await minutes(chat, 2);
    assert.equal(welcomes(chat).length, 1);
  });

test('without an access token the welcome waits, and adding the bot again hurries it', async (t) => {
  const chat = await Chat.start(t, { opening: false });
  const restore = unreachable(chat);
  await add(chat);
  assert.deepEqual(welcomes(chat), []);
  restore();
  await add(chat);
  assert.equal(welcomes(chat).length, 1);
});

test('a bot that is removed before it could welcome does not, and one that is added again does', async (t: Cleanup) => {
  let now: ConnectorFault = '500';
  const chat = await Chat.start(t, { opening: false, connectorFault: () => now });
  await add(chat);
  await chat.sandbox.client.removeFromTeam(maya.id);
  now = 'none';
  await minutes(chat, 4);
  assert.deepEqual(welcomes(chat), []);
  await add(chat);
  assert.equal(welcomes(chat).length, 1);
});

const unreachable = (chat: Chat): (() => void) => disturb(chat.sandbox, hosts.login, () => Response.error());
