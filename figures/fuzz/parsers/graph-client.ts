import { graphClient } from '../../../src/adapters/graph/client.ts';
import { guardFetch } from '../../../src/adapters/network.ts';
import { clouds } from '../../../src/cloud.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { UpstreamFailure } from '../../../src/domain/upstream.ts';
import { graphAnswers } from '../corpus/graph-answers.ts';
import { mutatedDocument, read } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { secretOf } from '../quoted.ts';
import { smallerDocuments } from '../shrink.ts';
import { mutated } from '../texts.ts';
import { answered, wrongFailure, type Answered } from './graph-errors.ts';

const host = clouds.Public.graph;
const within = 25_000;
const paths = [
  '/users/x',
  '/servicePrincipals?$select=id&$top=2',
  '/$batch',
  '/v1.0/users',
  '/users?$skiptoken=a%20b',
];
const pathPieces = [
  'https://evil.example/',
  '//evil.example',
  '@',
  '#',
  '..',
  '%',
  '\\',
  ' ',
  '?',
  '/',
  ':',
  '\n',
  'http://',
];

interface Asked extends Answered {
  readonly path: string;
}

interface Told {
  readonly answer: Result<unknown, UpstreamFailure>;
  readonly hosts: readonly string[];
  /** Milliseconds that were waited. */
  readonly waited: number;
}

const bodies = [...graphAnswers.principal, ...graphAnswers.users, ...graphAnswers.secrets];
const statuses = [
  200, 200, 200, 201, 202, 204, 206, 302, 304, 400, 401, 404, 409, 423, 429, 500, 503, 504, 599,
];
/** Statuses that cannot have a body. */
const bare = [204, 205, 304];

/** Whatever comes back from Graph's address, over the client as it is shipped. */
const client: Parser<Asked, Told> = {
  name: 'graph-client',
  draw(source) {
    const path = source.chance(0.8) ? source.oneOf(paths) : mutated(source, source.oneOf(paths), pathPieces);
    const asked = { path: path.startsWith('/') ? path : `/${path}` };
    const status = source.oneOf(statuses);
    // What Graph's refusals mean is the business of `graph-error`.
    if (source.chance(0.2)) return { ...answered(source), status, ...asked };
    const body = mutatedDocument(source, source.oneOf(bodies), pathPieces);
    const waits = ['0', '3', '60', 'Mon, 23 Nov 2026 08:00:30 GMT', 'soon'];
    const date = source.oneOf(['Mon, 23 Nov 2026 08:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', '+012345']);
    return { status, headers: { date, 'retry-after': source.oneOf(waits) }, body, ...asked };
  },
  async run({ status, headers, body, token, path }) {
    let clock = 0;
    const hosts: string[] = [];
    const shown = Object.entries(headers).filter(([, value]) => !/[^\x20-\x7E]/.test(value));
    const graph = graphClient({
      host,
      fetch: guardFetch(
        (input) => {
          hosts.push(new URL(input instanceof Request ? input.url : input).host);
          return Promise.resolve(
            new Response(bare.includes(status) ? null : body, { status, headers: shown }),
          );
        },
        [host],
        within,
      ),
      accessToken: () => Promise.resolve('made-up'),
      machineTime: () => clock,
      pause: (milliseconds) => {
        clock += milliseconds;
        return Promise.resolve();
      },
      random: () => 0.5,
    });
    const secret = token === undefined ? {} : { secret: secretOf(token) };
    return {
      answer: await graph({ method: 'get', path, within, repeatable: true, ...secret }),
      hosts,
      waited: clock,
    };
  },
  wrong({ answer, hosts, waited }, { status, body }) {
    if (hosts.length > 3 || hosts.some((one) => one !== host)) return 'asked somebody else, or too often';
    if (!(waited <= within)) return 'waited longer than a call has';
    if (!answer.ok) return wrongFailure(answer.failure);
    if (status === 204) return answer.value === undefined ? undefined : 'made an answer out of nothing';
    if (status < 200 || status > 299) return 'took a refusal for a success';
    return body.length > 20_000 || JSON.stringify(answer.value) === JSON.stringify(read(received(body)))
      ? undefined
      : 'read another document';
  },
  told: ({ answer }, { token }) => (answer.ok || token === undefined ? '' : JSON.stringify(answer.failure)),
  *smaller(input) {
    for (const body of smallerDocuments(input.body)) yield { ...input, body };
  },
  sizeOf: ({ body }) => body.length,
};

/** As it comes over the wire: in UTF-8, without a mark at its beginning. */
const received = (body: string): string =>
  Buffer.from(body)
    .toString()
    .replace(/^\uFEFF/, '');

export const graphClients = [client] as const;
