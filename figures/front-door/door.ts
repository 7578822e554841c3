import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { bot, servicePrincipals, serviceUrl } from '../../sandbox/seed.ts';
import { signChannelToken } from '../../sandbox/sts.ts';
import { maya, type Chat, type Cleanup } from '../../test/scenarios/chat.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** One request to the messages route. What is left out is as in a good one; there is no token unless it is named. */
export interface Attempt {
  /** Several are as many headers. */
  readonly authorization?: string | readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly path?: string;
  /** Sent in pieces, without saying how long it is. */
  readonly chunked?: true;
}

export interface Answer {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  /** Without the status line. */
  readonly head: string;
  readonly body: string;
  readonly milliseconds: number;
}

/** All that a request can leave behind: calls of the bot, commits of its store, and what Teams was told. */
export interface Effects {
  readonly calls: number;
  readonly commits: number;
  readonly teams: number;
}

/** The running bot, and an activity that it takes when everything about it is right. */
export class Door {
  readonly chat: Chat;
  readonly activity: Fields;
  readonly #store: DatabaseSyncInstance;

  constructor(t: Cleanup, chat: Chat) {
    this.chat = chat;
    const data = { verb: 'enter-token', connection: servicePrincipals.appleSchool.id };
    this.activity = chat.invoke(maya, 'task/fetch', { data, context: { theme: 'default' } });
    this.#store = new DatabaseSync(chat.sandbox.settings.store, { readOnly: true });
    t.after(() => {
      this.#store.close();
    });
  }

  /** Seconds since 1970 in the world's time, in which tokens are counted. */
  seconds(from: number): number {
    return Math.floor(this.chat.sandbox.clock.now() / 1000) + from;
  }

  token(claims: Fields = {}): Promise<string> {
    return signChannelToken({ audience: bot.appId, serviceUrl, now: this.chat.sandbox.clock.now(), claims });
  }

  async good(): Promise<Attempt> {
    return { authorization: `Bearer ${await this.token()}` };
  }

  /** Throws when what Teams sends is turned away: then a refusal would say nothing. */
  async assertOpen(): Promise<void> {
    const { status } = await this.post(await this.good());
    if (status !== 200) throw new Error(`A good request was answered with ${status}.`);
  }

  effects(): Effects {
    const { cloud, teams } = this.chat.sandbox;
    const calls = [...cloud.wires.keys()].map((host) => cloud.network.requestsTo(host));
    const version = this.#store.prepare('PRAGMA data_version').get() as { readonly data_version: number };
    return {
      calls: calls.reduce((one, other) => one + other, 0),
      // Changes with every commit of any other connection.
      commits: version.data_version,
      teams: teams.revision,
    };
  }

  /** All that the store holds, but the audit trail: that a right was asked for stands there, and is no effect. */
  kept(): string {
    const sql =
      "SELECT kind, id, version FROM document WHERE kind NOT IN ('trail', 'trailHead') ORDER BY tenant, kind, partition, id";
    return createHash('sha256')
      .update(JSON.stringify(this.#store.prepare(sql).all()))
      .digest('hex');
  }

  /** Byte for byte over a socket of its own, since every HTTP client would mend what is broken on purpose. */
  async post(attempt: Attempt): Promise<Answer> {
    const body = Buffer.from(attempt.body ?? JSON.stringify(this.activity));
    const parts: Uint8Array[] = [Buffer.from(headOf(attempt, body.length), 'latin1')];
    if (attempt.chunked) parts.push(...chunksOf(body));
    else parts.push(body);
    const began = performance.now();
    const text = await exchange(this.chat.sandbox.app.port, Buffer.concat(parts));
    const milliseconds = performance.now() - began;
    const [, status = '0', head = '', answered = ''] =
      /^HTTP\/1\.1 (\d{3})[^\r]*\r\n(.*?)\r\n\r\n(.*)$/s.exec(text) ?? [];
    await this.chat.sandbox.app.drain();
    return { status: Number(status), head, body: answered, milliseconds };
  }
}

function headOf({ authorization = [], headers = {}, path, chunked }: Attempt, length: number): string {
  const tokens = typeof authorization === 'string' ? [authorization] : authorization;
  return [
    `POST ${path ?? '/api/messages'} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    'Content-Type: application/json',
    chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
    ...tokens.map((token) => `Authorization: ${token}`),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
}

const chunkSize = 16_384;

function chunksOf(body: Buffer): readonly Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < body.length; from += chunkSize) {
    const chunk = body.subarray(from, from + chunkSize);
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return [...chunks, Buffer.from('0\r\n\r\n')];
}

/** Sends the bytes and reads to the end. A server that has answered may close while more is being sent. */
function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString());
    });
    socket.write(bytes);
  });
}
