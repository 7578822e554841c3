import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hosts } from '../../sandbox/seed.ts';
import { startApp, type World } from '../../src/app.ts';
import { momentOf } from '../../src/domain/calendar.ts';
import { checkWords, type CheckWords } from '../../src/domain/checkup-words.ts';
import { examineInstallation } from '../../src/examination.ts';
import { Chat, maya, type Cleanup } from './chat.ts';
import { disturb } from './disturb.ts';

/** A tenant with Scimitar in it, and a doctor who looks at it with the same settings. */
async function patient(t: Cleanup, options: Parameters<typeof Chat.start>[1] = {}) {
  let world: World | undefined;
  const chat = await Chat.start(t, {
    ...options,
    startBot: (settings, given) => {
      world = given;
      return startApp(settings, given);
    },
  });
  await chat.sandbox.app.tick();
  const examine = async (changed: Partial<World> = {}, store?: string): Promise<readonly CheckWords[]> => {
    assert.ok(world);
    const { clock, settings } = chat.sandbox;
    const now = momentOf(clock.now());
    const checks = await examineInstallation(store === undefined ? settings : { ...settings, store }, {
      ...world,
      machineTime: () => clock.now(),
      ...changed,
    });
    return checks.map((check) => checkWords(check, { now, botId: settings.botId, harmless: (text) => text }));
  };
  return { chat, examine };
}

const not = (told: readonly CheckWords[], verdict: CheckWords['verdict']): readonly CheckWords[] =>
  told.filter((words) => words.verdict === verdict);
const found = (told: readonly CheckWords[], what: RegExp): CheckWords => {
  const words = told.find((one) => what.test(one.found));
  assert.ok(words, told.map((one) => `${one.verdict} ${one.found}`).join('\n'));
  return words;
};

test('of an installation that works nothing is wrong, and what could be better is said with what to do', async (t) => {
  const { examine } = await patient(t);
  const told = await examine();
  assert.deepEqual(not(told, 'wrong'), []);
  assert.equal(found(told, /can sign in for Microsoft Graph/).verdict, 'well');
  assert.equal(found(told, /can sign in for Teams/).verdict, 'well');
  assert.equal(found(told, /bot runs/).verdict, 'well');
  assert.equal(found(told, /Apple School Manager: the bot is in the channel/).verdict, 'well');
  const unwatched = found(told, /Nobody watches .*Apple Business/);
  assert.equal(unwatched.verdict, 'advice');
  assert.match(unwatched.fix ?? '', /Find the connections/);
});

test('a permission that is missing is named, with the call that grants it', async (t) => {
  const { chat, examine } = await patient(t);
  const { appRoles } = chat.sandbox.cloud.tenant;
  for (const role of ['GroupMember.Read.All', 'AuditLog.Read.All', 'Synchronization.ReadWrite.All'])
    appRoles.delete(role);
  const told = await examine();
  const group = found(told, /^GroupMember\.Read\.All is not granted/);
  assert.equal(group.verdict, 'wrong');
  assert.match(
    group.fix ?? '',
    new RegExp(`grant-permissions\\.sh --identity ${chat.sandbox.settings.botId}`),
  );
  assert.equal(found(told, /^Application\.ReadWrite\.OwnedBy is not granted/).verdict, 'wrong');
  const log = found(told, /^AuditLog\.Read\.All is not granted/);
  assert.equal(log.verdict, 'advice');
  assert.match(log.fix ?? '', /--with AuditLog\.Read\.All/);
  assert.equal(found(told, /could not be looked for|No enterprise application/).verdict, 'wrong');
});

test('a client secret that Entra does not take is told by its number, and everything that can be seen without is', async (t) => {
  const { chat, examine } = await patient(t);
  disturb(chat.sandbox, hosts.login, ({ url }) =>
    url.includes('/token')
      ? Response.json(
          {
            error: 'invalid_client',
            error_description: 'AADSTS7000222: The provided client secret keys are expired.',
          },
          { status: 401 },
        )
      : undefined,
  );
  const told = await examine();
  const graph = found(told, /cannot sign in for Microsoft Graph: AADSTS7000222/);
  assert.equal(graph.verdict, 'wrong');
  assert.match(graph.fix ?? '', /new client secret.*BOT_PASSWORD/);
  assert.equal(found(told, /cannot sign in for Teams: AADSTS7000222/).verdict, 'wrong');
  assert.equal(found(told, /bot runs/).verdict, 'well');
});

test('a clock that is wrong is told by how much', async (t) => {
  const { chat, examine } = await patient(t);
  const drift = (minutes: number) => ({ machineTime: () => chat.sandbox.clock.now() + minutes * 60_000 });
  const behind = found(await examine(drift(-7)), /clock/);
  assert.equal(behind.verdict, 'wrong');
  assert.match(behind.found, /4[12]\d seconds behind Microsoft’s, so what Teams sends is turned away/);
  assert.equal(found(await examine(drift(1)), /6\d seconds ahead/).verdict, 'advice');
});

test('a bot that has stopped looking, a store that is not there, and a channel without the bot are wrong', async (t) => {
  const { chat, examine } = await patient(t);
  await chat.sleep(1);
  await chat.sandbox.client.removeFromTeam(maya.id);
  await chat.sandbox.app.drain();
  const told = await examine();
  assert.match(found(told, /looked at what is due last on 23 November 2026/).fix ?? '', /SCIMITAR_STORE/);
  assert.match(found(told, /Teams does not show the bot the channel/).fix ?? '', /remind-here/);
  const elsewhere = await examine({}, `${chat.sandbox.settings.store}.elsewhere`);
  assert.equal(found(elsewhere, /it is not there/).verdict, 'wrong');
  assert.equal(found(elsewhere, /can sign in for Microsoft Graph/).verdict, 'well');
});

test('a job in quarantine, a missing deletion guard and an address for e-mails stand there with where to set them', async (t) => {
  const { chat, examine } = await patient(t);
  chat.sandbox.setFaults({ provisioning: 'paused' });
  const told = await examine();
  assert.equal(found(told, /Apple School Manager: .*(?:paused|stopped|switched off)/i).verdict, 'wrong');
});
