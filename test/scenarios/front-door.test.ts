import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign as signWith, type KeyObject } from 'node:crypto';
import { request } from 'node:http';
import { test, type TestContext } from 'node:test';
import { exportJWK, exportSPKI } from 'jose';
import { issueAppToken } from '../../sandbox/entra/app-token.ts';
import { signingKey } from '../../sandbox/entra/signing-keys.ts';
import { bot, hosts, servicePrincipals, serviceUrl, tenant } from '../../sandbox/seed.ts';
import { channelIssuer, signChannelToken } from '../../sandbox/sts.ts';
import { Chat, maya } from './chat.ts';
import { disturb } from './disturb.ts';

type Fields = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string | readonly string[]>>;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Fields;
}

/** The running bot, and an activity that it takes when everything about it is right. */
class Door {
  readonly chat: Chat;
  readonly activity: Fields;

  constructor(chat: Chat) {
    this.chat = chat;
    const data = { verb: 'enter-token', connection: servicePrincipals.appleSchool.id };
    this.activity = chat.invoke(maya, 'task/fetch', { data, context: { theme: 'default' } });
  }

  /** Seconds since 1970 in the world's time, in which tokens are counted. */
  seconds(from: number): number {
    return Math.floor(this.chat.sandbox.clock.now() / 1000) + from;
  }

  token(claims: Fields = {}): Promise<string> {
    return signChannelToken({ audience: bot.appId, serviceUrl, now: this.chat.sandbox.clock.now(), claims });
  }

  /** By hand, since fetch would mend some of the things that are broken here on purpose. */
  post(body: string | Buffer, headers: Headers, path = '/api/messages'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port: this.chat.sandbox.app.port,
          method: 'POST',
          path,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            ...headers,
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers });
          });
          answer.on('error', reject);
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }

  async bearer(claims?: Fields): Promise<Headers> {
    return { authorization: `Bearer ${await this.token(claims)}` };
  }

  /** Everything that a request can have an effect on. */
  effects(): unknown {
    const { cloud, teams } = this.chat.sandbox;
    return [teams.revision, cloud.network.requestsTo(hosts.graph), cloud.network.requestsTo(hosts.connector)];
  }

  async assertRefused(what: string, post: () => Promise<Answer>): Promise<void> {
    const [effects, lines] = [this.effects(), this.chat.log.length];
    const { status, body, headers } = await post();
    assert.deepEqual([status, body], [401, ''], what);
    assert.equal(headers['server'], undefined, what);
    const said = this.chat.log.slice(lines).map((line) => JSON.parse(line) as Fields);
    assert.equal(said.length, 1, `${what}: ${JSON.stringify(said)}`);
    assert.equal(said[0]?.['event'], 'request.refused', what);
    assert.deepEqual(this.effects(), effects, `${what} had an effect`);
  }

  /** Whatever was thrown at it, the bot still answers. */
  async assertAlive(): Promise<void> {
    const { status, body } = await this.post(JSON.stringify(this.activity), await this.bearer());
    assert.equal(status, 200);
    assert.match(body, /Enter new token/);
  }
}

async function open(t: TestContext): Promise<Door> {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const door = new Door(chat);
  await door.assertAlive();
  return door;
}

const encoded = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

const signed = (header: unknown, payload: unknown, signature: (text: string) => Buffer | string): string => {
  const text = `${encoded(header)}.${encoded(payload)}`;
  const by = signature(text);
  return `${text}.${typeof by === 'string' ? by : by.toString('base64url')}`;
};

const rs256 = (key: KeyObject) => (text: string) => signWith('RSA-SHA256', Buffer.from(text), key);

test('a token that is not of the Bot Connector service for this bot is refused bare, and nothing happens', async (t) => {
  const door = await open(t);
  const channel = await signingKey('channel');
  const entra = await signingKey('entra');
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const good = await door.token();
  const [head = '', payload = '', signature = ''] = good.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Fields;
  const header = { alg: 'RS256', typ: 'JWT', kid: channel.kid };
  const pem = await exportSPKI(channel.publicKey);
  const flipped = Buffer.from(signature, 'base64url');
  flipped[10] = (flipped[10] ?? 0) ^ 1;
  const appToken = await issueAppToken(
    door.chat.sandbox.cloud.tenant,
    bot.appId,
    'https://api.botframework.com',
  );

  const badTokens: Readonly<Record<string, string | Promise<string>>> = {
    'an empty token': '',
    'one word': 'token',
    'two parts': `${head}.${payload}`,
    'four parts': `${good}.${signature}`,
    'an empty signature': `${head}.${payload}.`,
    'a cut signature': good.slice(0, -8),
    'a flipped signature': `${head}.${payload}.${flipped.toString('base64url')}`,
    'another payload': `${head}.${encoded({ ...claims, aud: bot.appId, extra: 1 })}.${signature}`,
    'another header': `${encoded({ ...header, x: 1 })}.${payload}.${signature}`,
    ...Object.fromEntries(
      ['none', 'None', 'NONE', 'nOnE', ''].flatMap((alg) => [
        [`alg "${alg}" without a signature`, `${encoded({ alg, kid: channel.kid })}.${payload}.`],
        [`alg "${alg}" with one`, `${encoded({ alg, kid: channel.kid })}.${payload}.${signature}`],
      ]),
    ),
    'HS256 with the public key as its secret': signed({ ...header, alg: 'HS256' }, claims, (text) =>
      createHmac('sha256', pem).update(text).digest(),
    ),
    'HS256 with the modulus as its secret': signed({ ...header, alg: 'HS256' }, claims, (text) =>
      createHmac('sha256', Buffer.from(channel.jwk.n ?? '', 'base64url'))
        .update(text)
        .digest(),
    ),
    'a foreign key under the right name': signed(header, claims, rs256(foreign.privateKey)),
    'a foreign key under its own name': signed({ ...header, kid: 'mine' }, claims, rs256(foreign.privateKey)),
    'a foreign key without a name': signed({ alg: 'RS256' }, claims, rs256(foreign.privateKey)),
    'a name that is a path': signed({ ...header, kid: '../../keys' }, claims, rs256(foreign.privateKey)),
    'a weak key': signed(header, claims, rs256(weak.privateKey)),
    'a key that it brings along': signed(
      { ...header, kid: undefined, jwk: await exportJWK(foreign.publicKey) },
      claims,
      rs256(foreign.privateKey),
    ),
    'an address of a key': signed(
      { ...header, jku: 'https://evil.example/keys', x5u: 'https://evil.example/x' },
      claims,
      rs256(foreign.privateKey),
    ),
    'an extension that must be understood': signed(
      { ...header, crit: ['exp'] },
      claims,
      rs256(foreign.privateKey),
    ),
    ES256: signed({ ...header, alg: 'ES256' }, claims, (text) =>
      signWith('sha256', Buffer.from(text), { key: curve.privateKey, dsaEncoding: 'ieee-p1363' }),
    ),
    'a token of the bot itself, from Entra': appToken,
    'a token that Entra signed with the right claims': entra.sign({ ...claims }),
    ...Object.fromEntries(
      Object.entries<Fields>({
        'it ended 301 seconds ago': { exp: door.seconds(-301) },
        'it never ends': { exp: undefined },
        'its end is a text': { exp: String(door.seconds(3600)) },
        'it begins in 301 seconds': { nbf: door.seconds(301) },
        'another app': { aud: 'b0715c1a-9d2e-4b6f-8a31-6f3d9f0c2e45' },
        'no audience': { aud: undefined },
        'the bot and another app': { aud: [bot.appId, 'another'] },
        'the bot in a list': { aud: [bot.appId] },
        'more than the bot': { aud: `${bot.appId}0` },
        'an address as audience': { aud: `api://${bot.appId}` },
        'a slash behind the issuer': { iss: `${channelIssuer}/` },
        'a longer issuer': { iss: `${channelIssuer}.evil.example` },
        'the government’s issuer': { iss: 'https://api.botframework.us' },
        'the emulator’s issuer': { iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' },
        'the emulator’s newer issuer': {
          iss: 'https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0',
        },
        'the tenant as issuer': { iss: `https://sts.windows.net/${tenant.id}/` },
        'no issuer': { iss: undefined },
        'no service URL': { serviceurl: undefined },
        'a list of service URLs': { serviceurl: [serviceUrl] },
      }).map(([what, changes]) => [what, door.token(changes)]),
    ),
  };
  const body = JSON.stringify(door.activity);
  for (const [what, token] of Object.entries(badTokens)) {
    const authorization = `Bearer ${await token}`;
    await door.assertRefused(what, () => door.post(body, { authorization }));
  }
  const badHeaders: Readonly<Record<string, Headers>> = {
    'no header': {},
    'an empty header': { authorization: '' },
    'another scheme': { authorization: `Basic ${good}` },
    'no scheme': { authorization: good },
    'two tokens': { authorization: `Bearer ${good} ${good}` },
    'a list of tokens': { authorization: `Bearer ${good}, Bearer ${good}` },
    'another header': { 'x-authorization': `Bearer ${good}` },
    'a token with a blank at its end': { authorization: `Bearer ${good}=` },
    '8 KB of a token': { authorization: `Bearer ${'a.b.c'.repeat(1600)}` },
  };
  for (const [what, headers] of Object.entries(badHeaders))
    await door.assertRefused(what, () => door.post(body, headers));
  await door.assertRefused('a token in the address', () =>
    door.post(body, {}, `/api/messages?access_token=${good}`),
  );

  const skewed = await door.bearer({ exp: door.seconds(-290), nbf: door.seconds(290) });
  assert.equal((await door.post(body, skewed)).status, 200, 'clocks may differ by five minutes');
  await door.assertAlive();
});

test('an activity that is not of Teams, this tenant and Microsoft’s connector is refused bare', async (t) => {
  const door = await open(t);
  const { conversation, channelData, from } = door.activity as Readonly<Record<string, Fields>>;
  const other = '11111111-2222-4333-8444-555555555555';
  const badActivities: Readonly<Record<string, Fields>> = {
    ...Object.fromEntries(
      ['webchat', 'directline', 'emulator', 'msteams ', 'MSTEAMS', '', 7, null, ['msteams'], undefined].map(
        (channelId) => [`channel ${JSON.stringify(channelId)}`, { channelId }],
      ),
    ),
    'another service URL than the token’s': { serviceUrl: serviceUrl.replace('emea', 'amer') },
    'no service URL': { serviceUrl: undefined },
    'another tenant': {
      conversation: { ...conversation, tenantId: other },
      channelData: { tenant: { id: other } },
    },
    'another tenant in the conversation only': { conversation: { ...conversation, tenantId: other } },
    'another tenant in the channel data only': { channelData: { ...channelData, tenant: { id: other } } },
    'a tenant that is no text': { channelData: { tenant: { id: 7 } } },
    'no tenant': { conversation: { ...conversation, tenantId: undefined }, channelData: {} },
    'no tenant, and no channel data': {
      conversation: { ...conversation, tenantId: undefined },
      channelData: undefined,
    },
    'no type': { type: undefined },
    'a type that is no text': { type: { message: 1 } },
    ...Object.fromEntries(
      ['from', 'recipient', 'conversation'].flatMap((field) =>
        [
          undefined,
          null,
          'x',
          7,
          [],
          [{ id: 'x' }],
          {},
          { id: null },
          { id: 7 },
          { id: '' },
          { id: ['x'] },
        ].map((value) => [`${field} ${JSON.stringify(value)}`, { [field]: value }]),
      ),
    ),
    'a text that is a number': { text: 7 },
    'a text that is a list': { text: ['status'] },
    'a text that is an object': { text: { toString: 'x' } },
  };
  assert.ok(from);
  for (const [what, changes] of Object.entries(badActivities)) {
    const body = JSON.stringify({ ...door.activity, ...changes });
    const headers = await door.bearer();
    await door.assertRefused(what, () => door.post(body, headers));
  }
  for (const evil of [
    'https://evil.example/',
    'https://smba.trafficmanager.net.evil.example/emea/',
    'https://evil.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://user:password@smba.trafficmanager.net/emea/',
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:8443/emea/',
    'https://smba.trafficmanager.net./emea/',
    'https://127.0.0.1/',
    'file:///etc/passwd',
    'smba.trafficmanager.net',
  ]) {
    const headers = await door.bearer({ serviceurl: evil });
    const body = JSON.stringify({ ...door.activity, serviceUrl: evil });
    await door.assertRefused(evil, () => door.post(body, headers));
  }
  const headers = await door.bearer();
  const good = JSON.stringify(door.activity);
  for (const [what, body] of Object.entries({
    nothing: '',
    'no JSON': 'activity',
    'half of it': good.slice(0, -10),
    'a list': `[${good}]`,
    'a text': '"message"',
    'a number': '7',
    null: 'null',
    'two of it': `${good}${good}`,
    'a form': 'type=message',
    'bytes that are no text': Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  }))
    await door.assertRefused(what, () => door.post(body, headers));
  await door.assertAlive();
});

test('strange but signed activities are survived', async (t) => {
  const door = await open(t);
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
    'a value that is deep': { ...message, text: undefined, value: { verb: 'claim', connection: deep(200) } },
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
    const { status } = await door.post(JSON.stringify({ ...door.activity, ...changes }), await door.bearer());
    await chat.sandbox.app.drain();
    assert.ok(status < 500, `${what}: ${status}`);
    for (const event of ['turn.failed', 'after-turn.failed']) assert.deepEqual(chat.logged(event), [], what);
  }
  assert.equal(chat.replies().length, 0);
  await door.assertAlive();
});

test('deep, large and packed bodies end without an effect', async (t) => {
  const door = await open(t);
  const deep = `${'['.repeat(120_000)}${']'.repeat(120_000)}`;
  const good = JSON.stringify(door.activity);
  const deepActivity = `${good.slice(0, -1)},"extra":${deep}}`;
  const headers = await door.bearer();
  assert.ok((await door.post(deepActivity, headers)).status < 500);
  assert.ok((await door.post(`${good.slice(0, -1)},"value":${deep}}`, headers)).status < 500);
  await door.assertRefused('a list of lists', () => door.post(deep, headers));
  const large = await door.post(`${good.slice(0, -1)},"extra":"${'x'.repeat(300_000)}"}`, headers);
  assert.deepEqual([large.status, large.body], [413, '']);
  const stranger = await door.post('x'.repeat(300_000), {});
  assert.deepEqual([stranger.status, stranger.body], [413, '']);
  await door.assertRefused('a packed body', () =>
    door.post(Buffer.from('1f8b08000000000000ffabae05000043bfa6a302000000', 'hex'), {
      ...headers,
      'content-encoding': 'gzip',
    }),
  );
  await door.assertAlive();
});

test('keys that do not speak for Teams, and keys that cannot be had, let nobody in', async (t) => {
  const chat = await Chat.start(t, { opening: false });
  const door = new Door(chat);
  const body = JSON.stringify(door.activity);
  const headers = await door.bearer();
  const restore = disturb(chat.sandbox, hosts.botLogin, () => new Response(null, { status: 503 }));
  await door.assertRefused('no key server', () => door.post(body, headers));
  restore();
  const { jwk } = await signingKey('channel');
  const other = disturb(chat.sandbox, hosts.botLogin, ({ url }) =>
    url.endsWith('/keys')
      ? Response.json({ keys: [{ ...jwk, endorsements: ['webchat', 'directline'] }] })
      : undefined,
  );
  await door.assertRefused('keys of other channels', () => door.post(body, headers));
  other();
});
