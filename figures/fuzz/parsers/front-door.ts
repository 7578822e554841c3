import type { Activity } from 'botbuilder';
import { bot, hosts, serviceUrl, tenant } from '../../../sandbox/seed.ts';
import { readActivity, type Refusal } from '../../../src/adapters/teams/front-door.ts';
import type { Result } from '../../../src/domain/result.ts';
import { activities } from '../corpus/activities.ts';
import { mutatedDocument, read } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { smallerDocuments } from '../shrink.ts';
import { listed } from '../texts.ts';

export const now = Date.UTC(2026, 10, 23, 8);
export const otherTenant = '11111111-2222-4333-8444-555555555555';
export const activityPieces: readonly string[] = [
  ...listed(
    'msteams MSTEAMS webchat invoke message personal channel guest anonymous user bot skill tenantId 29:1',
  ),
  ...listed('x#EXT#@y 19:x@thread.tacv2 https://evil.example/ https://smba.trafficmanager.net@evil.example/'),
  ...[tenant.id, tenant.id.toUpperCase(), otherTenant, bot.appId, `28:${bot.appId}`, serviceUrl],
];

/** What Teams' token may name as the service URL, the right one first. */
const claimed = [
  serviceUrl,
  'https://evil.example/',
  'http://smba.trafficmanager.net/emea/',
  'https://u:p@smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net:8443/emea/',
  'smba.trafficmanager.net',
  '',
];
type Fields = Readonly<Record<string, unknown>>;
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** Lists and objects inside each other, the activity among them. */
const deepest = 100;

function isDeeperThan(most: number, document: object): boolean {
  let level: readonly object[] = [document];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((value) => Object.values(value).filter(isContainer));
  }
  return false;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether docs/security.md lets an activity in: what it has to say of Teams, of the bot's parties and of the tenant. */
export function mayEnter(body: string, signedFor: string): boolean {
  const document = read(body);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return false;
  if (isDeeperThan(deepest, document)) return false;
  const {
    channelId,
    serviceUrl: named,
    type,
    text,
    from,
    recipient,
    conversation,
    channelData,
  } = document as Fields;
  if (channelId !== 'msteams' || named !== signedFor || signedFor !== serviceUrl) return false;
  if (typeof type !== 'string' || !(text === undefined || text === null || typeof text === 'string'))
    return false;
  for (const party of [from, recipient, conversation]) {
    const { id } = fieldsOf(party);
    if (typeof id !== 'string' || id === '') return false;
  }
  const tenants = [
    fieldsOf(conversation)['tenantId'],
    fieldsOf(fieldsOf(channelData)['tenant'])['id'],
  ].filter((id) => id !== undefined && id !== null);
  return (
    tenants.length > 0 && tenants.every((id) => typeof id === 'string' && id.toLowerCase() === tenant.id)
  );
}

interface Sent {
  readonly body: string;
  /** Which of the service URLs the token names. */
  readonly claim: number;
}

const refusals: readonly Refusal[] = [
  'not-json',
  'other-channel',
  'service-url',
  'other-tenant',
  'malformed',
];

/** The body behind a genuine signature: it is made by whoever may send to the bot through Teams. See `signing-keys` for those. */
const entrance: Parser<Sent, Result<Activity, Refusal>> = {
  name: 'front-door',
  draw(source) {
    const claim = source.chance(0.85) ? 0 : source.between(0, claimed.length - 1);
    const activity = source.oneOf(Object.values(activities)) as object;
    const changed = claim === 0 ? activity : { ...activity, serviceUrl: claimed[claim] };
    return { body: mutatedDocument(source, changed, activityPieces), claim };
  },
  run: ({ body, claim }) =>
    readActivity({ tenant: tenant.id, connectors: [hosts.connector] }, claimed[claim] ?? '', body),
  wrong(admitted, { body, claim }) {
    const may = mayEnter(body, claimed[claim] ?? '');
    if (admitted.ok !== may)
      return may ? 'turned an activity of Teams away' : 'let in what docs/security.md keeps out';
    return admitted.ok || refusals.includes(admitted.failure)
      ? undefined
      : 'turned away for a reason that is not listed';
  },
  *smaller({ body, claim }) {
    for (const smaller of smallerDocuments(body)) yield { body: smaller, claim };
  },
  sizeOf: ({ body }) => body.length,
};

export const frontDoors = [entrance] as const;
