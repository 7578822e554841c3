import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyAppToken } from '../../sandbox/entra/app-token.ts';
import { identityHeader, managedIdentity } from '../../sandbox/entra/managed-identity.ts';
import { bot, tenant as seed } from '../../sandbox/seed.ts';
import { WorldClock } from '../../sandbox/clock.ts';
import { larkfield } from '../../sandbox/entra/larkfield.ts';

const wire = managedIdentity(larkfield({ clock: new WorldClock() }).tenant);
const resource = 'https://graph.microsoft.com';

const forms = {
  'App Service': ['/msi/token', { 'x-identity-header': identityHeader }, '2019-08-01'],
  'the metadata service': ['/metadata/identity/oauth2/token', { metadata: 'true' }, '2018-02-01'],
} as const;

for (const [form, [path, headers, version]] of Object.entries(forms)) {
  const ask = (
    changes: Readonly<Record<string, string>> = {},
    sent: Readonly<Record<string, string>> = headers,
  ) => {
    const query = { 'api-version': version, client_id: bot.appId, resource, ...changes };
    return wire(
      new Request(`http://127.0.0.1${path}?${new URLSearchParams(query).toString()}`, { headers: sent }),
    );
  };

  test(`${form} gives a token of the bot's for an hour`, async () => {
    const answer = await ask();
    const { access_token, expires_on } = (await answer.json()) as Readonly<Record<string, string>>;
    const claims = await verifyAppToken(access_token ?? '', seed.id, resource);
    assert.equal(typeof claims === 'object' && claims.appId, bot.appId);
    assert.ok(Math.abs(Number(expires_on) * 1000 - Date.now() - 3_599_000) < 60_000);
  });

  test(`${form} gives none to others, for others, or for what it does not know`, async () => {
    const answers = await Promise.all([
      ask({}, {}),
      ask({ 'api-version': '2017-09-01' }),
      ask({ client_id: '' }),
      ask({ resource: 'https://vault.azure.net' }),
    ]);
    for (const answer of answers) {
      assert.ok([400, 401].includes(answer.status));
      assert.doesNotMatch(await answer.text(), /access_token/);
    }
  });
}
