import { exportJWK, generateKeyPair, SignJWT, type JWTHeaderParameters } from 'jose';
import { findConnection, discover } from '../../src/adapters/graph/discover.ts';
import { graphClient, type Graph } from '../../src/adapters/graph/client.ts';
import { readPages } from '../../src/adapters/graph/pages.ts';
import { type guardFetch } from '../../src/adapters/network.ts';
import { clouds } from '../../src/cloud.ts';
import { frontDoor } from '../../src/adapters/teams/front-door.ts';
import { SigningKeys } from '../../src/adapters/teams/signing-keys.ts';
import { connectionId } from '../../src/domain/ids.ts';
import { profiles } from '../../src/domain/profiles/all.ts';
import { connectorOf } from '../../test/adapters/connector-of.ts';
import { addressesAtHome } from './addresses.ts';
import { redirect, sayJson, sayNothing, type Service } from './service.ts';
import { ok } from '../../src/domain/result.ts';

/** What the product lets out, and by which guard. */
export type Guard = typeof guardFetch;

/** One place where an address comes from outside. Gives what was believed though it should not have been. */
export interface Place {
  readonly name: string;
  /** The host that the place may ask. */
  readonly trusts: string;
  readonly meet: (service: Service, guard: Guard, address: string) => Promise<string | undefined>;
  /** More addresses than the usual. */
  readonly also?: readonly string[];
}

const [connector] = clouds.Public.connectors;
const within = 2_000;
const pause = (): Promise<void> => Promise.resolve();

const graphBy = (guard: Guard): Graph =>
  graphClient({
    host: clouds.Public.graph,
    fetch: guard(globalThis.fetch, [clouds.Public.graph], within),
    accessToken: () => Promise.resolve('token'),
    machineTime: Date.now,
    pause,
  });

const connectorBy = (guard: Guard) =>
  connectorOf({
    fetch: guard(globalThis.fetch, clouds.Public.connectors, within),
    pacer: { turn: pause, hold: () => undefined, comeAgainIn: () => undefined },
  });

const teams = (
  name: string,
  act: (connector: ReturnType<typeof connectorBy>, url: string) => Promise<unknown>,
): Place => ({
  name: `the service URL: ${name}`,
  trusts: connector,
  async meet(service, guard, address) {
    service.answer = (outgoing) => {
      sayJson(outgoing, { id: 'posted' });
    };
    await act(connectorBy(guard), address);
    return undefined;
  },
});

const redirects = [301, 302, 303, 307, 308] as const;

const redirected = (
  name: string,
  trusts: string,
  ask: (guard: Guard) => Promise<unknown>,
): readonly Place[] =>
  redirects.map((status) => ({
    name: `a redirect ${status} of ${name}`,
    trusts,
    also: addressesAtHome(trusts),
    async meet(service, guard, address) {
      service.answer = (outgoing, { url = '' }) => {
        if (url.includes('redirected')) redirect(outgoing, status, address);
        else sayJson(outgoing, { value: [] });
      };
      await ask(guard);
      return undefined;
    },
  }));

const nextPage = (of: string, read: (graph: Graph) => Promise<unknown>): Place => ({
  name: `the next page of ${of}`,
  trusts: clouds.Public.graph,
  also: addressesAtHome(clouds.Public.graph),
  async meet(service, guard, address) {
    service.answer = (outgoing) => {
      sayJson(outgoing, { value: [], '@odata.nextLink': address });
    };
    await read(graphBy(guard));
    return undefined;
  },
});

const nextLinks: readonly Place[] = [
  nextPage('a list', (graph) => readPages(graph, '/users', { pages: 2, within })),
  nextPage('the applications', discover),
];

const id = '22222222-0000-4000-8000-000000000002';

const tenantUrls: Place = {
  name: 'the tenant URL in Entra',
  trusts: clouds.Public.graph,
  also: profiles.flatMap(({ tenantUrl }) => [
    ...[
      `${tenantUrl}/`,
      `${tenantUrl}/v2`,
      `${tenantUrl}?x`,
      `${tenantUrl}#x`,
      ` ${tenantUrl}`,
      `${tenantUrl}\n`,
    ],
    ...[tenantUrl.toUpperCase(), tenantUrl.replace('https', 'http'), tenantUrl.replace('.com', '.com.')],
    ...[tenantUrl.replace('apple.com', 'apple.com.evil.example'), tenantUrl.replace('//', '//x@')],
  ]),
  async meet(service, guard, address) {
    service.answer = (outgoing, { url = '' }) => {
      if (url.endsWith('/secrets')) sayJson(outgoing, { value: [{ key: 'BaseAddress', value: address }] });
      else if (url.endsWith('/jobs')) sayJson(outgoing, { value: [{ id: 'job' }] });
      else sayJson(outgoing, { id, displayName: 'Apple' });
    };
    const found = await findConnection(graphBy(guard), connectionId(id));
    return found.ok && found.value !== undefined ? 'a connection was found' : undefined;
  },
};

const metadataUrl = `https://${clouds.Public.botLogin}/v1/.well-known/openidconfiguration`;
const botId = 'bot';
const tenant = 'tenant';
const keyPair = generateKeyPair('RS256');

const issuer = `https://${clouds.Public.botConnector}`;

/** The front door with keys read over the guarded fetch. `named`: where the metadata says that the keys are. */
function doorBy(service: Service, guard: Guard, named = `https://${clouds.Public.botLogin}/keys`) {
  service.answer = (outgoing, { url = '' }) => {
    if (url.includes('openidconfiguration')) {
      sayJson(outgoing, { jwks_uri: named });
      return;
    }
    void keyPair
      .then(({ publicKey }) => exportJWK(publicKey))
      .then((jwk) => {
        sayJson(outgoing, { keys: [{ ...jwk, kid: 'own', endorsements: ['msteams'] }] });
      })
      .catch(() => {
        sayNothing(outgoing);
      });
  };
  const fetch = guard(globalThis.fetch, [clouds.Public.botLogin], within);
  const keys = new SigningKeys(fetch, metadataUrl, Date.now);
  const { connectors } = clouds.Public;
  return frontDoor({ botId, tenant, keys, issuer, connectors, now: Date.now });
}

async function signed(serviceurl: string, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  const token = await new SignJWT({ serviceurl })
    .setProtectedHeader({ alg: 'RS256', kid: 'own', ...header })
    .setIssuer(issuer)
    .setAudience(botId)
    .setExpirationTime('10m')
    .sign((await keyPair).privateKey);
  return `Bearer ${token}`;
}

const bodyWith = (serviceUrl: string): string =>
  JSON.stringify({
    ...{ type: 'message', channelId: 'msteams', serviceUrl, text: 'help' },
    ...{ from: { id: 'maya' }, recipient: { id: botId }, conversation: { id: 'chat', tenantId: tenant } },
  });

const honest = `https://${connector}/emea/`;

const reading = (body: string) => () => Promise.resolve(ok(body));

const claimed = (
  name: string,
  claim: (address: string) => string,
  said: (address: string) => string,
): Place => ({
  name: `the front door: ${name}`,
  trusts: clouds.Public.botLogin,
  async meet(service, guard, address) {
    const admitted = await doorBy(service, guard)(
      await signed(claim(address)),
      reading(bodyWith(said(address))),
    );
    return admitted.ok ? 'it was admitted' : undefined;
  },
});

const doors: readonly Place[] = [
  claimed(
    'the activity and its claim',
    (address) => address,
    (address) => address,
  ),
  claimed(
    'the activity alone',
    () => honest,
    (address) => address,
  ),
  claimed(
    'the claim alone',
    (address) => address,
    () => honest,
  ),
  {
    name: 'the address of the keys in the metadata',
    trusts: clouds.Public.botLogin,
    async meet(service, guard, address) {
      const admitted = await doorBy(service, guard, address)(await signed(honest), reading(bodyWith(honest)));
      return admitted.ok ? 'keys from there were believed' : undefined;
    },
  },
  ...(['jku', 'x5u'] as const).map((name) => ({
    name: `${name} in the head of a token`,
    trusts: clouds.Public.botLogin,
    async meet(service: Service, guard: Guard, address: string) {
      const token = await signed(honest, { [name]: address, kid: 'not-known' });
      const admitted = await doorBy(service, guard)(token, reading(bodyWith(honest)));
      return admitted.ok ? 'keys from there were believed' : undefined;
    },
  })),
];

const chat = 'chat';
const activity = { type: 'message', text: 'hello' };

export const places: readonly Place[] = [
  ...doors,
  teams('a message', (to, url) => to.send(url, chat, activity)),
  teams('a reply', (to, url) => to.reply(url, chat, 'one', activity)),
  teams('an update', (to, url) => to.update(url, chat, 'one', activity)),
  teams('a removal', (to, url) => to.delete(url, chat, 'one')),
  teams('a new conversation', (to, url) => to.createConversation(url, 'channel', {})),
  teams('names', (to, url) => to.team(url, 'team', within)),
  tenantUrls,
  ...nextLinks,
  ...redirected('Graph', clouds.Public.graph, (guard) =>
    graphBy(guard)({ method: 'get', path: '/redirected', within, repeatable: true }),
  ),
  ...redirected('Graph for a write', clouds.Public.graph, (guard) =>
    graphBy(guard)({ method: 'put', path: '/redirected', body: {}, within, repeatable: false }),
  ),
  ...redirected('Teams', connector, (guard) => connectorBy(guard).send(honest, 'redirected', activity)),
];
