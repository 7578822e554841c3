import { KeyObject, sign } from 'node:crypto';
import { signingKey } from '../../../sandbox/entra/signing-keys.ts';
import { bot, hosts, people, serviceUrl, tenant } from '../../../sandbox/seed.ts';
import { channelIssuer, signChannelToken } from '../../../sandbox/sts.ts';
import { checkAssertion } from '../../../src/adapters/teams/assertion.ts';
import { frontDoor } from '../../../src/adapters/teams/front-door.ts';
import { SigningKeys } from '../../../src/adapters/teams/signing-keys.ts';
import { personId } from '../../../src/domain/ids.ts';
import { ok, type Result } from '../../../src/domain/result.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { assertionFailures, type AssertionFailure } from '../../../src/domain/sign-in.ts';
import { activities } from '../corpus/activities.ts';
import { mutatedAnswers, read } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { listed } from '../texts.ts';
import { sizeOfAnswers, smallerAnswers, type Answers } from '../told-by-graph.ts';
import { fieldsOf, now, otherTenant } from './front-door.ts';

/** Keys that are read from what is published. */
const keysThat = (publish: (address: string) => unknown): SigningKeys =>
  new SigningKeys(
    // All that is used of an answer.
    (address) =>
      Promise.resolve({
        ok: true,
        json: () => Promise.resolve(publish(address as string)),
      } as unknown as Response),
    `https://${hosts.botLogin}/v1/.well-known/openidconfiguration`,
    () => now,
  );

const channelKey = await signingKey('channel');
const goodToken = await signChannelToken({ audience: bot.appId, serviceUrl, now });
/** The same claims under a signature that is none. */
const [header = '', payload = ''] = goodToken.split('.');
const signature = sign('RSA-SHA256', Buffer.from('other'), KeyObject.from(channelKey.privateKey));
const forgedToken = `${header}.${payload}.${signature.toString('base64url')}`;

/** Stands in the drawn documents for what this process has made, so that one seed draws the same everywhere. */
const made = { n: 'MODULUS', kid: 'KEYID' } as const;
const filledIn = (text: string): string =>
  text.replaceAll(made.n, channelKey.jwk.n ?? '').replaceAll(made.kid, channelKey.kid);

const metadata = {
  issuer: 'https://api.botframework.com',
  jwks_uri: `https://${hosts.botLogin}/keys`,
  id_token_signing_alg_values_supported: ['RS256'],
};
const key = {
  kty: 'RSA',
  n: made.n,
  e: 'AQAB',
  kid: made.kid,
  x5t: made.kid,
  use: 'sig',
  endorsements: ['msteams'],
};
const other = { ...key, kid: 'other', n: 'AQAB' };
const keyPieces = listed(
  `${made.n} ${made.kid} AQAB RSA EC oct sig enc RS256 none msteams webchat verify other https://evil.example/keys`,
);

const body = JSON.stringify(activities['fetch']);

interface Admitted {
  readonly isAdmitted: boolean;
  readonly endorsed: readonly string[] | undefined;
}

/** A key is its bytes, however loosely they are written. */
const bytesOf = (written: unknown): string => Buffer.from(String(written), 'base64url').toString('base64url');

/** Whether a published set holds the genuine key for Teams: then, and only then, a genuine token may be let in. */
function holdsKey(jwks: string): boolean {
  const { keys } = fieldsOf(read(jwks));
  return (
    Array.isArray(keys) &&
    keys.some((one) => {
      const { n, e, kid, endorsements } = fieldsOf(one);
      const isForTeams = !Array.isArray(endorsements) || endorsements.includes('msteams');
      return (
        bytesOf(n) === bytesOf(channelKey.jwk.n) &&
        bytesOf(e) === 'AQAB' &&
        kid === channelKey.kid &&
        isForTeams
      );
    })
  );
}

/** What the key server publishes: whatever it is, nobody gets in but by a genuine signature. */
const published: Parser<Answers, Admitted> = {
  name: 'signing-keys',
  draw: (source) =>
    mutatedAnswers(
      source,
      { metadata, keys: { keys: source.chance(0.5) ? [key] : [other, key] } },
      keyPieces,
    ),
  async run(answers) {
    const keys = keysThat((address) =>
      read(filledIn(answers[address.endsWith('openidconfiguration') ? 'metadata' : 'keys'] ?? '')),
    );
    const door = frontDoor({
      botId: bot.appId,
      tenant: tenant.id,
      keys,
      issuer: channelIssuer,
      connectors: [hosts.connector],
      now: () => now,
    });
    const token = isForged(answers) ? forgedToken : goodToken;
    const entered = await door(`Bearer ${token}`, () => Promise.resolve(ok(body)));
    return { isAdmitted: entered.ok, endorsed: keys.endorsements(channelKey.kid) };
  },
  wrong({ isAdmitted, endorsed }, answers) {
    if (isAdmitted && isForged(answers)) return 'let in a signature that is none';
    if (isAdmitted && !holdsKey(filledIn(answers['keys'] ?? '')))
      return 'let in a key that is not published for Teams';
    return endorsed === undefined || endorsed.every((channel) => typeof channel === 'string')
      ? undefined
      : 'gave a channel that is no text';
  },
  smaller: smallerAnswers,
  sizeOf: sizeOfAnswers,
};

/** Every other drawn set meets a forged token. */
const isForged = ({ keys = '' }: Answers): boolean => keys.length % 2 === 0;

const appId = bot.appId;
const appIdUri = `api://botid-${appId}`;
const [maya] = people;
const seconds = now / 1000;
const claims = {
  iss: `https://sts.windows.net/${tenant.id}/`,
  aud: appIdUri,
  tid: tenant.id,
  oid: maya.id,
  scp: 'access_as_user',
  iat: seconds - 60,
  nbf: seconds - 60,
  exp: seconds + 3600,
};
const odd: readonly object[] = [
  {},
  { iss: `https://login.microsoftonline.com/${tenant.id}/v2.0`, aud: appId },
  ...[
    { aud: appId },
    { aud: [appIdUri] },
    { aud: 'api://other' },
    { iss: 'constructor' },
    { iss: ['x'] },
    { tid: otherTenant },
  ],
  ...[
    { oid: people[1].id },
    { oid: ['x'] },
    { oid: maya.id.toUpperCase() },
    { scp: 'User.Read' },
    { scp: 'xaccess_as_user' },
    { scp: 7 },
  ],
  ...[{ exp: seconds - 1 }, { exp: 'soon' }, { exp: undefined }, { nbf: seconds + 3600 }],
];
const entra = await signingKey('entra');
const variants = await Promise.all(odd.map((changes) => entra.sign({ ...claims, ...changes })));
/** Those that are right, by their number in the list. */
const rightOnes = [0, 1, 10];
const entraKeys = keysThat((address) =>
  address.endsWith('/keys') ? { keys: [entra.jwk] } : { jwks_uri: 'https://x/keys' },
);

interface Presented {
  readonly variant: number;
  /** Where a character is another one, as a part of the whole; none where it is as it was signed. */
  readonly changedAt?: number;
  readonly cut?: number;
  readonly added?: string;
}

/** A person's token as Teams hands it over, changed on the way or not. */
const assertion: Parser<Presented, Result<number, AssertionFailure>> = {
  name: 'assertion',
  draw: (source) => ({
    variant: source.between(0, variants.length - 1),
    ...(source.chance(0.2) ? { changedAt: source.unit() } : {}),
    ...(source.chance(0.1) ? { cut: source.unit() } : {}),
    ...(source.chance(0.1)
      ? { added: source.oneOf(['.', '=', ' ', '\n', 'A', '\0', '.e30', '\u200B', 'é']) }
      : {}),
  }),
  run: (presented) =>
    checkAssertion(
      {
        appId,
        appIdUri,
        tenant: tenant.id,
        login: 'login.microsoftonline.com',
        sts: 'sts.windows.net',
        keys: entraKeys,
        machineTime: () => now,
      },
      personId(maya.id),
      new Secret(textOf(presented)),
    ),
  wrong(read, { variant, changedAt, cut, added }) {
    const isWhole = changedAt === undefined && cut === undefined && added === undefined;
    if (!read.ok) {
      if (isWhole && rightOnes.includes(variant)) return 'refused a token that is right';
      return assertionFailures.includes(read.failure) ? undefined : 'failed in a way that is not listed';
    }
    if (!rightOnes.includes(variant)) return 'accepted claims that are not right';
    return read.value === (seconds + 3600) * 1000 ? undefined : 'read another end';
  },
  sizeOf: () => variants[0]?.length ?? 0,
};

function textOf({ variant, changedAt, cut, added }: Presented): string {
  const whole = variants[variant] ?? '';
  const at = Math.floor((changedAt ?? 1) * whole.length);
  const changed =
    changedAt === undefined
      ? whole
      : whole.slice(0, at) + (whole[at] === 'A' ? 'B' : 'A') + whole.slice(at + 1);
  return changed.slice(0, Math.ceil((cut ?? 1) * changed.length)) + (added ?? '');
}

export const signatures = [published, assertion] as const;
