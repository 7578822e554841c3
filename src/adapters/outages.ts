import type { Log } from '../ports/ports.ts';
import type { Fetch } from './network.ts';

/** Tells the log when something outside cannot be had, and when it can again: once each, however often it is tried. */
export class Outages {
  readonly #log: Log;
  readonly #why = new Map<string, string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The same fetch. `network.failed` is told by host, and not when the caller has given up waiting. */
  watch(fetch: Fetch): Fetch {
    return async (input, init) => {
      const { host } = new URL(input instanceof Request ? input.url : input);
      try {
        const answer = await fetch(input, init);
        this.#over('network', host);
        return answer;
      } catch (error) {
        if (init?.signal?.aborted !== true) this.#begin('network', host, whyOf(error));
        throw error;
      }
    };
  }

  /** The same way to an access token for a host. `identity.failed` is told, also when it takes too long. */
  watchSignIn(host: string, signIn: () => Promise<string>): () => Promise<string> {
    return async () => {
      try {
        const token = await signIn();
        this.#over('identity', host);
        return token;
      } catch (error) {
        this.#begin('identity', host, whyOf(error));
        throw error;
      }
    };
  }

  #begin(what: 'network' | 'identity', host: string, why: string): void {
    const key = `${what} ${host}`;
    if (this.#why.get(key) === why) return;
    this.#why.set(key, why);
    this.#log.error(`${what}.failed`, { host, why });
  }

  #over(what: 'network' | 'identity', host: string): void {
    if (this.#why.delete(`${what} ${host}`)) this.#log.info(`${what}.restored`, { host });
  }
}

/**
 * Why, in a word of a closed form: Entra's number, a code of the system's, MSAL's word for a connection that failed, or
 * the error's name. Never a text: it might quote anything.
 */
export function whyOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const named = /\bAADSTS\d{4,9}\b|\bnetwork_error\b/.exec(cause.message)?.[0];
    if (named !== undefined) return named;
    const code: unknown = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string' && /^[A-Z][A-Z_]{2,60}$/.test(code)) return code;
  }
  return error instanceof Error ? error.name : 'unknown';
}
