import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from '../page-api.ts';
import { forbidden, refuse, type GraphContext } from './answers.ts';

/** Seconds in the Retry-After of a throttled answer. */
export const retryAfter = 2;

/** What Graph answers under this fault; undefined when it works. `timeout` answers nothing until the client has gone away. */
export async function faultyAnswer(
  context: GraphContext,
  fault: Faults['graph'],
): Promise<Response | undefined> {
  switch (fault) {
    case 'none':
      return undefined;
    case '429':
      context.header('retry-after', String(retryAfter));
      return refuse(context, 429, 'TooManyRequests', 'Too many requests');
    case '500':
      return refuse(context, 500, 'InternalServerError', 'The service failed.');
    case '403':
      return forbidden(context);
    case 'timeout':
      await clientGone(context.req.raw.signal);
      return refuse(context, 504, 'GatewayTimeout', '');
    case 'html':
      return context.html(
        '<!doctype html><title>Bad Gateway</title><h1>Our services are not available</h1>',
        502,
      );
  }
}

/** Waits in the machine's time, and stops when the client has gone away. */
export async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await wait(milliseconds, undefined, { signal });
}

const clientGone = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
