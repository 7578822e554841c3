import { hours, minutes, seconds } from '../../src/domain/calendar.ts';
import { hosts } from '../../sandbox/seed.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** What may strike at any point of any step. */
export const faults = [
  'SIGKILL',
  'SIGTERM',
  'timeout without effect',
  'timeout with effect',
  'reset',
  '429',
  '500',
  '502, 503 or 504',
  '401',
  '403',
  '404',
  'malformed or huge body',
  'slow body',
  'store write fails',
  'lease lost',
  'clock jump',
  'duplicate invoke',
  'deploy',
] as const;
export type Fault = (typeof faults)[number];

/** Those that an outside call meets in place of its answer. */
export type CallFault = Extract<
  Fault,
  | 'timeout without effect'
  | 'timeout with effect'
  | 'reset'
  | '429'
  | '500'
  | '502, 503 or 504'
  | '401'
  | '403'
  | '404'
  | 'malformed or huge body'
  | 'slow body'
>;

/** How long whatever lasts for a while lasts, in milliseconds. */
export const lasting = {
  /** Of a call that hangs; no call of the bot waits that long. */
  hanging: seconds(60),
  /** Of a store that takes no writes, or an upstream that fails. */
  failing: seconds(45),
  /** Of a process that stands still. */
  pause: minutes(3),
  jump: hours(5),
  jumped: minutes(30),
} as const;

/** How long a call hangs, and whether its caller is gone by then. Graph's callers have limits that know no virtual time. */
export interface Hang {
  readonly lasts: number;
  readonly isGivenUp: boolean;
}
/** An attempt that is settled waits no longer for Entra's log. */
const logWaits = seconds(4);
export function hangOf({ url }: Request): Hang {
  const { host, pathname } = new URL(url);
  const lasts = pathname.includes('/auditLogs/') ? logWaits : lasting.hanging;
  return { lasts, isGivenUp: host === hosts.graph };
}

const refusal = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json({ error: { code, message: 'No.', innerError: {} } }, { status, headers });

const gateways = [502, 503, 504];
const huge = 'x'.repeat(1_000_000);

/**
 * What a call meets. `pass` lets it through to the service. `turn` counts the calls that met a fault, and chooses among
 * its forms.
 */
export async function meet(
  fault: CallFault,
  pass: () => Promise<Response>,
  clock: VirtualClock,
  turn: number,
  hang: Hang,
): Promise<Response> {
  switch (fault) {
    case 'timeout without effect':
      await clock.pause(hang.lasts);
      throw new TypeError('fetch failed');
    case 'timeout with effect':
      await pass();
      await clock.pause(hang.lasts);
      throw new TypeError('fetch failed');
    case 'reset':
      // Half of the connections break after the service has done its part.
      if (turn % 2 === 1) await pass();
      throw new TypeError('fetch failed');
    case '429':
      return refusal(429, 'TooManyRequests', { 'retry-after': '2' });
    case '500':
      return refusal(500, 'InternalServerError');
    case '502, 503 or 504':
      return new Response('<h1>Bad gateway</h1>', { status: gateways[turn % gateways.length] ?? 502 });
    case '401':
      return refusal(401, 'UnknownError');
    case '403':
      return refusal(403, 'Authorization_RequestDenied');
    case '404':
      return refusal(404, 'Request_ResourceNotFound');
    case 'malformed or huge body':
      await pass();
      return turn % 2 === 0
        ? new Response('{"value":[{"key":', { headers: { 'content-type': 'application/json' } })
        : new Response(huge, { headers: { 'content-type': 'text/html' } });
    case 'slow body': {
      const answer = await pass();
      await clock.pause(hang.lasts);
      if (hang.isGivenUp) throw new TypeError('fetch failed');
      return answer;
    }
  }
}

export const isCallFault = (fault: Fault): fault is CallFault =>
  ![
    'SIGKILL',
    'SIGTERM',
    'store write fails',
    'lease lost',
    'clock jump',
    'duplicate invoke',
    'deploy',
  ].includes(fault);
