import { randomBytes } from 'node:crypto';

/** One stranger's way to be a nuisance. Everything is written to raw sockets: no client stands in the way. */
export interface Attack {
  readonly name: string;
  readonly sockets: number;
  /** Requests a second in all; 0 where each socket sends once and then drips. */
  readonly rate: number;
  /** Sends the next request only when the last one is answered, as honest clients do. */
  readonly waits?: true;
  /** The bytes of one request. `token`: a signed one of Teams, for those that come through Teams. */
  readonly request: (number: number, token: string) => Buffer;
  /** A dripping socket sends so many bytes a second of the request, and is not cut off sooner than after `least` seconds. */
  readonly drips?: number;
  readonly least?: number;
}

const post = (headers: readonly string[], body: string | Buffer = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        'POST /api/messages HTTP/1.1',
        'Host: bot',
        `Content-Length: ${Buffer.byteLength(body)}`,
        ...headers,
        '',
        '',
      ].join('\r\n'),
    ),
    Buffer.from(body),
  ]);

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Looks like a token of Teams and is signed by nobody. */
const forged = (number: number): string =>
  [
    part({ alg: 'RS256', typ: 'JWT', kid: `made-up-${number % 1000}` }),
    part({
      iss: 'https://api.botframework.com',
      aud: 'bot',
      exp: 4e9,
      serviceurl: 'https://smba.trafficmanager.net/',
    }),
    randomBytes(256).toString('base64url'),
  ].join('.');

const json = 'Content-Type: application/json';
const small = '{"type":"message","text":"hello"}';

/** Nobody, forged tokens, other paths and methods: in turn. Whoever sends no body keeps the connection. */
const kinds: readonly ((number: number) => Buffer)[] = [
  () => post([json]),
  (number) => post([json, `Authorization: Bearer ${forged(number)}`]),
  () => post([json, `Authorization: Bearer ${'a'.repeat(4000)}`]),
  () => post([json, 'Authorization: Basic YWRtaW46YWRtaW4=']),
  () => Buffer.from('GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n'),
  (number) => Buffer.from(`GET /${number}/wp-login.php HTTP/1.1\r\nHost: bot\r\n\r\n`),
];
const kindOf = (number: number): Buffer => (kinds[number % kinds.length] ?? (() => Buffer.alloc(0)))(number);

const strange = ['\x16\x03\x01\x02', 'HELO bot', 'GET / HTTP/9.9', '\0\0\0'];

const megabyte = Buffer.alloc(1_000_000, 'x');

/** A request may take 10 seconds, and Node.js looks every 30. */
const cutOff = 45;

export const attacks: readonly Attack[] = [
  { name: '10,000 junk requests a second', sockets: 256, rate: 10_000, waits: true, request: kindOf },
  { name: 'the same, many in one packet', sockets: 64, rate: 10_000, request: kindOf },
  {
    name: '10,000 requests with a body a second',
    sockets: 256,
    rate: 10_000,
    request: (number) => post([json, `Authorization: Bearer ${forged(number)}`], small),
  },
  {
    name: 'no HTTP',
    sockets: 64,
    rate: 2_000,
    request: (number) => Buffer.from(`${strange[number % strange.length] ?? ''}\r\n\r\n`),
  },
  {
    name: 'bodies of 1 MB',
    sockets: 32,
    rate: 200,
    request: (number) =>
      post([json, ...(number % 2 === 0 ? [] : [`Authorization: Bearer ${forged(number)}`])], megabyte),
  },
  {
    name: 'bodies that drip',
    sockets: 400,
    rate: 0,
    drips: 1,
    least: cutOff,
    request: (number) => post([json, `Authorization: Bearer ${forged(number)}`], 'x'.repeat(100_000)),
  },
  {
    name: 'bodies that drip, with a token of Teams',
    sockets: 200,
    rate: 0,
    drips: 64,
    least: cutOff,
    request: (_number, token) => post([json, `Authorization: Bearer ${token}`], 'x'.repeat(100_000)),
  },
  {
    name: 'headers that drip',
    sockets: 400,
    rate: 0,
    drips: 1,
    least: cutOff,
    request: () => Buffer.from(`POST /api/messages HTTP/1.1\r\nHost: bot\r\nX-Junk: ${'x'.repeat(10_000)}`),
  },
  {
    name: 'deep JSON, with a token of Teams',
    sockets: 16,
    rate: 200,
    request: (number, token) => {
      const [opens, closes] = number % 2 === 0 ? ['[', ']'] : ['{"a":', '}'];
      const depth = Math.floor(250_000 / (opens.length + closes.length));
      return post(
        [json, `Authorization: Bearer ${token}`],
        `${opens.repeat(depth)}${number % 2 === 0 ? '' : '1'}${closes.repeat(depth)}`,
      );
    },
  },
];
