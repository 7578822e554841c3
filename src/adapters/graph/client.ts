import {
  AuthenticationHandler,
  Client,
  ResponseType,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client';
import type { Moment } from '../../domain/calendar.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { Secret } from '../../domain/secret.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import { waitUntil, type Fetch } from '../network.ts';
import { understandAnswer, understandSilence, type Refusal } from './errors.ts';
import { retryAfterOf, waitBefore } from '../retry.ts';
import { moment } from './shapes.ts';

export interface GraphCall {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number>>;
  /** The whole call, waiting and repeating included, ends within this many milliseconds. */
  readonly within: number;
  /**
   * Whether doing it twice does no harm: only then is it repeated after an answer that may pass. `never`: whoever asks
   * comes again by itself.
   */
  readonly repeatable: boolean | 'never';
  /** Scrubbed from whatever the upstream says. */
  readonly secret?: Secret;
  /** Told of the moment at which Graph answered, by its own clock. */
  readonly heardAt?: (at: Moment) => void;
}

export type Graph = (call: GraphCall) => Promise<Result<unknown, UpstreamFailure>>;

const tries = 3;

export interface GraphOptions {
  /** The host that Graph has in this cloud. */
  readonly host: string;
  readonly fetch: Fetch;
  readonly accessToken: () => Promise<string>;
  readonly machineTime: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From 0 to below 1: spreads the waits, so that many callers do not come back at once. */
  readonly random?: () => number;
}

/**
 * Microsoft's Graph SDK with its last middleware replaced: every request leaves through the guarded fetch. The answer is
 * read here, since the SDK drops the words of whatever is not JSON.
 */
export function graphClient({
  host,
  fetch,
  accessToken,
  machineTime,
  pause,
  random = Math.random,
}: GraphOptions): Graph {
  const authentication = new AuthenticationHandler({ getAccessToken: accessToken });
  const send: Middleware = {
    execute: async (context: Context) => {
      // The SDK's own type for this is a browser's.
      context.response = await fetch(context.request as string | Request, context.options);
    },
  };
  authentication.setNext(send);
  const client = Client.initWithMiddleware({
    baseUrl: `https://${host}/`,
    customHosts: new Set([host]),
    middleware: authentication,
  });

  const once = async (call: GraphCall, until: number): Promise<Result<unknown, Told>> => {
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(until - machineTime())));
    const request = client.api(call.path).options({ signal }).responseType(ResponseType.RAW);
    if (call.query !== undefined) request.query({ ...call.query });
    try {
      // Signing in belongs to the call and knows no signal.
      const sent = call.method === 'get' ? request.get() : request[call.method](call.body);
      const response = (await waitUntil(signal, sent as Promise<unknown>)) as Response;
      const at = moment(response.headers.get('date'));
      if (at !== undefined) call.heardAt?.(at);
      return await waitUntil(signal, read(response, call.secret));
    } catch (error) {
      return failed(understandSilence(error));
    }
  };

  return async (call) => {
    const until = machineTime() + call.within;
    for (let asked = 1; ; asked++) {
      const answer = await once(call, until);
      if (answer.ok) return answer;
      const { failure, again, refused, retryAfter } = answer.failure;
      const harmless = call.repeatable !== 'never' && (call.repeatable || refused === true);
      if (again === undefined || !harmless || asked >= (again === 'once' ? 2 : tries)) return failed(failure);
      const wait = waitBefore(again, asked, retryAfter, random);
      if (machineTime() + wait >= until) return failed(failure);
      await pause(wait);
    }
  };
}

type Told = Refusal & { readonly retryAfter?: number | undefined };

/** What succeeded has a JSON document, or 204 and nothing. Anything else may be a proxy's word and not Graph's. */
async function read(response: Response, secret: Secret | undefined): Promise<Result<unknown, Told>> {
  if (response.status === 204) return ok(undefined);
  const body = response.ok ? await response.text() : await beginningOf(response);
  if (response.ok)
    try {
      return ok(JSON.parse(body));
    } catch {
      // Told like any other answer that cannot be understood.
    }
  const refusal = understandAnswer(response.status, response.headers, body, secret);
  return failed({ ...refusal, retryAfter: retryAfterOf(response.headers) });
}

/** Characters: an error that is longer is not read to its end. */
const longestError = 2_000_000;

async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length >= longestError) break;
  }
  return text;
}
