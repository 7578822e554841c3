import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clickPathFor, helpFor, helpOf, topicsAbout } from '../../src/domain/help.ts';
import { appleSchoolManager } from '../../src/domain/profiles/apple-school-manager.ts';
import { clickPathNames } from '../../src/domain/topic.ts';
import { topics } from '../../src/domain/topics/all.ts';
import { ownTopics } from '../../src/domain/topics/own.ts';

const ids = topics.map(({ id }) => id);

test('every entry is complete, in whole sentences, and of a length that people read', () => {
  for (const topic of topics) {
    const { id, sees, words, links } = topic;
    const { cause, nextStep } = helpOf(topic);
    assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(id.length <= 30, id);
    assert.match(sees, /^[A-Z“].*\.[”]?$/, id);
    assert.ok(sees.length <= 160, id);
    for (const text of [cause, nextStep]) {
      assert.match(text, /^[A-Z].*\.$/, id);
      assert.doesNotMatch(text, /undefined|\.\.|[*`~[\]<>]/, id);
      assert.ok(text.length >= 40 && text.length <= 420, `${id}: ${text.length}`);
    }
    assert.ok(words.length >= 3 && new Set(words).size === words.length, id);
    for (const word of words) assert.equal(word, word.toLowerCase().trim(), id);
    // Of what is Scimitar's own there is no page of a vendor.
    assert.ok(links.length >= (ownTopics.includes(topic) ? 0 : 1) && links.length <= 2, id);
  }
});

test('every link leads over https to a page of Apple or Microsoft, and says to which', () => {
  for (const { id, links } of topics)
    for (const { title, url } of links) {
      const { protocol, hostname, search, username } = new URL(url);
      assert.equal(protocol + search + username, 'https:', id);
      assert.match(hostname, /^([a-z]+\.)*(apple|microsoft)\.com$/, id);
      assert.match(title, hostname.endsWith('apple.com') ? /^Apple: / : /^Microsoft: /, id);
      assert.ok(title.length <= 60, title);
    }
});

test('names are given once', () => {
  assert.equal(new Set(ids).size, ids.length);
});

test('every click path has steps for every year, and is used', () => {
  for (const topic of topics)
    for (const year of [2020, 2023, 2026, 2040]) {
      const path = clickPathFor(topic, year);
      assert.equal(path === undefined, topic.path === undefined);
      for (const step of path?.steps ?? []) assert.match(step, /^[A-Z].*\.$/, topic.id);
    }
  const used = new Set(topics.map(({ path }) => path));
  for (const name of clickPathNames) assert.ok(used.has(name), name);
});

test('the path of the year is shown, and the service’s own where it is known', () => {
  const [refused] = topicsAbout('token-refused');
  assert.ok(refused !== undefined);
  const steps = (year: number, ...profile: readonly (typeof appleSchoolManager)[]) =>
    clickPathFor(refused, year, ...profile)?.steps.join('\n') ?? '';
  assert.match(steps(2026), /Managed Apple Accounts.*Client Secret/s);
  assert.match(steps(2023), /Edit next to SCIM/);
  assert.match(steps(2026), /business\.apple\.com or school\.apple\.com/);
  assert.match(steps(2026, appleSchoolManager), /at school\.apple\.com as/);
});

// What an administrator of this product can meet, by what is typed or pasted.
const asked: Readonly<Record<string, string>> = {
  'Out of the box automatic provisioning': 'wrong-application',
  SystemForCrossDomainIdentityManagementCredentialValidationFailure: 'token-refused',
  SystemForCrossDomainIdentityManagementCredentialValidationUnavailable: 'cannot-tell',
  EncounteredQuarantineException: 'quarantine',
  'provisioning has been quarantined': 'quarantine',
  'scim compliance issue': 'tenant-url',
  'HTTP/404 Not Found': 'tenant-url',
  '28 days': 'disabled-job',
  'one mail': 'no-mail',
  'connection must be started again': 'four-days',
  generate: 'two-tokens',
  greyed: 'two-tokens',
  'only token': 'cannot-revoke',
  revoked: 'revoked-active',
  '60 seconds': 'not-green-yet',
  moved: 'page-moved',
  Account_Update_Not_Allowed: 'account-update-not-allowed',
  'more users': 'too-many-users',
  'never arrives': 'user-missing',
  mappings: 'mappings',
  merge: 'account-conflicts',
  USERNAME_CONFLICT_WITH_EXISTING_APPLE_ID: 'name-taken',
  uniqueness: 'name-taken',
  invalid_client: 'oauth-secret',
  1024: 'save-fails',
  'one org per tenant': 'one-organisation',
  'Global Reader': 'global-reader',
  nested: 'nested-groups',
  'sync only assigned': 'scope-changed',
  vanished: 'job-gone',
  'no token': 'no-token-listed',
  AADSTS7000222: 'own-secret',
  Authorization_RequestDenied: 'permission',
  UnknownError: 'job-or-right',
  TooManyRequests: 'throttled',
  InvalidNotificationSettings: 'notification-settings',
};
for (const [words, id] of Object.entries(asked))
  test(`"${words}" leads to ${id}`, () => {
    const found = topicsAbout(words).map((topic) => topic.id);
    assert.ok(found.includes(id), found.join(', '));
    assert.ok(found.length <= 6, `${found.length} entries: ${found.join(', ')}`);
  });

test('every entry is found by its name alone, with or without hyphens, in any case', () => {
  for (const id of ids)
    for (const words of [id, id.toUpperCase(), id.replaceAll('-', '  ')])
      assert.deepEqual(
        topicsAbout(words).map((topic) => topic.id),
        [id],
      );
});

test('all typed words have to be there, and nothing leads nowhere', () => {
  assert.deepEqual(topicsAbout('quarantine elephant'), []);
  assert.deepEqual(topicsAbout('   '), []);
  assert.deepEqual(topicsAbout('me'), []);
  assert.deepEqual(topicsAbout('constructor'), []);
});

test('every entry that explains failures is reached by one', () => {
  for (const { id, answers = [] } of topics)
    for (const { kinds, code, status, scim, onBehalf } of answers) {
      const failure = {
        kind: kinds?.[0] ?? 'unknown',
        status: status?.[0] ?? 400,
        code: code === undefined ? 'unknown' : (asExample[String(code)] ?? ''),
        text: id === 'oauth-secret' ? 'invalid_grant' : id === 'wrong-application' ? outOfTheBox : '',
        ...(scim?.[0] === undefined ? {} : { scim: scim[0] }),
        ...(onBehalf === undefined ? {} : { onBehalf }),
      };
      assert.equal(helpFor(failure).topic.id, id);
    }
});

const outOfTheBox = 'Out of the box automatic provisioning to X is not supported today.';
const asExample: Readonly<Record<string, string>> = {
  '/EncounteredQuarantineException/i': 'EncounteredQuarantineException',
  '/InvalidNotificationSettings/i': 'InvalidNotificationSettings',
  '/^AADSTS(7000222|7000215|700027)$/': 'AADSTS7000222',
  '/^(Unauthorized|UnknownError|unknown)$/i': 'UnknownError',
  '/^page$/': 'page',
  '/^trail-not-written$/': 'trail-not-written',
  '/^AADSTS65001$/': 'AADSTS65001',
  '/^AADSTS5007[69]$/': 'AADSTS50076',
  '/^(AADSTS500133|AADSTS50013|assertion-expired|sign-in-needed)$/': 'AADSTS500133',
  '/^assertion-(invalid|tenant|audience|person)$/': 'assertion-tenant',
  '/^teams-/': 'teams-resourcematchfailed',
  '/^AADSTS(7000215|7000222|700027|1000502|700024)$/': 'AADSTS1000502',
};
