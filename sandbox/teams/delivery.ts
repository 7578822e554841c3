import { parseJson, textAt, type JsonObject } from './json-object.ts';

/** One activity's way to the bot, for tests and figures. */
export interface Delivery {
  readonly type: string;
  /** Of an invoke. */
  readonly name: string | undefined;
  readonly id: string;
  readonly status: number | 'no answer';
  /** From sending to the end of the answer, in the machine's time. */
  readonly milliseconds: number;
  /** The answer's JSON; `undefined` without a body, or when it is not JSON. */
  readonly answer: unknown;
  readonly hasBody: boolean;
  /** Only on request: what people typed into a dialog must not stay in memory. */
  readonly activity?: JsonObject;
}

export interface Route {
  readonly botEndpoint: string;
  readonly signToken: (serviceUrl: string) => Promise<string>;
  /** Milliseconds after which Teams gives up. */
  readonly patience: number;
}

/** POSTs the activity to the bot as the channel does. Never throws for what the bot does. */
export async function deliver(activity: JsonObject, route: Route): Promise<Delivery> {
  const token = await route.signToken(textAt(activity, 'serviceUrl') ?? '');
  const began = performance.now();
  const { status, body } = await post(activity, token, route);
  return {
    type: textAt(activity, 'type') ?? '',
    name: textAt(activity, 'name'),
    id: textAt(activity, 'id') ?? '',
    status,
    milliseconds: performance.now() - began,
    answer: parseJson(body),
    hasBody: body !== '',
  };
}

export const wasTaken = ({ status }: Delivery): boolean =>
  status !== 'no answer' && status >= 200 && status < 300;

async function post(
  activity: JsonObject,
  token: string,
  { botEndpoint, patience }: Route,
): Promise<{ readonly status: number | 'no answer'; readonly body: string }> {
  try {
    const response = await fetch(botEndpoint, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(patience),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 'no answer', body: '' };
  }
}
