import assert from 'node:assert/strict';
import { after } from 'node:test';
import { WorldClock } from '../../sandbox/clock.ts';
import { issueAppToken } from '../../sandbox/entra/app-token.ts';
import { startCloud, type CloudOptions } from '../../sandbox/entra/cloud.ts';
import { noFaults } from '../../sandbox/entra/faults.ts';
import type { Exchange } from '../../sandbox/network.ts';
import type { Faults } from '../../sandbox/page-api.ts';
import { bot, servicePrincipals } from '../../sandbox/seed.ts';

export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

interface CallOptions extends RequestInit {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The simulated cloud with Apple School Manager at hand, and a caller with the bot's token. Closed after the file's tests. */
export async function graphWorld(options: Partial<CloudOptions> = {}) {
  const faults: { current: Faults } = { current: noFaults };
  const seen: Exchange[] = [];
  const clock = new WorldClock(Date.parse('2026-11-23T08:00:00Z'));
  const cloud = await startCloud({ clock, faults: () => faults.current, ...options }, (exchange) => {
    seen.push(exchange);
  });
  after(() => cloud.network.close());
  const school = cloud.tenant.servicePrincipals.get(servicePrincipals.appleSchool.id);
  const job = school?.jobs[0];
  assert.ok(school && job);

  const call = async (path: string, init: CallOptions = {}, token?: string): Promise<GraphAnswer> => {
    const bearer = token ?? (await issueAppToken(cloud.tenant, bot.appId, 'https://graph.microsoft.com'));
    const response = await cloud.network.fetch(`https://graph.microsoft.com/v1.0${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${bearer}` },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const send = (method: 'POST' | 'PUT', path: string, body?: unknown): Promise<GraphAnswer> =>
    call(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  const root = `/servicePrincipals/${school.id}/synchronization`;
  return {
    ...cloud,
    clock,
    faults,
    seen,
    school,
    job,
    root,
    call,
    send,
    validate: (body: unknown) => send('POST', `${root}/jobs/${job.id}/validateCredentials`, body),
    save: (value: readonly { readonly key: string; readonly value: string }[]) =>
      send('PUT', `${root}/secrets`, { value }),
  };
}

/** `field(body, 'error', 'code')`, `field(body, 'value', 0, 'id')`: what lies there, or undefined. */
export const field = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[name] : undefined,
    value,
  );

/** The error document that the synchronization service hides inside `message`. */
export const innerError = (body: unknown): unknown => {
  const message = field(body, 'error', 'message');
  return field(typeof message === 'string' ? JSON.parse(message) : undefined, 'error');
};
