import assert from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import type { Faults, PageState } from '../../sandbox/page-api.ts';
import { startPageServer, type PageControl, type PageServer } from '../../sandbox/page-server.ts';
import { channels, people } from '../../sandbox/seed.ts';
import { isJsonObject, valueAt } from '../../sandbox/teams/json-object.ts';
import { clientOf, general, guest, maya, stageTeams, startTinyBot } from './teams-stage.ts';

const adaptive = 'application/vnd.microsoft.card.adaptive';
const tiny = await startTinyBot(({ name }) =>
  name === 'adaptiveCard/action'
    ? { body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Claimed.' } }
    : name === 'task/fetch'
      ? {
          body: {
            task: {
              type: 'continue',
              value: {
                title: 'New token',
                height: 'small',
                width: 500,
                card: { contentType: adaptive, content: { type: 'AdaptiveCard', version: '1.5' } },
              },
            },
          },
        }
      : {},
);
const teams = stageTeams();
const secret = 'canary-token-0815';
const calls: unknown[] = [];
let faults: Faults = { graph: 'none', apple: 'none', teams: 'none', provisioning: 'none', botSleeps: false };
let job: 'Active' | 'Quarantine' = 'Active';
const control: PageControl = {
  moveClock: (to) => {
    calls.push(['moveClock', to]);
    teams.clock.advance(60_000);
  },
  setFaults: (wanted) => {
    faults = wanted;
  },
  faults: () => faults,
  generateToken: (product) => {
    if (product === 'business') throw new Error('Apple lists at most two tokens. Revoke one first.');
    return secret;
  },
  saveToken: (me, connection) => {
    calls.push(['saveToken', me, connection]);
  },
  revokeToken: (id) => {
    calls.push(['revokeToken', id]);
  },
  reset: () => {
    teams.reset();
  },
};
const view = {
  entra: () => ({
    connections: [
      { id: '1', name: 'Apple School Manager', tenantUrl: 'https://x.example', job, savedToken: 'Token 1' },
    ],
    audit: [],
  }),
  apple: () => [],
};
let page: PageServer;

/** How many pages hear of changes now. */
const listening = new Set<unknown>();
const onChange = teams.onChange.bind(teams);
teams.onChange = (listener) => {
  listening.add(listener);
  const stop = onChange(listener);
  return () => {
    listening.delete(listener);
    stop();
  };
};

before(async () => {
  page = await startPageServer({
    teams,
    client: clientOf(teams, tiny),
    clock: teams.clock,
    people,
    view,
    control,
    commands: [{ title: '/status', description: 'Shows all connections' }],
    port: 0,
  });
});
after(async () => {
  await page.close();
  await tiny.close();
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${page.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

const stateOf = async (me: string): Promise<PageState> =>
  (await (await fetch(`${page.url}/api/state?me=${me}`)).json()) as PageState;

test('the page comes from one origin and may load nothing from elsewhere', async () => {
  const html = await fetch(page.url);
  const policy = html.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'.*script-src 'self';/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  const text = await html.text();
  const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  assert.ok(loaded.length >= 2);
  for (const path of loaded) assert.equal((await fetch(`${page.url}${path}`)).status, 200, path);
});

test('the script holds the card renderer', async () => {
  const response = await fetch(`${page.url}/main.js`);
  assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.match(await response.text(), /AdaptiveCard/);
});

test('the state tells everything that the page shows', async () => {
  const state = await stateOf(guest.id);
  assert.equal(state.now, '2026-11-23T12:00:00.000Z');
  assert.equal(state.tenantName, 'Larkfield Schools');
  assert.deepEqual(
    state.people.map(({ name, guest: isGuest }) => [name, isGuest]),
    people.map(({ name, userType }) => [name, userType === 'Guest']),
  );
  assert.deepEqual(
    state.teams[0]?.channels.map(({ name }) => name),
    ['General', 'IT Operations'],
  );
  assert.equal(state.chat.id, teams.chatOf(guest));
  assert.equal(state.commands[0]?.title, '/status');
  assert.equal(state.entra.connections[0]?.job, 'Active');
});

test('what is said is in the state and at the bot', async () => {
  const { status } = await post('/api/say', {
    me: maya.id,
    conversationId: general,
    text: 'status',
    mentionBot: true,
  });
  assert.equal(status, 200);
  const thread = (await stateOf(maya.id)).teams[0]?.channels[0]?.threads[0];
  assert.equal(thread?.root.text, '<at>Scimitar</at> status');
  assert.deepEqual(thread.root.from, { id: maya.id, name: maya.name, isBot: false });
  assert.equal(tiny.activities()[0]?.['type'], 'message');
});

test('buttons and dialogs give back what the bot answered', async () => {
  const conversation = teams.findConversation(general);
  assert.ok(conversation);
  const { id } = teams.post(conversation, undefined, 'bot', { card: { type: 'AdaptiveCard' } });
  const at = { me: maya.id, conversationId: `${general};messageid=${id}`, messageId: id };
  const acted = await post('/api/act', { ...at, kind: 'execute', verb: 'claim', data: {} });
  assert.deepEqual(acted.answer, { kind: 'notice', text: 'Claimed.' });
  const data = { msteams: { type: 'task/fetch' } };
  const opened = await post('/api/dialog/open', { ...at, kind: 'submit', data });
  assert.equal(valueAt(opened.answer, 'title'), 'New token');
  const closed = await post('/api/dialog/submit', { ...at, data: {} });
  assert.deepEqual(closed.answer, { kind: 'close' });
});

test('what an owner does to the team is done there and told to the bot', async () => {
  const change = async (what: object) => {
    assert.deepEqual(await post('/api/team', { me: maya.id, ...what }), { status: 200, answer: {} });
  };
  const shown = async () => {
    const [{ name, channels, deletedChannels, botIsIn } = assert.fail()] = (await stateOf(maya.id)).teams;
    return [name, channels.map((channel) => channel.name), deletedChannels.map(({ name }) => name), botIsIn];
  };
  const { id: channelId } = channels[1];
  await change({ change: 'rename team', name: 'IT Services' });
  await change({ change: 'rename channel', channelId, name: 'Service desk' });
  await change({ change: 'delete channel', channelId });
  await change({ change: 'remove bot' });
  assert.deepEqual(await shown(), ['IT Services', ['General'], ['Service desk'], false]);
  await change({ change: 'add bot' });
  await change({ change: 'restore channel', channelId });
  assert.deepEqual(await shown(), ['IT Services', ['General', 'Service desk'], [], true]);
  const told = tiny.activities().map(({ channelData }) => valueAt(channelData, 'eventType'));
  for (const eventType of ['teamRenamed', 'channelRenamed', 'channelDeleted', 'channelRestored'])
    assert.ok(told.includes(eventType), eventType);
});

test('clock, faults and tokens go to the world', async () => {
  assert.deepEqual(await post('/api/clock', { to: '+1 day' }), { status: 200, answer: {} });
  assert.deepEqual(await post('/api/apple/revoke', { tokenId: 't1' }), { status: 200, answer: {} });
  const save = { me: maya.id, connection: 'c1' };
  assert.deepEqual(await post('/api/entra/save-token', save), { status: 200, answer: {} });
  assert.deepEqual(calls, [
    ['moveClock', '+1 day'],
    ['revokeToken', 't1'],
    ['saveToken', maya.id, 'c1'],
  ]);
  const wanted = { graph: '429', apple: 'down', teams: 'slow', provisioning: 'paused', botSleeps: true };
  await post('/api/faults', wanted);
  assert.deepEqual((await stateOf(maya.id)).faults, wanted);
});

test('a generated token is in the one answer and nowhere else', async () => {
  assert.deepEqual(await post('/api/apple/generate', { product: 'school' }), {
    status: 200,
    answer: { token: secret },
  });
  assert.doesNotMatch(JSON.stringify(await stateOf(maya.id)), /canary/);
});

test('what the world refuses is told in its words', async () => {
  assert.deepEqual(await post('/api/apple/generate', { product: 'business' }), {
    status: 409,
    answer: { error: 'Apple lists at most two tokens. Revoke one first.' },
  });
});

const say = { me: maya.id, conversationId: general, text: 'x', mentionBot: false };
const faultless = { graph: 'none', apple: 'none', teams: 'none', provisioning: 'none', botSleeps: false };
const refused: Readonly<
  Record<
    string,
    readonly [path: string, body: unknown, status: number, error: RegExp, headers?: Record<string, string>]
  >
> = {
  'a page of another site': ['/api/reset', {}, 403, /own page/, { origin: 'https://evil.example' }],
  'a page on another port': ['/api/reset', {}, 403, /own page/, { origin: 'http://127.0.0.1:1' }],
  'a sandboxed frame': ['/api/reset', {}, 403, /own page/, { origin: 'null' }],
  'a form': ['/api/reset', {}, 415, /application\/json/, { 'content-type': 'text/plain' }],
  'a body that is a list': ['/api/say', [], 400, /JSON object/],
  'words that are a number': ['/api/say', { ...say, text: 1 }, 400, /'text' must be text/],
  'a mention that is a word': ['/api/say', { ...say, mentionBot: 'yes' }, 400, /true or false/],
  'an unknown person': ['/api/say', { ...say, me: 'nobody' }, 400, /no such person/],
  'an unknown conversation': ['/api/say', { ...say, conversationId: 'a:1' }, 400, /no such conversation/],
  'an unknown move of the clock': ['/api/clock', { to: 'yesterday' }, 400, /next rung/],
  'an unknown fault': ['/api/faults', { ...faultless, graph: 'x' }, 400, /'graph' must be one of/],
  'an unknown change of the team': ['/api/team', { me: maya.id, change: 'x' }, 400, /rename team/],
  'a channel that cannot be deleted': [
    '/api/team',
    { me: maya.id, change: 'delete channel', channelId: general },
    400,
    /General cannot be deleted/,
  ],
  'an unknown product': ['/api/apple/generate', { product: 'x' }, 400, /school, business/],
  'a body over 256 KB': ['/api/say', { ...say, text: 'x'.repeat(256 * 1024) }, 413, /too much/],
  'an unknown call': ['/api/nothing', {}, 404, /no such page/],
};

for (const [who, [path, body, status, error, headers]] of Object.entries(refused))
  test(`${who} is refused with ${status}`, async () => {
    const answer = await post(path, body, headers);
    assert.equal(answer.status, status);
    assert.ok(isJsonObject(answer.answer));
    assert.match(String(answer.answer['error']), error);
  });

test('the own page is not refused', async () => {
  const { status } = await post('/api/clock', { to: '+1 day' }, { origin: page.url });
  assert.equal(status, 200);
});

for (const [host, status] of [
  ['evil.example', 403],
  ['127.0.0.1.evil.example', 403],
  ['localhost', 200],
] as const)
  test(`under the host name ${host} the answer is ${status}`, async () => {
    const { port } = new URL(page.url);
    const sent = httpRequest(page.url, { headers: { host: `${host}:${port}` } }).end();
    const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    assert.equal(response.statusCode, status);
  });

test(
  'events tell a new revision when something is said and when time alone changed something',
  {
    timeout: 10_000,
  },
  async () => {
    const stop = new AbortController();
    const { body } = await fetch(`${page.url}/api/events`, { signal: stop.signal });
    assert.ok(body);
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const next = async (): Promise<number> => {
      const { value = '' } = await reader.read();
      return Number(/data: (\d+)/.exec(value)?.[1]);
    };
    const first = await next();
    assert.equal(first, teams.revision);
    await post('/api/say', say);
    const second = await next();
    assert.ok(second > first);
    job = 'Quarantine';
    assert.ok((await next()) > second);
    const heard = [...listening];
    stop.abort();
    assert.equal(heard.length, 1);
    while (listening.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  },
);

test('a taken port is not an end: another one is used', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  assert.ok(address !== null && typeof address === 'object');
  const second = await startPageServer({
    teams,
    client: clientOf(teams, tiny),
    clock: teams.clock,
    people,
    view,
    control,
    commands: [],
    port: address.port,
  });
  assert.notEqual(second.url, `http://127.0.0.1:${address.port}`);
  assert.equal((await fetch(second.url)).status, 200);
  await second.close();
  taken.close();
});
