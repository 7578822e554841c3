import { decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import type { Activity } from 'botbuilder';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { ReadBody, Unread } from '../server.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Why a request was turned away: for the log only. The caller learns nothing but 401. */
export type Refusal =
  | 'no-token'
  | 'bad-token'
  | Unread
  | 'not-json'
  | 'other-channel'
  | 'service-url'
  | 'other-tenant'
  | 'malformed';

export interface FrontDoorOptions {
  readonly botId: string;
  readonly tenant: string;
  readonly keys: SigningKeys;
  /** The Bot Connector service of the cloud, as it names itself in its tokens. */
  readonly issuer: string;
  /** Hosts that Teams may name as `serviceUrl`. */
  readonly connectors: readonly string[];
  /** Epoch milliseconds, for `exp` and `nbf`. */
  readonly now: () => number;
}

const channel = 'msteams';
/** Seconds that Microsoft's clock and ours may differ. */
const skew = 300;
/** Seconds. The Bot Connector service's tokens live an hour; one that is good for longer than a day is not its own. */
const longestLife = 24 * 3600;

/**
 * Admits what Teams sends and nothing else: a token of the Bot Connector service for this bot, signed by a key that
 * speaks for Teams, whose `serviceurl` is the activity's and one of Microsoft's hosts, from the one tenant. botbuilder
 * itself would also take any Entra token of the bot's own app ("emulator" path) and activities without a serviceUrl;
 * none of them gets here. The body is read and parsed only after the token has been verified.
 */
export function frontDoor(
  options: FrontDoorOptions,
): (authorization: string | undefined, readBody: ReadBody) => Promise<Result<Activity, Refusal>> {
  return async (authorization, readBody) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) return failed('no-token');
    const serviceUrl = await verifiedServiceUrl(options, token);
    if (serviceUrl === undefined) return failed('bad-token');
    const body = await readBody();
    return body.ok ? readActivity(options, serviceUrl, body.value) : body;
  };
}

/** Reads a body once the caller's token has been verified; `serviceUrl` is the one that the token names. */
export function readActivity(
  { tenant, connectors }: Pick<FrontDoorOptions, 'tenant' | 'connectors'>,
  serviceUrl: string,
  body: string,
): Result<Activity, Refusal> {
  const activity = parseActivity(body);
  if (activity === undefined) return failed('not-json');
  if (activity.channelId !== channel) return failed('other-channel');
  if (activity.serviceUrl !== serviceUrl || !isConnector(serviceUrl, connectors))
    return failed('service-url');
  if (!isComplete(activity)) return failed('malformed');
  return tenantsOf(activity).every((named) => named === tenant) ? ok(activity) : failed('other-tenant');
}

async function verifiedServiceUrl(
  { keys, botId, issuer, now }: FrontDoorOptions,
  token: string,
): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys.keyFor, {
      algorithms: ['RS256'],
      issuer,
      audience: botId,
      clockTolerance: skew,
      currentDate: new Date(now()),
      requiredClaims: ['exp', 'serviceurl'],
    });
    // A token for several audiences is not one that the Bot Connector service makes.
    if (payload.aud !== botId || !isOfItsTime(payload, now() / 1000)) return undefined;
    const endorsed = keys.endorsements(decodeProtectedHeader(token).kid);
    if (endorsed !== undefined && !endorsed.includes(channel)) return undefined;
    return typeof payload['serviceurl'] === 'string' ? payload['serviceurl'] : undefined;
  } catch {
    return undefined;
  }
}

/** What jose does not look at: an end far ahead, and a beginning that has not come. */
const isOfItsTime = ({ exp = Number.POSITIVE_INFINITY, iat = 0 }: JWTPayload, now: number): boolean =>
  exp <= now + longestLife + skew && iat <= now + skew;

/** Activities and their cards are some twenty deep: what is far deeper was made to keep its reader busy. */
const deepest = 100;

function nestsTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      if (++depth > deepest) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}

function parseActivity(body: string): Activity | undefined {
  if (nestsTooDeep(body)) return undefined;
  try {
    const activity: unknown = JSON.parse(body);
    return typeof activity === 'object' && activity !== null && !Array.isArray(activity)
      ? (activity as Activity)
      : undefined;
  } catch {
    return undefined;
  }
}

function isConnector(serviceUrl: string, connectors: readonly string[]): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  return (
    url.protocol === 'https:' && connectors.includes(url.host) && url.username === '' && url.password === ''
  );
}

/** What the bot relies on without looking again. */
function isComplete(activity: Partial<Activity>): boolean {
  const named = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    value.id !== '';
  return (
    typeof activity.type === 'string' &&
    named(activity.from) &&
    named(activity.recipient) &&
    named(activity.conversation) &&
    ['string', 'undefined'].includes(typeof (activity.text ?? undefined))
  );
}

/** Every place where Teams names the tenant; at least one is always there. */
function tenantsOf(activity: Activity): readonly string[] {
  const data = activity.channelData as { readonly tenant?: { readonly id?: unknown } } | undefined | null;
  const named = [activity.conversation.tenantId, data?.tenant?.id].filter(
    (id) => id !== undefined && id !== null,
  );
  return named.length === 0
    ? ['none']
    : named.map((id) => (typeof id === 'string' ? id.toLowerCase() : 'none'));
}
