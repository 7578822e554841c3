import type { Activity, ConversationParameters } from 'botbuilder';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { ChannelFailure } from '../../ports.ts';
import { waitUntil, type Fetch } from '../network.ts';

/** What the Bot Connector service answers to a created conversation or a sent activity. */
export interface Posted {
  readonly id: string;
  readonly activityId?: string;
}

export interface ConnectorOptions {
  readonly fetch: Fetch;
  readonly accessToken: () => Promise<string>;
  /** Milliseconds until a call is given up. */
  readonly within: number;
}

/**
 * The Bot Connector service's REST API, the five calls that Scimitar makes. The SDK's own client repeats a POST after
 * a 5xx, which may post a message twice, and never gives up on one that hangs; both are decided here instead.
 */
export class Connector {
  readonly #options: ConnectorOptions;

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  createConversation(
    serviceUrl: string,
    parameters: Partial<ConversationParameters>,
  ): Promise<Result<Posted, ChannelFailure>> {
    return this.#call(serviceUrl, 'POST', 'v3/conversations', parameters);
  }

  send(
    serviceUrl: string,
    conversation: string,
    activity: Partial<Activity>,
  ): Promise<Result<Posted, ChannelFailure>> {
    return this.#call(
      serviceUrl,
      'POST',
      `v3/conversations/${encodeURIComponent(conversation)}/activities`,
      activity,
    );
  }

  reply(
    serviceUrl: string,
    conversation: string,
    to: string,
    activity: Partial<Activity>,
  ): Promise<Result<Posted, ChannelFailure>> {
    return this.#call(serviceUrl, 'POST', activityPath(conversation, to), activity);
  }

  update(
    serviceUrl: string,
    conversation: string,
    id: string,
    activity: Partial<Activity>,
  ): Promise<Result<Posted, ChannelFailure>> {
    return this.#call(serviceUrl, 'PUT', activityPath(conversation, id), activity);
  }

  delete(serviceUrl: string, conversation: string, id: string): Promise<Result<Posted, ChannelFailure>> {
    return this.#call(serviceUrl, 'DELETE', activityPath(conversation, id));
  }

  /** A GET of a team, its channels or a member, as parsed JSON; undefined when it cannot be had in time. */
  async read(serviceUrl: string, path: string, within: number): Promise<unknown> {
    const signal = AbortSignal.timeout(within);
    try {
      const authorization = `Bearer ${await waitUntil(signal, this.#options.accessToken())}`;
      const answer = await this.#options.fetch(addressOf(serviceUrl, path), {
        headers: { authorization },
        signal,
      });
      return answer.ok ? await answer.json() : undefined;
    } catch {
      return undefined;
    }
  }

  async #call(
    serviceUrl: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Result<Posted, ChannelFailure>> {
    const signal = AbortSignal.timeout(this.#options.within);
    let authorization: string;
    try {
      authorization = `Bearer ${await waitUntil(signal, this.#options.accessToken())}`;
    } catch {
      return failed('try-later');
    }
    try {
      const answer = await this.#options.fetch(addressOf(serviceUrl, path), {
        method,
        headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return answer.ok ? ok(postedOf(text)) : failed(meaningOf(answer.status));
    } catch {
      // Refused connections never reached Teams, but they cannot be told apart from answers that got lost.
      return failed('unsure');
    }
  }
}

const addressOf = (serviceUrl: string, path: string): string => `${serviceUrl.replace(/\/$/, '')}/${path}`;

const activityPath = (conversation: string, id: string): string =>
  `v3/conversations/${encodeURIComponent(conversation)}/activities/${encodeURIComponent(id)}`;

function postedOf(text: string): Posted {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null) return { id: '' };
    const id = 'id' in answer && typeof answer.id === 'string' ? answer.id : '';
    return 'activityId' in answer && typeof answer.activityId === 'string'
      ? { id, activityId: answer.activityId }
      : { id };
  } catch {
    return { id: '' };
  }
}

/** Teams: 429 and 412 are refused before anything is posted; a 5xx may come after it. */
function meaningOf(status: number): ChannelFailure {
  if (status === 429 || status === 412 || status === 401) return 'try-later';
  if (status === 403 || status === 404) return 'gone';
  return status >= 500 ? 'unsure' : 'rejected';
}
