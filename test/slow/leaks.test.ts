import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import type { Exchange } from '../../sandbox/network.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { channels, hosts, people } from '../../sandbox/seed.ts';
import { Chat, maya, tom } from '../scenarios/chat.ts';
import { disturb, stepOf } from '../scenarios/disturb.ts';
import { findLeaks, type Sink } from '../scenarios/leaks.ts';

const expiry = '2027-11-24';
/** In an alphabet that URLs, JSON and base64url have to escape; Apple does not know it. */
const madeUp = (): string =>
  `tok+/=${randomBytes(48).toString('base64url')}~.%${randomBytes(12).toString('base64')}`;

/** Everything that leaves the bot in one story. */
class Watch {
  readonly chat: Chat;
  readonly #exchanges: readonly Exchange[];
  readonly #folder: string;

  private constructor(chat: Chat, exchanges: readonly Exchange[], folder: string) {
    this.chat = chat;
    this.#exchanges = exchanges;
    this.#folder = folder;
  }

  static async start(t: TestContext, options: SandboxOptions = {}): Promise<Watch> {
    const folder = await mkdtemp(join(tmpdir(), 'scimitar-leaks-'));
    const exchanges: Exchange[] = [];
    const chat = await Chat.start(t, {
      store: join(folder, 'store.db'),
      observe: (exchange) => exchanges.push(exchange),
      ...options,
    });
    t.after(() => rm(folder, { recursive: true, force: true }));
    await chat.move('next rung');
    return new Watch(chat, exchanges, folder);
  }

  async sinks(): Promise<readonly Sink[]> {
    const { chat } = this;
    const names = await readdir(this.#folder);
    const files = await Promise.all(
      names.map(async (name) => ({
        name: `file ${name}`,
        text: await readFile(join(this.#folder, name), 'latin1'),
      })),
    );
    const { teams, client } = chat.sandbox;
    const places = [...channels.map(({ id }) => id), ...people.map((person) => chatId(chat, person.id))];
    return [
      { name: 'log', text: chat.log.join('\n') },
      ...files,
      ...this.#exchanges.filter(({ host }) => ours.has(host)).map(sinkOf),
      { name: 'messages', text: JSON.stringify(places.map((place) => teams.messagesIn(place))) },
      { name: 'answers', text: client.deliveries.map(({ answer }) => JSON.stringify(answer)).join('\n') },
    ];
  }

  async assertNoLeak(token: string): Promise<void> {
    const sinks = await this.sinks();
    for (const needed of ['file store.db', 'file store.db.key', 'log', 'messages', 'answers'])
      assert.ok((sinks.find(({ name }) => name === needed)?.text.length ?? 0) > 20, `${needed} was searched`);
    assert.deepEqual(findLeaks(token, sinks), []);
  }
}

const chatId = ({ sandbox: { teams } }: Chat, id: string): string => {
  const person = teams.findPerson(id);
  assert.ok(person);
  return teams.chatOf(person);
};

/** What Apple gets comes from the simulated Entra, not from the bot. */
const ours: ReadonlySet<string> = new Set(Object.values(hosts));

/** One call and its answer. Graph may see the token in two bodies, and there in one field; an echo of its own is its own. */
function sinkOf({ host, method, path, requestHeaders, requestBody }: Exchange): Sink {
  const isAllowed =
    host === hosts.graph &&
    ((method === 'PUT' && path.endsWith('/secrets')) || path.endsWith('/validateCredentials'));
  const body = isAllowed
    ? requestBody.replace(/(\{"key":"SecretToken","value":)"(?:[^"\\]|\\.)*"/, '$1""')
    : requestBody;
  const headers = JSON.stringify([...requestHeaders]);
  return { name: `${method} ${host}`, text: [path, headers, body].join('\n') };
}

async function enter({ chat }: Watch, token: string, testOnly = 'false'): Promise<void> {
  const dialog = await chat.open(maya);
  await dialog.submit({ token, expiry, testOnly });
}

describe('no token anywhere', { concurrency: 4 }, () => {
  test('accepted and proven', async (t) => {
    const watch = await Watch.start(t);
    const { token } = watch.chat.sandbox.cloud.apple.school.generate();
    await enter(watch, token);
    await watch.chat.move({ minutes: 90 });
    assert.match(watch.chat.replies().at(-1) ?? '', /Proven/);
    await watch.assertNoLeak(token);
  });

  test('only tested', async (t) => {
    const watch = await Watch.start(t);
    const { token } = watch.chat.sandbox.cloud.apple.school.generate();
    await enter(watch, token, 'true');
    assert.match(watch.chat.replies().at(-1) ?? '', /only tested/);
    await watch.assertNoLeak(token);
  });

  for (const echoTokens of [false, true])
    test(echoTokens ? 'refused by a Graph that quotes it in five spellings' : 'refused', async (t) => {
      const watch = await Watch.start(t, { echoTokens });
      const token = madeUp();
      await enter(watch, token);
      assert.match(watch.chat.replies().at(-1) ?? '', /did not accept the token|could not test the token/);
      await watch.chat.say(maya, '/history');
      await watch.assertNoLeak(token);
    });

  test('in wrong forms, of which only one was a token', async (t) => {
    const watch = await Watch.start(t);
    const token = madeUp();
    const dialog = await watch.chat.open(maya);
    for (const inputs of [
      { token: `${token} ${token}`, expiry },
      { token: `https://federation.apple.com/${token}`, expiry },
      { token: `${token}ä`, expiry },
      { token, expiry: 'soon' },
      { token, expiry: token },
      { token, expiry, testOnly: token },
      { token: [token], expiry },
      { token: { token }, expiry },
    ])
      await dialog.submit({ testOnly: 'false', ...inputs });
    await watch.assertNoLeak(token);
  });

  test('in another field, another verb, another person’s hands, or too late', async (t) => {
    const watch = await Watch.start(t);
    const token = randomBytes(60).toString('base64url');
    const dialog = await watch.chat.open(maya);
    await dialog.submit({ token, expiry, testOnly: 'false' }, [], tom);
    await dialog.submit({ token, expiry, testOnly: 'false', verb: 'watch' });
    await dialog.submit({ token, expiry, testOnly: 'false', verb: token });
    await dialog.submit({ token, expiry, testOnly: 'false', dialog: token });
    watch.chat.sandbox.clock.advance(11 * 60_000);
    await dialog.submit({ token, expiry, testOnly: 'false' });
    await watch.chat.press(maya, "I'll take it", { token, until: token });
    await watch.chat.press(maya, 'Snooze until 24 December 2026', { until: token });
    await watch.assertNoLeak(token);
  });

  test('while the bot itself fails in the middle of it', async (t) => {
    const watch = await Watch.start(t);
    const token = madeUp();
    const { app, cloud } = watch.chat.sandbox;
    disturb(watch.chat.sandbox, hosts.graph, async (request) => {
      if ((await stepOf(request)) === 'test')
        return new Response(
          `{"error":{"code":{"toString":1},"message":${JSON.stringify(await request.text())}}}`,
          {
            status: 400,
            headers: { 'content-type': 'application/json' },
          },
        );
      return undefined;
    });
    await enter(watch, token);
    await app.drain();
    assert.equal(cloud.tenant.ledger.entries.length, 0);
    assert.equal(watch.chat.replies().length, 1);
    await watch.assertNoLeak(token);
  });

  for (const step of ['test', 'save'] as const)
    for (const [what, answer] of Object.entries({
      'as HTML': (body: string) => new Response(`<p>${encodeURIComponent(body)}</p>`, { status: 502 }),
      'as a code': (body: string) => Response.json({ error: { code: body, message: '' } }, { status: 400 }),
      'in base64': (body: string) =>
        Response.json(
          { error: { code: 'x', message: `x${Buffer.from(body).toString('base64')}` } },
          { status: 400 },
        ),
      'in hex, reversed': (body: string) =>
        Response.json(
          { error: { code: 'x', message: Buffer.from(body).toString('hex').split('').reverse().join('') } },
          { status: 400 },
        ),
      'as a request id': (body: string) =>
        Response.json(
          {
            error: {
              code: 'x',
              message: 'No.',
              innerError: { 'request-id': body, 'client-request-id': body },
            },
          },
          { status: 400, headers: { 'request-id': encodeURIComponent(body).slice(0, 4000) } },
        ),
      'in a second document': (body: string) =>
        Response.json(
          { error: { code: 'x', message: JSON.stringify({ error: { code: body, message: body } }) } },
          { status: 400 },
        ),
    }))
      test(`quoted at the ${step} ${what}`, async (t) => {
        const watch = await Watch.start(t);
        const { token } = watch.chat.sandbox.cloud.apple.school.generate();
        disturb(watch.chat.sandbox, hosts.graph, async (request) =>
          (await stepOf(request)) === step ? answer(await request.clone().text()) : undefined,
        );
        await enter(watch, token);
        assert.equal(watch.chat.replies().length, 1);
        await watch.assertNoLeak(token);
      });
});

test('a token that somebody sends as a message is answered without it, and kept nowhere', async (t) => {
  const watch = await Watch.start(t);
  const { chat } = watch;
  const token = randomBytes(60).toString('base64url');
  const answer = await chat.say(maya, token);
  assert.match(answer, /Your message holds what looks like a secret token/);
  await chat.say(maya, `/rotate-scim ${token}`);
  const sinks = (await watch.sinks()).filter(({ name }) => name === 'log' || name.startsWith('file'));
  assert.deepEqual(findLeaks(token, sinks), []);
});

test('a planted leak is seen, however it is spelled', async (t) => {
  const token = madeUp();
  const part = token.slice(20, 28);
  const bytes = Buffer.from(part);
  const json = part
    .split('')
    .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
  const spellings: Readonly<Record<string, string>> = {
    clear: part,
    'in capitals': part.toUpperCase(),
    reversed: part.split('').reverse().join(''),
    'for a URL': part
      .split('')
      .map((letter) => `%${letter.charCodeAt(0).toString(16)}`)
      .join(''),
    'for a URL, twice': encodeURIComponent(
      part
        .split('')
        .map((letter) => `%${letter.charCodeAt(0).toString(16)}`)
        .join(''),
    ),
    'for JSON': json,
    'for HTML': part
      .split('')
      .map((letter) => `&#${letter.charCodeAt(0)};`)
      .join(''),
    hex: bytes.toString('hex'),
    'over lines': `${part.slice(0, 3)}\r\n${part.slice(3)}`,
    'over lines of JSON': `${part.slice(0, 3)}\\r\\n${part.slice(3)}`,
    'glued in code': `${part.slice(0, 3)}" + "${part.slice(3)}`,
    ...Object.fromEntries(
      [0, 1, 2, 3, 4, 5].flatMap((before) => {
        const stream = Buffer.concat([randomBytes(before), bytes, randomBytes(7)]);
        return [
          [`base64 behind ${before} bytes`, stream.toString('base64')],
          [`base64url behind ${before} bytes`, stream.toString('base64url')],
        ];
      }),
    ),
  };
  for (const [what, text] of Object.entries(spellings))
    await t.test(what, () => {
      const noise = randomBytes(500).toString('base64');
      const found = findLeaks(token, [
        { name: 'noise', text: noise },
        { name: 'planted', text: `${noise.slice(0, 100)} ${text} ${noise}` },
      ]);
      assert.ok(found.length > 0, 'it was not seen');
      assert.deepEqual([...new Set(found.map(({ sink }) => sink))], ['planted']);
    });
  await t.test('in the store’s files, in an answer and in the log', async () => {
    const watch = await Watch.start(t);
    const { chat } = watch;
    // The bot keeps the name of a person and shows it: a name that holds a part of the token is a leak by our own hand.
    await chat.say(maya, 'hi');
    await chat.press(maya, "I'll take it");
    await chat.retell(
      { name: 'adaptiveCard/action' },
      {
        from: { id: '29:tom', aadObjectId: tom.id, name: `Tom ${part}` },
        // As from a card that was drawn just now.
        value: { action: { data: { seen: undefined } } },
      },
    );
    const seen = new Set(findLeaks(token, await watch.sinks()).map(({ sink }) => sink));
    assert.ok(seen.has('messages'), [...seen].join());
    assert.ok(
      [...seen].some((name) => name.startsWith('file store.db')),
      [...seen].join(),
    );
    assert.ok(seen.has(`POST ${hosts.connector}`) || seen.has(`PUT ${hosts.connector}`), [...seen].join());
  });
});
