import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import { clickPathOf, expiryOf, type ProfileId } from '../../src/domain/profile.ts';
import { profileAt, profileOf, profiles } from '../../src/domain/profiles/all.ts';

const addresses = {
  'Apple Business Manager': ['https://federation.apple.com/feeds/business/scim', 'apple-business-manager'],
  'Apple School Manager': ['https://federation.apple.com/feeds/school/scim', 'apple-school-manager'],
  'a trailing slash is another address': ['https://federation.apple.com/feeds/school/scim/', undefined],
  '/v2 is another address': ['https://federation.apple.com/feeds/business/scim/v2', undefined],
  'capitals are another address': ['https://federation.apple.com/feeds/Business/scim', undefined],
  'http is another address': ['http://federation.apple.com/feeds/business/scim', undefined],
  'a port is another address': ['https://federation.apple.com:443/feeds/business/scim', undefined],
  'blanks are another address': [' https://federation.apple.com/feeds/business/scim', undefined],
  'a question is another address': ['https://federation.apple.com/feeds/business/scim?', undefined],
  'a host that only begins so': ['https://federation.apple.com.example.org/feeds/business/scim', undefined],
  'another feed of Apple': ['https://federation.apple.com/feeds/essentials/scim', undefined],
  'another service': ['https://example.org/scim', undefined],
  nothing: ['', undefined],
} as const;
for (const [sentence, [url, expected]] of Object.entries(addresses))
  test(`address: ${sentence}`, () => {
    assert.equal(profileAt(url)?.id, expected);
  });

test('a profile is found by its id, and an unknown id is an error that names it', () => {
  for (const profile of profiles) assert.equal(profileOf(profile.id), profile);
  assert.throws(() => profileOf('okta' as ProfileId), /okta/);
});

test('no two profiles share an id, a name or an address', () => {
  for (const of of ['id', 'name', 'tenantUrl'] as const)
    assert.equal(new Set(profiles.map((profile) => profile[of])).size, profiles.length);
});

for (const profile of profiles) {
  test(`${profile.name}: the newest click path comes first, and every year has one`, () => {
    const years = profile.clickPaths.map(({ since }) => since);
    assert.deepEqual(
      years,
      [...years].sort((one, other) => other - one),
    );
    assert.equal(new Set(years).size, years.length);
    const expected = { 2020: 2022, 2022: 2022, 2024: 2022, 2025: 2025, 2026: 2025, 2040: 2025 };
    for (const [year, since] of Object.entries(expected))
      assert.equal(clickPathOf(profile, Number(year))?.since, since, year);
  });

  test(`${profile.name}: a click path says where to sign in, who can, and that the token is shown once`, () => {
    for (const { steps } of profile.clickPaths) {
      assert.ok(steps[0]?.includes(new URL(profile.portal.url).host));
      for (const role of profile.roles) assert.ok(steps[0]?.includes(role), role);
      assert.match(steps.at(-1) ?? '', /expiry date.*only once/);
      for (const step of steps) assert.match(step, /^[A-Z].*\.$/);
    }
  });

  test(`${profile.name}: links are https, to Apple, without a query`, () => {
    for (const url of [profile.portal.url, ...profile.links.map((link) => link.url)]) {
      const { protocol, hostname, search, username } = new URL(url);
      assert.equal(protocol, 'https:');
      assert.match(hostname, /^(business|school|support)\.apple\.com$/);
      assert.equal(search + username, '');
    }
    assert.ok(profile.links.every(({ title }) => title.startsWith('Apple: ')));
  });

  test(`${profile.name}: two tokens of one calendar year, the old one revoked by hand`, () => {
    assert.deepEqual(profile.slots, { count: 2, oldToken: 'revoke-by-hand' });
    assert.equal(profile.activeAfterSeconds, 60);
    assert.equal(expiryOf(profile, '2026-11-23' as CalendarDate), '2027-11-23');
    assert.equal(expiryOf(profile, '2028-02-29' as CalendarDate), '2029-02-28');
  });
}
