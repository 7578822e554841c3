import { once } from 'node:events';
import type { Fetch } from '../../src/adapters/network.ts';

export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly body: string;
}

/**
 * `request`: it is lost on the way there. `answer`: it is done, and nobody hears of it. `silence`: it is taken, and the caller
 * has to give up. A response is given in place of the service's.
 */
export type Fault = 'request' | 'answer' | 'silence' | Response;

/** The way to a service, with faults on it, a clock that stands still, and waits that take no time. */
export class Way {
  readonly asked: Asked[] = [];
  readonly waits: number[] = [];
  /** Epoch milliseconds. */
  now = Date.UTC(2026, 10, 23, 8);
  /** What each request meets. */
  meet: (asked: Asked) => Fault | undefined | Promise<Fault | undefined> = () => undefined;

  /** What happens while somebody waits. */
  meanwhile: () => Promise<void> = () => Promise.resolve();

  /** What a table is opened with. */
  readonly options = {
    machineTime: (): number => this.now,
    pause: (milliseconds: number): Promise<void> => {
      this.waits.push(milliseconds);
      this.now += milliseconds;
      return this.meanwhile();
    },
    fetch: (...[input, init]: Parameters<Fetch>): Promise<Response> => this.#send(input, init),
  };

  /** The next requests of that sort meet these faults, and those after them none. */
  meetOnce(isMet: (asked: Asked) => boolean, ...faults: readonly (Fault | undefined)[]): void {
    const left = [...faults];
    this.meet = (asked) => (isMet(asked) ? left.shift() : undefined);
  }

  async #send(...[input, init]: Parameters<Fetch>): Promise<Response> {
    const url = input instanceof Request ? input.url : input.toString();
    const body = typeof init?.body === 'string' ? init.body : '';
    const asked = { method: init?.method ?? 'GET', url, body };
    this.asked.push(asked);
    const fault = await this.meet(asked);
    if (fault instanceof Response) return fault;
    if (fault === 'request') throw lost();
    if (fault === 'silence') {
      const began = performance.now();
      if (init?.signal) await once(init.signal, 'abort');
      this.now += performance.now() - began;
      throw lost();
    }
    const answer = await fetch(input, init);
    if (fault === undefined) return answer;
    await answer.arrayBuffer();
    throw lost();
  }
}

const lost = (): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('gone'), { code: 'ECONNRESET' }) });

/** A transaction on documents. */
export const isCommit = ({ url, body }: Asked): boolean =>
  url.endsWith('$batch') && !body.includes('!!due-at');
/** A transaction on the index of what is due. */
export const isEntry = ({ url, body }: Asked): boolean => url.endsWith('$batch') && body.includes('!!due-at');

export const busy = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: code } } }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
