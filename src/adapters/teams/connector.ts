import type { Activity } from 'botbuilder';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { Claim } from '../../ports/channel.ts';
import { waitUntil, type Fetch } from '../network.ts';
import { creating, readingChannels, readingMembers, readingTeam, sending } from './counting.ts';
import { oneByOne } from './one-by-one.ts';
import type { Call, Pacer } from './pacer.ts';
import {
  meaningOf,
  neverLeft,
  readPosted,
  readRetryAfter,
  type Posted,
  type Unsent,
} from './teams-answer.ts';

export interface ConnectorOptions {
  /** Has to let a call last as long as `longestCall`. */
  readonly fetch: Fetch;
  readonly accessToken: () => Promise<string>;
  readonly pacer: Pick<Pacer, 'turn' | 'hold' | 'comeAgainIn'>;
  /** Epoch milliseconds, for a `Retry-After` that is a date. */
  readonly machineTime: () => number;
  /** Milliseconds until a call is given up, counted from its turn. */
  readonly within: number;
  /** Milliseconds until no late answer is expected any more, counted from its turn. Default: `longestCall`. */
  readonly longest?: number;
  /** A signal that aborts after so many milliseconds. Default: the machine's. */
  readonly timeout?: (milliseconds: number) => AbortSignal;
}

/** Milliseconds: nobody waits for it any more, but a late answer tells where the message stands. */
export const longestCall = 60_000;
/** Milliseconds that a call waits for its turn when it can come again as well. */
const waitsAtMost = 5_000;
/** Milliseconds; less than the 15 seconds of a call together with `within`. */
const signInWithin = 3_000;

interface Write {
  readonly serviceUrl: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly counts: Call;
  /** Whether it can come again later when its turn is far away. */
  readonly canWait: boolean;
  readonly claim?: Claim | undefined;
}

/**
 * The Bot Connector service's REST API as far as Scimitar needs it, each call once and in its turn. The SDK's own
 * client repeats a POST after a 5xx, which may post a message twice, and never gives up on one that hangs; both are
 * decided here instead. Writes to one conversation go one after the other: Teams answers 412 to those that overlap.
 */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #timeout: (milliseconds: number) => AbortSignal;
  readonly #inTurn = oneByOne();

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#timeout = options.timeout ?? ((milliseconds) => AbortSignal.timeout(milliseconds));
  }

  /** `where`: the channel, or the person, with whom the conversation is. */
  createConversation(
    serviceUrl: string,
    where: string,
    parameters: Readonly<Record<string, unknown>>,
    claim?: Claim,
  ): Promise<Result<Posted, Unsent>> {
    const counts = creating(where);
    return this.#write(where, {
      serviceUrl,
      method: 'POST',
      path: 'v3/conversations',
      body: parameters,
      counts,
      canWait: claim !== undefined,
      claim,
    });
  }

  send(
    serviceUrl: string,
    conversation: string,
    activity: Partial<Activity>,
    claim?: Claim,
  ): Promise<Result<Posted, Unsent>> {
    const path = `v3/conversations/${encodeURIComponent(conversation)}/activities`;
    const counts = sending(conversation, activity);
    const canWait = claim !== undefined;
    return this.#write(conversation, {
      serviceUrl,
      method: 'POST',
      path,
      body: activity,
      counts,
      canWait,
      claim,
    });
  }

  reply(
    serviceUrl: string,
    conversation: string,
    to: string,
    activity: Partial<Activity>,
  ): Promise<Result<Posted, Unsent>> {
    const path = activityPath(conversation, to);
    const counts = sending(conversation, activity);
    return this.#write(conversation, {
      serviceUrl,
      method: 'POST',
      path,
      body: activity,
      counts,
      canWait: false,
    });
  }

  update(
    serviceUrl: string,
    conversation: string,
    id: string,
    activity: Partial<Activity>,
  ): Promise<Result<Posted, Unsent>> {
    const path = activityPath(conversation, id);
    const counts = sending(conversation, activity);
    return this.#write(conversation, {
      serviceUrl,
      method: 'PUT',
      path,
      body: activity,
      counts,
      canWait: true,
    });
  }

  delete(serviceUrl: string, conversation: string, id: string): Promise<Result<Posted, Unsent>> {
    const path = activityPath(conversation, id);
    const counts = sending(conversation);
    return this.#write(conversation, { serviceUrl, method: 'DELETE', path, counts, canWait: true });
  }

  /** Reads give parsed JSON; undefined when it cannot be had within so many milliseconds, waiting included. */
  team(serviceUrl: string, team: string, within: number): Promise<unknown> {
    return this.#read(serviceUrl, `v3/teams/${encodeURIComponent(team)}`, readingTeam(team), within);
  }

  channels(serviceUrl: string, team: string, within: number): Promise<unknown> {
    const path = `v3/teams/${encodeURIComponent(team)}/conversations`;
    return this.#read(serviceUrl, path, readingChannels(team), within);
  }

  /** `member`: Teams' own id, or Entra's object id. */
  member(serviceUrl: string, conversation: string, member: string, within: number): Promise<unknown> {
    const path = `v3/conversations/${encodeURIComponent(conversation)}/members/${encodeURIComponent(member)}`;
    return this.#read(serviceUrl, path, readingMembers(conversation), within);
  }

  async #read(serviceUrl: string, path: string, counts: Call, within: number): Promise<unknown> {
    const { accessToken, pacer, fetch } = this.#options;
    const signal = this.#timeout(within);
    try {
      const authorization = `Bearer ${await waitUntil(signal, accessToken())}`;
      await waitUntil(signal, pacer.turn(counts, signal));
      const answer = await fetch(addressOf(serviceUrl, path), { headers: { authorization }, signal });
      this.#heed(answer, counts);
      const text = await answer.text();
      return answer.ok ? (JSON.parse(text) as unknown) : undefined;
    } catch {
      return undefined;
    }
  }

  async #write(conversation: string, write: Write): Promise<Result<Posted, Unsent>> {
    const { pacer, within, longest = longestCall } = this.#options;
    return this.#inTurn(conversation, async () => {
      // Before the turn as well: calls that waited for a token after it would leave together.
      const again = write.canWait ? pacer.comeAgainIn(write.counts, waitsAtMost) : undefined;
      if (again !== undefined) return failed({ why: 'try-later', retryAfter: again });
      const early = await this.#signIn(this.#timeout(Math.min(signInWithin, within)));
      if (early === undefined) return failed({ why: 'try-later' });
      await pacer.turn(write.counts);
      const patience = this.#timeout(within);
      const authorization = await this.#signIn(patience);
      if (authorization === undefined) return failed({ why: 'try-later' });
      if (write.claim !== undefined && !(await write.claim())) return failed({ why: 'unclaimed' });
      if (write.method !== 'POST') return this.#send(write, authorization, patience);
      // A post that is given up goes on: only its late answer tells where the message stands.
      const answer = this.#send(write, authorization, this.#timeout(longest));
      const late = answer.then((came) => (came.ok ? came.value : undefined));
      return waitUntil(patience, answer).catch(() => failed({ why: 'unsure', late }));
    });
  }

  async #signIn(signal: AbortSignal): Promise<string | undefined> {
    try {
      return `Bearer ${await waitUntil(signal, this.#options.accessToken())}`;
    } catch {
      return undefined;
    }
  }

  /** Never rejects. */
  async #send(
    { serviceUrl, method, path, body, counts }: Write,
    authorization: string,
    signal: AbortSignal,
  ): Promise<Result<Posted, Unsent>> {
    try {
      const answer = await this.#options.fetch(addressOf(serviceUrl, path), {
        method,
        headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const retryAfter = this.#heed(answer, counts);
      const text = await answer.text().catch(() => undefined);
      // What is not there any more is taken away.
      const isDone = answer.ok || (method === 'DELETE' && answer.status === 404);
      if (isDone) return text === undefined ? failed({ why: 'unsure' }) : ok(readPosted(text));
      const why = meaningOf(answer.status, method !== 'POST');
      return failed({ why, ...(retryAfter === undefined ? {} : { retryAfter }) });
    } catch (error) {
      return failed({ why: neverLeft(error) ? 'try-later' : 'unsure' });
    }
  }

  /** Holds the thread back when Teams throttles. Gives the milliseconds that Teams asks to wait. */
  #heed({ status, headers }: Response, counts: Call): number | undefined {
    if (status !== 429 && status !== 503) return undefined;
    const retryAfter = readRetryAfter(headers.get('retry-after'), this.#options.machineTime());
    if (status === 429 && retryAfter !== undefined) this.#options.pacer.hold(counts, retryAfter);
    return retryAfter;
  }
}

const addressOf = (serviceUrl: string, path: string): string => `${serviceUrl.replace(/\/$/, '')}/${path}`;

const activityPath = (conversation: string, id: string): string =>
  `v3/conversations/${encodeURIComponent(conversation)}/activities/${encodeURIComponent(id)}`;
