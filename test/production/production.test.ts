import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { metadataHost } from '../../sandbox/entra/managed-identity.ts';
import { hosts } from '../../sandbox/seed.ts';
import { maya, operations } from '../scenarios/chat.ts';
import { findLeaks } from '../scenarios/leaks.ts';
import { freePort } from '../free-port.ts';
import { InstalledBot } from './bot.ts';
import { byCertificate, byManagedIdentity, byMetadataService, bySecret } from './identities.ts';
import { install, type Installation } from './installation.ts';
import { localNoon, soon } from './local-noon.ts';
import { business, card, endedCleanly, isProven, replaceToken, school, setUp, watch } from './story.ts';
import { begin, startStage, until, type Identity, type Stage } from './stage.ts';

const cleanups: (() => unknown)[] = [];
let installation: Installation;
before(async () => {
  installation = await install({ after: (work) => cleanups.push(work) });
});
after(() => {
  for (const work of cleanups) work();
});

const noon = localNoon(Date.now());

async function begins(t: TestContext, identity: Identity): Promise<Stage> {
  const stage = await startStage(t, installation, identity, noon.zone);
  await begin(stage);
  return stage;
}

/** Only Microsoft was asked, at these hosts, and no secret was printed; nor was anything in the form of a token of Entra's. */
function assertDiscreet(
  { chat, bot, microsoft }: Stage,
  asked: readonly string[],
  secrets: readonly string[],
): void {
  const { network } = chat.sandbox.cloud;
  const known = [...Object.values(hosts), metadataHost];
  assert.deepEqual(
    known.filter((host) => network.requestsTo(host) > 0),
    asked,
  );
  assert.deepEqual(microsoft.elsewhere(), []);
  assert.ok(bot.log.length > 0);
  assert.doesNotMatch(bot.output, /eyJ[\w-]{10,}/);
  for (const secret of secrets)
    assert.deepEqual(findLeaks(secret, [{ name: 'output', text: bot.output }]), []);
}

const withLogin = Object.values(hosts);
const withoutLogin = [...withLogin.filter((host) => host !== hosts.login), metadataHost];

/** The last ones find the machine at rest: the first ones wait most of their time. */
const atOnce = 4;

describe('npm run build && npm start', { concurrency: atOnce }, () => {
  const stories: readonly (readonly [how: string, Identity, asked: readonly string[]])[] = [
    ['a client secret', bySecret, withLogin],
    ['a certificate', byCertificate, withLogin],
    ['a managed identity', byManagedIdentity, withoutLogin],
  ];
  for (const [how, identity, asked] of stories)
    test(`with ${how}: from the set-up to the proof, over restarts`, async (t) => {
      const stage = await begins(t, identity);
      const { chat, bot } = stage;
      const opens = soon(Date.now());
      await setUp(stage, noon, opens);
      await watch(stage, business, noon.date(60));
      await watch(stage, school, noon.date(40));
      const token = await replaceToken(stage, noon);

      const reminder = await until('the reminder that fell due', () => card(chat, business), 150_000);
      assert.ok(Date.parse(reminder.root.at) >= opens);
      const { code, said } = await bot.examine(stage.env);
      assert.equal(code, 0, said);
      for (const found of [
        'sign in for Microsoft Graph.',
        'sign in for Teams.',
        'The bot runs',
        `${school}: the bot is in`,
      ])
        assert.ok(said.includes(found), said);
      await until('the proof', () => isProven(chat), 200_000);
      assert.match(
        await chat.say(maya, `/history ${school}`),
        /Proven by.*was applied and tested.*Reminder sent/s,
      );
      endedCleanly(await bot.stop());

      assert.equal(chat.livingThreads().length, 2);
      assert.equal(chat.thread(school).replies.length, 2);
      assert.deepEqual(chat.sandbox.teams.refusals, []);
      assert.deepEqual(
        bot.log.filter(({ level }) => level === 'error'),
        [],
      );
      assertDiscreet(stage, asked, [token, ...identity.secrets]);
    });

  test('certificates of an authority that it does not know: nothing in, nothing out, nothing lost', async (t) => {
    const stage = await begins(t, bySecret);
    const { chat, bot, env } = stage;
    const opens = soon(Date.now());
    await setUp(stage, noon, opens);
    await watch(stage, business, noon.date(60));
    endedCleanly(await bot.stop());

    const { NODE_EXTRA_CA_CERTS: _, ...distrusting } = env;
    assert.equal(await bot.start(distrusting), 'serving');
    await chat.sandbox.client.say({
      me: maya.id,
      conversationId: operations.id,
      text: 'status',
      mentionBot: true,
    });
    assert.equal(chat.sandbox.client.deliveries.at(-1)?.status, 401);
    const refused = { host: hosts.botLogin, why: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' };
    assert.deepEqual(bot.logged('network.failed').map(hostAndWhy), [refused]);
    const { code, said } = await bot.examine(distrusting);
    assert.equal(code, 1, said);
    assert.match(
      said,
      /WRONG .*cannot sign in for Microsoft Graph: (?:network_error|UNABLE_TO_VERIFY_LEAF_SIGNATURE)\.\n +-> /,
    );
    await until('that it cannot sign in', () => bot.logged('identity.failed').length > 0, 150_000);
    assert.equal(card(chat, business), undefined);
    endedCleanly(await bot.stop());

    await begin(stage);
    await until('the reminder', () => card(chat, business), 90_000);
    assertDiscreet(stage, withLogin, bySecret.secrets);
  });

  test('a managed identity of a virtual machine, which is told of no endpoint', async (t) => {
    const stage = await begins(t, byMetadataService);
    endedCleanly(await stage.bot.stop());
    assertDiscreet(stage, withoutLogin, []);
  });

  test('a client secret that Entra does not take is told in the log by Entra’s number', async (t) => {
    const wrong = 'another~secret.of_0123456789';
    const identity = { env: () => ({ BOT_TYPE: 'SingleTenant', BOT_PASSWORD: wrong }), secrets: [wrong] };
    const stage = await startStage(t, installation, identity);
    assert.equal(await stage.bot.start(stage.env), 'serving');
    await stage.chat.say(maya, '/status');
    assert.deepEqual(stage.bot.logged('identity.failed').map(hostAndWhy)[0], {
      host: 'api.botframework.com',
      why: 'AADSTS7000215',
    });
    assertDiscreet(stage, [hosts.login, hosts.botLogin], [wrong]);
  });

  test('wrong settings: an end with code 1, and a sentence for each', async (t) => {
    const bot = new InstalledBot(t, installation, await freePort());
    const end = await bot.start({
      BOT_ID: 'scimitar',
      BOT_TYPE: 'SingleTenant',
      AZURE_CLIENT_CERTIFICATE_PATH: 'none.pem',
      SCIMITAR_ROTATORS: 'maya@larkfield.example',
      SCIMITAR_CA: 'ca.pem',
    });
    assert.ok(end !== 'serving');
    assert.equal(end.code, 1);
    const told = bot.output.split('\n').flatMap((line) => /^ {2}([A-Z_]+) .*\.$/.exec(line)?.[1] ?? []);
    assert.deepEqual(told.sort(), [
      'AZURE_CLIENT_CERTIFICATE_PATH',
      'BOT_ID',
      'BOT_TENANT_ID',
      'SCIMITAR_CA',
      'SCIMITAR_ROTATORS',
    ]);
    assert.doesNotMatch(bot.output, /^\s+at /m, 'there is no stack trace');
  });
});

const hostAndWhy = ({ host, why }: Readonly<Record<string, unknown>>) => ({ host, why });
