import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { issueSsoToken } from '../../sandbox/entra/user-token.ts';
import { playOpening } from '../../sandbox/opening.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { makeCertificate } from '../certificate.ts';
import { Chat, maya, tom, type OpenDialog } from './chat.ts';

const starts = async (t: TestContext, options: SandboxOptions = {}): Promise<Chat> => {
  const chat = await Chat.start(t, { graphRights: 'delegated', ...options });
  await chat.move('next rung');
  return chat;
};

type Who = typeof maya | typeof tom;

/** Opens the dialog, and waits until Teams has signed the person in, or has not. */
async function openAndSignIn(chat: Chat, who: Who): Promise<OpenDialog> {
  const dialog = await chat.open(who);
  await settle(chat);
  return dialog;
}

async function settle({ sandbox }: Chat): Promise<void> {
  await sandbox.app.drain();
  await sandbox.client.signedIn();
  await sandbox.app.drain();
}

const form = { expiry: '2027-11-24', testOnly: 'false' };
const last = (texts: readonly string[]): string => texts.at(-1) ?? '';

const audited = ({ sandbox }: Chat) =>
  sandbox.cloud.tenant.audit
    .newestFirst()
    .filter(({ activity }) => activity === 'Update provisioning setting or credentials')
    .map(({ by }) => by.name);

test('Maya is signed in by Teams while she fills in the dialog, and the token is saved in her name', async (t) => {
  const chat = await starts(t);
  const { token } = chat.sandbox.cloud.apple.school.generate();

  // Still signed in from the set-up; the sign-in ends with the attempt.
  const first = await openAndSignIn(chat, maya);
  assert.doesNotMatch(first.words, /signing you in/);
  await first.submit({ token, ...form, testOnly: 'true' });
  assert.match(last(chat.replies()), /test passed/i);

  const dialog = await openAndSignIn(chat, maya);
  assert.match(dialog.words, /in your name. Teams is signing you in/);
  const answer = await dialog.submit({ token, ...form });
  assert.match(answer.words, /is being tested/);
  assert.match(last(chat.replies()), /applied and tested/i);
  assert.match(last(chat.replies()), /Maya Lindqvist/);
  assert.deepEqual(audited(chat), ['Maya Lindqvist']);

  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  assert.match(last(chat.replies()), /proven by the cycle of/i);
  assert.deepEqual(chat.sandbox.teams.refusals, []);
});

test('Tom may rotate but has no role in Entra: Graph refuses him, nothing is changed, and the thread says what to do', async (t) => {
  const chat = await starts(t);
  const before = chat.secrets();
  const dialog = await openAndSignIn(chat, tom);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await dialog.submit({ token, ...form });
  const reply = last(chat.replies());
  assert.match(reply, /nothing was changed/i);
  assert.match(reply, /Cloud Application Administrator/);
  assert.deepEqual(chat.secrets(), before);
  assert.deepEqual(audited(chat), []);
});

test('without consent nobody is signed in: the chat and the dialog say so, what was typed stays, nothing is changed', async (t) => {
  const chat = await starts(t);
  const { consented } = chat.sandbox.cloud.tenant.signIn;
  consented.clear();
  const before = chat.secrets();
  const dialog = await openAndSignIn(chat, tom);
  assert.match(last(chat.chatOf(tom)), /grant admin consent/);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const again = await dialog.submit({ token, ...form, expiry: '2027-10-01' });
  assert.match(again.words, /Nothing was done: you could not be signed in.*grant admin consent/);
  assert.match(again.words, /Paste it once more/);
  assert.match(again.words, /2027-10-01/);
  assert.doesNotMatch(again.words, new RegExp(token));
  assert.deepEqual(chat.secrets(), before);
});

test('an assertion that runs out between the test and the save ends the attempt before anything is changed', async (t) => {
  const chat = await starts(t, {
    observe: ({ path }) => {
      // Entra's clock jumps once the token has passed its test.
      if (path.endsWith('/validateCredentials')) chat.sandbox.cloud.tenant.signIn.ahead = 2 * 3_600_000;
    },
  });
  const { signIn } = chat.sandbox.cloud.tenant;
  const before = chat.secrets();
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const used = await openAndSignIn(chat, maya);
  await used.submit({ token: 'a-token-that-apple-has-never-made-0123456789', ...form });
  signIn.ahead = 0;
  // Each call to Graph needs a new access token.
  signIn.delegatedLifetime = 60;
  const dialog = await openAndSignIn(chat, maya);
  await dialog.submit({ token, ...form });
  const reply = last(chat.replies());
  assert.match(reply, /AADSTS500133/);
  assert.match(reply, /Nothing was changed: Entra still holds the old token/);
  assert.match(reply, /signs you in anew/);
  assert.deepEqual(chat.secrets(), before);
  assert.deepEqual(audited(chat), []);
});

test('Teams that cannot sign somebody in: the chat says so, and a submit all the same changes nothing', async (t) => {
  const chat = await starts(t);
  const before = chat.secrets();
  // The registration and what the bot asks for do not match.
  chat.sandbox.cloud.tenant.signIn.appIdUri = 'api://another';
  const dialog = await openAndSignIn(chat, tom);
  assert.match(last(chat.chatOf(tom)), /Teams could not sign you in silently/);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const again = await dialog.submit({ token, ...form });
  assert.match(again.words, /Teams could not sign you in silently/);
  assert.deepEqual(chat.secrets(), before);
});

test('a sign-in is neither logged nor stored, and somebody else’s is of no use', async (t) => {
  const chat = await starts(t);
  const { tenant } = chat.sandbox.cloud;
  const user = tenant.users.get(maya.id);
  assert.ok(user !== undefined);
  const assertion = await issueSsoToken(tenant, user);
  const value = { id: 'x', connectionName: 'scimitar', token: assertion };
  const delivery = await chat.tell(chat.invoke(tom, 'signin/tokenExchange', value));
  assert.equal(delivery.status, 412);
  assert.deepEqual(delivery.answer, {
    id: 'x',
    connectionName: 'scimitar',
    failureDetail: 'assertion-person',
  });
  assert.match(last(chat.chatOf(tom)), /not one of this person/);
  await openAndSignIn(chat, tom);

  const { store } = chat.sandbox.settings;
  const stored = ['', '-wal'].flatMap((end) =>
    existsSync(store + end) ? [readFileSync(store + end, 'latin1')] : [],
  );
  for (const text of [...stored, ...chat.log, ...chat.chatOf(tom)]) assert.equal(text.includes('eyJ'), false);
  assert.equal(stored.length > 0, true);
  assert.deepEqual(
    chat.logged('sign-in.refused').map(({ why }) => why),
    ['assertion-person'],
  );
});

test('the bot by itself can only read: a health is shown, and whatever changes something waits for a person', async (t) => {
  const chat = await starts(t);
  assert.match(await chat.say(maya, '/status'), /Apple School Manager[^]*Running. The cycle of/);
  const { appRoles } = chat.sandbox.cloud.tenant;
  assert.deepEqual(
    [...appRoles].filter((role) => role.startsWith('Sync')),
    ['Synchronization.Read.All'],
  );
});

test('a certificate signs the bot in to Teams, to Graph and on behalf of people; one that ends soon is warned of', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-certificate-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const { certificate, key } = makeCertificate({ to: new Date(Date.now() + 10.5 * 86_400_000) });
  const path = join(folder, 'bot.pem');
  writeFileSync(path, certificate + key, { mode: 0o600 });
  const identity = { kind: 'certificate', path } as const;
  const chat = await Chat.start(t, { graphRights: 'delegated', identity, opening: false });
  assert.deepEqual(
    chat.logged('certificate.ends-soon').map(({ daysLeft }) => daysLeft),
    [10],
  );
  const { tenant, apple } = chat.sandbox.cloud;
  tenant.signIn.certificates.push(new X509Certificate(certificate));
  await playOpening(chat.sandbox);
  await chat.move('next rung');
  const dialog = await openAndSignIn(chat, maya);
  await dialog.submit({ token: apple.school.generate().token, ...form });
  assert.match(last(chat.replies()), /applied and tested/i);
});
