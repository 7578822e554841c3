import { setTimeout as pause } from 'node:timers/promises';
import { Connector, type ConnectorOptions } from '../../src/adapters/teams/connector.ts';
import { Pacer } from '../../src/adapters/teams/pacer.ts';

/** What the machine's clock shows to every connector of these tests. */
export const now = Date.parse('2026-11-23T09:00:00Z');
export const serviceUrl = 'https://smba.trafficmanager.net/emea/';
export const message = { type: 'message', text: 'hello' };

/** A connector with a token of its own, in its turn, and with two seconds for every call; all unless told otherwise. */
export function connectorOf(options: Pick<ConnectorOptions, 'fetch'> & Partial<ConnectorOptions>): Connector {
  return new Connector({
    accessToken: () => Promise.resolve('the-bot-s-own'),
    pacer: new Pacer({ now: Date.now, pause: (milliseconds) => pause(milliseconds) }),
    machineTime: () => now,
    within: 2_000,
    ...options,
  });
}
