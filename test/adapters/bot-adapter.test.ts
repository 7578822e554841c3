import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ActivityTypes, type Activity } from 'botbuilder';
import type { Call } from '../../src/adapters/teams/pacer.ts';
import { BotAdapter } from '../../src/adapters/teams/bot-adapter.ts';
import { connectorOf, serviceUrl } from './connector-of.ts';
import { json, loopback } from './loopback.ts';

const heardActivity = {
  type: ActivityTypes.Message,
  id: '1',
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:maya', name: 'Maya' },
  recipient: { id: '28:bot', name: 'Scimitar' },
  conversation: { id: '19:x@thread.tacv2;messageid=1', isGroup: true, name: '', conversationType: 'channel' },
  text: 'status',
} as Activity;

test('what a turn says, changes and takes away leaves through the connector, in its turn', async (t) => {
  const { fetch, heard } = await loopback(t, (_call, outgoing) => {
    json(outgoing, 201, { id: '2' });
  });
  const turns: string[] = [];
  const pacer = {
    turn: ({ thread, counts }: Call) => {
      turns.push(`${counts.join()} ${thread}`);
      return Promise.resolve();
    },
    hold: () => undefined,
    comeAgainIn: () => undefined,
  };
  const adapter = new BotAdapter('bot', 'https://api.botframework.com', connectorOf({ fetch, pacer }));
  await adapter.run(heardActivity, async (context) => {
    const sent = await context.sendActivity('hello');
    assert.equal(sent?.id, '2');
    await context.updateActivity({ type: ActivityTypes.Message, id: '2', text: 'hello again' });
    await context.deleteActivity('2');
  });
  assert.deepEqual(
    heard.map(({ method }) => method),
    ['POST', 'PUT', 'DELETE'],
  );
  assert.deepEqual(turns, Array(3).fill('send 19:x@thread.tacv2'));
});

test('a turn whose answer Teams does not take fails, and says why', async (t) => {
  const { fetch } = await loopback(t, (_call, outgoing) => {
    json(outgoing, 403, {});
  });
  const adapter = new BotAdapter('bot', 'https://api.botframework.com', connectorOf({ fetch }));
  const turn = adapter.run(heardActivity, async (context) => {
    await context.sendActivity('hello');
  });
  await assert.rejects(turn, /Teams did not take the message: gone/);
});
