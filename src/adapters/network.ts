export type Fetch = typeof globalThis.fetch;

/**
 * The only way out: https to the listed hosts, no redirects, and an end to every call. A call to any other address
 * throws before a socket is opened.
 */
export function guardFetch(fetch: Fetch, hosts: readonly string[], longestMilliseconds: number): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'https:' || !hosts.includes(url.host))
      throw new Error(`calls to ${url.host} are not allowed`);
    const limit = AbortSignal.timeout(longestMilliseconds);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    return fetch(input, {
      ...init,
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  };
}

/** Waits for the work no longer than the signal says; what becomes of it afterwards is dropped. */
export function waitUntil<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(new DOMException('The time is over.', 'TimeoutError'));
    };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  });
}
