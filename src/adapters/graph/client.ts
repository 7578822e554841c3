import {
  AuthenticationHandler,
  Client,
  type Context,
  type Middleware,
  type MiddlewareOptions,
} from '@microsoft/microsoft-graph-client';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { Secret } from '../../domain/secret.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import { waitUntil, type Fetch } from '../network.ts';
import { understand } from './errors.ts';

export interface GraphCall {
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number>>;
  /** The whole call, waiting and repeating included, ends within this many milliseconds. */
  readonly within: number;
  /** Whether doing it twice does no harm: only then is it repeated after an answer that may pass. */
  readonly repeatable: boolean;
  /** Scrubbed from whatever the upstream says. */
  readonly secret?: Secret;
  /** Told of the moment at which Graph answered, by its own clock. */
  readonly heardAt?: (epochMilliseconds: number) => void;
}

export type Graph = (call: GraphCall) => Promise<Result<unknown, UpstreamFailure>>;

const passing = new Set([429, 502, 503, 504]);
const tries = 3;

export interface GraphOptions {
  readonly fetch: Fetch;
  readonly accessToken: () => Promise<string>;
  readonly machineTime: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Carries `heardAt` through the SDK to where the answer arrives. */
class Hearing implements MiddlewareOptions {
  readonly heardAt: NonNullable<GraphCall['heardAt']>;
  constructor(heardAt: Hearing['heardAt']) {
    this.heardAt = heardAt;
  }
}

/** Microsoft's Graph SDK with its last middleware replaced: every request leaves through the guarded fetch. */
export function graphClient({ fetch, accessToken, machineTime, pause }: GraphOptions): Graph {
  const authentication = new AuthenticationHandler({ getAccessToken: accessToken });
  const send: Middleware = {
    execute: async (context: Context) => {
      // The SDK's own type for this is a browser's.
      const response = await fetch(context.request as string | Request, context.options);
      context.response = response;
      const at = Date.parse(response.headers.get('date') ?? '');
      const hearing = context.middlewareControl?.getMiddlewareOptions(Hearing);
      if (hearing instanceof Hearing && Number.isFinite(at)) hearing.heardAt(at);
    },
  };
  authentication.setNext(send);
  const client = Client.initWithMiddleware({ middleware: authentication });

  const once = async (
    call: GraphCall,
    until: number,
  ): Promise<Result<unknown, UpstreamFailure & { readonly retryAfter?: number }>> => {
    const signal = AbortSignal.timeout(Math.max(1, until - machineTime()));
    const request = client.api(call.path).options({ signal });
    if (call.query !== undefined) request.query({ ...call.query });
    if (call.heardAt !== undefined) request.middlewareOptions([new Hearing(call.heardAt)]);
    try {
      // Signing in belongs to the call and knows no signal.
      const sent: Promise<unknown> = call.method === 'get' ? request.get() : request[call.method](call.body);
      return ok(await waitUntil(signal, sent));
    } catch (error) {
      return failed(understand(error, call.secret));
    }
  };

  return async (call) => {
    const until = machineTime() + call.within;
    for (let attempt = 1; ; attempt++) {
      const answer = await once(call, until);
      if (answer.ok) return answer;
      const { retryAfter, ...failure } = answer.failure;
      const wait = retryAfter ?? 500 * 2 ** attempt;
      const again =
        call.repeatable &&
        attempt < tries &&
        (passing.has(failure.status) || failure.code === 'no-connection');
      if (!again || machineTime() + wait >= until) return failed(failure);
      await pause(wait);
    }
  };
}
