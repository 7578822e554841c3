import { gzipSync } from 'node:zlib';
import type { Attempt } from './door.ts';
import { bearer, roomOf, type Room } from './forge.ts';

/** Bytes: one more than the largest body that is read. */
const tooLarge = 256 * 1024 + 1;
const megabyte = 1024 * 1024;

/** A body that is an activity but for its size. */
const padded = (body: string, size: number): string => {
  const start = `${body.slice(0, -1)},"extra":"`;
  return `${start}${'x'.repeat(size - start.length - 2)}"}`;
};

const headers: Room = roomOf<(good: string) => Attempt>(
  {
    'no header': () => ({}),
    'an empty header': () => ({ authorization: '' }),
    'an empty token': () => bearer(''),
    'one word': () => bearer('token'),
    'two parts': (good) => bearer(good.split('.').slice(0, 2).join('.')),
    'four parts': (good) => bearer(`${good}.${good.split('.')[2] ?? ''}`),
    'two headers, the right one first': (good) => ({ authorization: [`Bearer ${good}`, 'Bearer a.b.c'] }),
    'two headers, the right one last': (good) => ({ authorization: ['Bearer a.b.c', `Bearer ${good}`] }),
    'two headers, the same token': (good) => ({ authorization: [`Bearer ${good}`, `Bearer ${good}`] }),
    'other scheme': (good) => ({ authorization: `Basic ${good}` }),
    'no scheme': (good) => ({ authorization: good }),
    'two tokens in a header': (good) => bearer(`${good} ${good}`),
    'a list of tokens in a header': (good) => bearer(`${good}, Bearer ${good}`),
    'a header of another name': (good) => ({ headers: { 'X-Authorization': `Bearer ${good}` } }),
    'a token padded as base64': (good) => bearer(`${good}=`),
    'token in the query': (good) => ({ path: `/api/messages?access_token=${good}` }),
    'token in the body': (good) => ({
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `access_token=${good}`,
    }),
    '8 KB token': () => bearer(`${'a'.repeat(4000)}.b.${'c'.repeat(4000)}`),
    '1 MB token': () => bearer(`a.b.${'c'.repeat(megabyte)}`),
    'NUL in the token': (good) => bearer(`${good}\0`),
    'Unicode in the token': (good) => bearer(Buffer.from(good.replace('.', '．')).toString('latin1')),
    'letters of Latin-1 in the token': (good) => bearer(`${good}é`),
    'a line feed in the token': (good) => bearer(good.replace('.', '.\n')),
  },
  ({ good }, attempt) => attempt(good),
);

const bodies: Room = roomOf<(body: string) => Partial<Attempt>>(
  {
    'gzip bomb': () => ({
      headers: { 'Content-Encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(64 * megabyte, '{')),
    }),
    'gzip with a good activity': (body) => ({
      headers: { 'Content-Encoding': 'gzip' },
      body: gzipSync(body),
    }),
    'one byte too large': (body) => ({ body: padded(body, tooLarge) }),
    'one byte too large, without its length': (body) => ({ body: padded(body, tooLarge), chunked: true }),
    'more bytes than letters, too large': (body) => ({
      body: padded(body, tooLarge - 100).replace(/x{200}/, 'é'.repeat(200)),
    }),
    'no body': () => ({ body: '' }),
    'no JSON': () => ({ body: 'activity' }),
    'half of it': (body) => ({ body: body.slice(0, -10) }),
    'a list': (body) => ({ body: `[${body}]` }),
    'a list of lists': () => ({ body: `${'['.repeat(120_000)}${']'.repeat(120_000)}` }),
    'a text': () => ({ body: '"message"' }),
    'a number': () => ({ body: '7' }),
    null: () => ({ body: 'null' }),
    'two of it': (body) => ({ body: `${body}${body}` }),
    'a form': () => ({ body: 'type=message' }),
    'bytes that are no text': () => ({ body: Buffer.from([0xff, 0xfe, 0x00, 0x80]) }),
  },
  ({ good, body }, attempt) => ({ ...bearer(good), ...attempt(body) }),
);

/** What a stranger sends is not read, however much of it there is. */
const strangers: Room = {
  'large body of a stranger': () => ({ body: 'x'.repeat(megabyte) }),
  'large body of a stranger, without its length': () => ({ body: 'x'.repeat(megabyte), chunked: true }),
  /**
   * No signature covers the body: TLS does. What a thief of a token would have to change for a gain is refused: where the
   * bot answers to.
   */
  'body changed after capture': ({ good, activity }) => ({
    ...bearer(good),
    body: JSON.stringify({ ...activity, serviceUrl: 'https://evil.example/' }),
  }),
};

/** Requests that are wrong in how they come, whatever their token says. */
export const transport: Room = { ...headers, ...bodies, ...strangers };
