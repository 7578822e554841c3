import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { setTimeout as pause } from 'node:timers/promises';
import { rotatorGrants } from '../sandbox/grants.ts';
import { hurried } from '../sandbox/hurried.ts';
import { identityClientOver } from '../sandbox/identity-client.ts';
import { startApp } from '../src/app.ts';
import { clouds, cloudNames, type CloudName } from '../src/cloud.ts';
import { utc } from '../src/domain/calendar.ts';
import { tenantId } from '../src/domain/ids.ts';
import { json, loopback } from './adapters/loopback.ts';

const tenant = '7d1c1f60-2c3e-4f0a-9b57-0f2c7f6f5a11';
const botId = 'b0715c1a-9d2e-4b6f-8a31-6f3d9f0c2e44';
const maya = '0a1b2c3d-0000-4000-8000-000000000001';
const keyPair = generateKeyPair('RS256');

/** What Microsoft's side answers, whatever the host: keys, access tokens, a posted message, and a Graph that knows nobody. */
async function answer(outgoing: ServerResponse, { url = '' }: IncomingMessage): Promise<void> {
  const path = url.split('?')[0] ?? '';
  const [, host = ''] = path.split('/');
  if (path.endsWith('/openidconfiguration')) json(outgoing, 200, { jwks_uri: `https://${host}/v1/keys` });
  else if (path.endsWith('/v1/keys')) {
    const jwk = await exportJWK((await keyPair).publicKey);
    json(outgoing, 200, { keys: [{ ...jwk, kid: 'one', endorsements: ['msteams'] }] });
  } else if (path.endsWith('/openid-configuration')) {
    const authority = `https://${host}/${tenant}`;
    json(outgoing, 200, {
      issuer: `${authority}/v2.0`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      jwks_uri: `${authority}/keys`,
    });
  } else if (path.endsWith('/oauth2/v2.0/token'))
    json(outgoing, 200, { token_type: 'Bearer', expires_in: 3600, access_token: `given-by-${host}` });
  else if (path.includes('/v3/conversations')) json(outgoing, 201, { id: '1' });
  else json(outgoing, 404, { error: { code: 'Request_ResourceNotFound', message: 'nobody' } });
}

/** The real bot in one cloud, and Microsoft's side on loopback under any name. */
async function botIn(t: TestContext, cloud: CloudName) {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-clouds-'));
  const { fetch, heard } = await loopback(t, (_call, outgoing, incoming) => {
    void answer(outgoing, incoming);
  });
  const app = await startApp(
    {
      cloud,
      botId,
      tenant: tenantId(tenant),
      identity: { kind: 'secret', secret: 'only-here' },
      port: 0,
      grants: rotatorGrants,
      store: join(folder, 'scimitar.db'),
      zone: utc,
    },
    {
      now: Date.now,
      machineTime: Date.now,
      pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
      pacing: hurried,
      durability: 'crash',
      fetch,
      identityClient: identityClientOver(fetch),
      writeLog: () => undefined,
      host: '127.0.0.1',
    },
  );
  t.after(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });
  const say = async (from: CloudName, serviceHost: string): Promise<number> => {
    const serviceUrl = `https://${serviceHost}/teams/`;
    const token = await new SignJWT({ serviceurl: serviceUrl })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(`https://${clouds[from].botConnector}`)
      .setAudience(botId)
      .setExpirationTime('10m')
      .sign((await keyPair).privateKey);
    const response = await globalThis.fetch(`http://127.0.0.1:${app.port}/api/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        id: crypto.randomUUID(),
        channelId: 'msteams',
        serviceUrl,
        text: 'help',
        from: { id: `29:${maya}`, aadObjectId: maya, name: 'Maya' },
        recipient: { id: `28:${botId}`, name: 'Scimitar' },
        conversation: { id: 'a:chat', conversationType: 'personal', tenantId: tenant },
        channelData: { tenant: { id: tenant } },
      }),
    });
    await response.arrayBuffer();
    await app.drain();
    return response.status;
  };
  return { say, hosts: () => new Set(heard.map(({ path }) => path.split('/')[1] ?? '')) };
}

describe('each of Microsoft’s clouds', () => {
  for (const cloud of cloudNames) {
    const { connectors, login, botLogin, graph } = clouds[cloud];
    test(`in ${cloud} help is given, and nothing outside of that cloud is asked`, async (t) => {
      const { say, hosts } = await botIn(t, cloud);
      assert.equal(await say(cloud, connectors[0]), 200);
      const asked = hosts();
      for (const host of [botLogin, login, connectors[0]])
        assert.ok(asked.has(host), `${host} was not asked`);
      const own = new Set([botLogin, login, graph, ...connectors]);
      assert.deepEqual(
        [...asked].filter((host) => !own.has(host)),
        [],
      );
    });

    test(`in ${cloud} Teams of another cloud is refused`, async (t) => {
      const { say, hosts } = await botIn(t, cloud);
      for (const other of cloudNames) {
        const { botConnector, connectors: others } = clouds[other];
        if (other === cloud) continue;
        assert.equal(await say(cloud, others[0]), 401, `a service URL of ${other}`);
        if (botConnector !== clouds[cloud].botConnector)
          assert.equal(await say(other, connectors[0]), 401, `a token of ${other}`);
      }
      assert.deepEqual(
        [...hosts()],
        [botLogin],
        'a refused request makes the bot read keys, and nothing else',
      );
    });
  }
});
