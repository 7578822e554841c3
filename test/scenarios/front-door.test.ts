import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Fields } from '../../figures/front-door/door.ts';
import { bearer, startForge } from '../../figures/front-door/forge.ts';
import { openDoor } from '../../figures/front-door/open-door.ts';
import { refusalOf } from '../../figures/front-door/refusal.ts';
import { rooms } from '../../figures/front-door/rooms.ts';
import { tenant } from '../../sandbox/seed.ts';
import { startApp } from '../../src/app.ts';

/** What is no HTTP, or too long for it, is turned away before anybody could write it down. */
const unread = ['1 MB token', 'NUL in the token', 'a line feed in the token'];

for (const [room, cases] of Object.entries(rooms))
  test(`${room}: all is refused bare, logged in one line, and nothing happens`, async (t) => {
    const door = await openDoor(t, startApp);
    const forge = await startForge(door);
    for (const [name, make] of Object.entries(cases)) {
      const lines = door.chat.log.length;
      const { problem } = await refusalOf(door, await make(forge));
      assert.equal(problem, undefined, name);
      const said = door.chat.log.slice(lines).map((line) => JSON.parse(line) as Fields);
      assert.deepEqual(
        said.map(({ event }) => event),
        unread.includes(name) ? [] : ['request.refused'],
        name,
      );
    }
    await door.assertOpen();
  });

test('clocks may differ by five minutes, tokens may live a day, and a body may have 256 KB', async (t) => {
  const door = await openDoor(t, startApp);
  for (const claims of [
    { exp: door.seconds(-290), nbf: door.seconds(290), iat: door.seconds(290) },
    { exp: door.seconds(24 * 3600 + 290) },
    { iat: undefined },
  ]) {
    const { status } = await door.post(bearer(await door.token(claims)));
    assert.equal(status, 200, JSON.stringify(claims));
  }
  const good = JSON.stringify(door.activity);
  const start = `${good.slice(0, -1)},"extra":"`;
  const body = `${start}${'x'.repeat(256 * 1024 - start.length - 2)}"}`;
  assert.equal((await door.post({ ...(await door.good()), body })).status, 200);
});

test('strange but signed activities are survived', async (t) => {
  const door = await openDoor(t, startApp);
  const { chat } = door;
  const deep = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  const message = { type: 'message', name: undefined, value: undefined, text: 'status' };
  const strange: Readonly<Record<string, Fields>> = {
    'a text that is null': { ...message, text: null },
    'no text': { ...message, text: undefined },
    'entities that are no list': { ...message, entities: { type: 'mention' } },
    'entities of nothing': { ...message, entities: [null, 7, 'x', [], { type: 'mention' }] },
    'a mention of nobody': { ...message, entities: [{ type: 'mention', mentioned: null, text: 7 }] },
    'attachments of nothing': { ...message, attachments: [null, { contentType: 7 }] },
    'channel data that is a text': { ...message, channelData: 'x' },
    'channel data of lists': {
      ...message,
      channelData: { team: [], channel: [], tenant: { id: tenant.id } },
    },
    'a locale that is none': { ...message, locale: '../../etc', localTimestamp: 'x', timestamp: 'x' },
    'a value that is a list': { ...message, text: undefined, value: [] },
    'a value that is deep': { ...message, text: undefined, value: { verb: 'claim', connection: deep(80) } },
    'an unknown type': { type: 'constructor' },
    'an invoke without a name': { name: undefined },
    'an invoke whose name is a number': { name: 7 },
    'an invoke of another kind': { name: 'composeExtension/query' },
    'a dialog without data': { value: undefined },
    'a dialog whose data is a list': { value: { data: [] } },
    'a dialog whose verb is an object': { value: { data: { verb: { toString: 1 } } } },
    'a submit without data': { name: 'task/submit', value: null },
    'a submit whose token is a list': {
      name: 'task/submit',
      value: { data: { verb: 'enter-token', token: ['x'], connection: 'a', cycle: 'b', dialog: 'c' } },
    },
    'an action of nothing': { name: 'adaptiveCard/action', value: { action: null } },
    'a polluted prototype': JSON.parse(
      '{"__proto__":{"from":{"id":"x"}},"value":{"__proto__":{"data":1}}}',
    ) as Fields,
    'an installation of nothing': {
      type: 'installationUpdate',
      action: 'add',
      channelData: { tenant: { id: tenant.id }, team: 7 },
    },
    'members of nothing': { type: 'conversationUpdate', membersAdded: [null, { id: 7 }] },
    'a reaction': { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
    'an edited message': { type: 'messageUpdate', text: '/rotate-scim' },
    'a sender that is a list of names': { ...message, from: { id: 'x', name: ['a'], aadObjectId: ['b'] } },
  };
  for (const [what, changes] of Object.entries(strange)) {
    const body = JSON.stringify({ ...door.activity, ...changes });
    const { status } = await door.post({ ...(await door.good()), body });
    assert.ok(status < 500, `${what}: ${status}`);
    for (const event of ['turn.failed', 'after-turn.failed']) assert.deepEqual(chat.logged(event), [], what);
  }
  assert.equal(chat.replies().length, 0);
  assertDialog(await door.post(await door.good()));
});

test('what nests deeper than any card is not read; brackets in a text are no nesting', async (t) => {
  const door = await openDoor(t, startApp);
  const good = JSON.stringify(door.activity);
  const statusOf = async (extra: string): Promise<number> =>
    (await door.post({ ...(await door.good()), body: `${good.slice(0, -1)},"extra":${extra}}` })).status;
  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  assert.deepEqual(
    [
      await statusOf(nested(99)),
      await statusOf(nested(100)),
      await statusOf('{"a":'.repeat(100) + '1' + '}'.repeat(100)),
    ],
    [200, 401, 401],
  );
  assert.equal(await statusOf(JSON.stringify(`${'['.repeat(5_000)}\\"${'{'.repeat(5_000)}`)), 200);
});

test('a deep activity ends without an effect', async (t) => {
  const door = await openDoor(t, startApp);
  const deep = `${'['.repeat(120_000)}${']'.repeat(120_000)}`;
  const good = JSON.stringify(door.activity);
  for (const field of ['extra', 'value']) {
    const body = `${good.slice(0, -1)},"${field}":${deep}}`;
    assert.ok((await door.post({ ...(await door.good()), body })).status < 500, field);
  }
  assertDialog(await door.post(await door.good()));
});

/** Whatever was thrown at it, the bot still does what it is asked. */
function assertDialog({ status, body }: Answer): void {
  assert.equal(status, 200);
  assert.match(body, /Enter new token/);
}
