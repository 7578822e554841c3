import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appleView } from '../../sandbox/apple/apple-view.ts';
import { Organisation, OrganisationRefusal } from '../../sandbox/apple/organisation.ts';
import { WorldClock } from '../../sandbox/clock.ts';

const day = 86_400_000;
const at = (date: string): WorldClock => new WorldClock(Date.parse(`${date}T08:00:00Z`));

const years = {
  'a token lives one calendar year': ['2026-11-23', '2027-11-23'],
  'a calendar year with a leap day has 366 days': ['2027-11-23', '2028-11-23'],
  'a token made on a leap day ends on 28 February': ['2028-02-29', '2029-02-28'],
} as const;
for (const [sentence, [made, expires]] of Object.entries(years))
  test(sentence, () => {
    const clock = at(made);
    const school = new Organisation('school', clock);
    school.generate();
    assert.equal(appleView([school], clock)[0]?.tokens[0]?.expiresOn, expires);
  });

test('a token is new until it is used, then active, then expired to the second', () => {
  const clock = at('2026-11-23');
  const school = new Organisation('school', clock);
  const { token } = school.generate();
  const state = () => appleView([school], clock)[0]?.tokens.map((listed) => listed.state);
  assert.equal(school.accepts(token), 'ok');
  assert.deepEqual(state(), ['new']);
  assert.equal(school.connect(token), 'ok');
  assert.deepEqual(state(), ['active']);
  clock.advance(365 * day - 1);
  assert.equal(school.connect(token), 'ok');
  clock.advance(1);
  assert.equal(school.connect(token), 'expired');
  assert.deepEqual(state(), ['expired']);
});

test('a refused use does not make a token active', () => {
  const clock = at('2026-11-23');
  const school = new Organisation('school', clock);
  const { token } = school.generate();
  clock.advance(366 * day);
  school.connect(token);
  assert.equal(school.listed()[0]?.activeSince, undefined);
});

test('the third token is refused until one of the two is revoked or has run out', () => {
  const clock = at('2026-11-23');
  const school = new Organisation('school', clock);
  const first = school.generate();
  school.generate();
  assert.throws(() => school.generate(), { name: 'OrganisationRefusal', message: /two tokens\. Revoke/ });
  school.revoke(first.id);
  assert.equal(school.accepts(first.token), 'revoked');
  assert.equal(school.generate().name, 'Token 3');
  clock.advance(366 * day);
  assert.equal(school.generate().name, 'Token 4');
});

test('the only token cannot be revoked, and a revoked one not again', () => {
  const school = new Organisation('school', at('2026-11-23'));
  const first = school.generate();
  assert.throws(() => {
    school.revoke(first.id);
  }, /only token/);
  school.generate();
  school.revoke(first.id);
  assert.throws(() => {
    school.revoke(first.id);
  }, OrganisationRefusal);
});

test('one product does not know the tokens of the other', () => {
  const clock = at('2026-11-23');
  const school = new Organisation('school', clock);
  const business = new Organisation('business', clock);
  assert.equal(business.accepts(school.generate().token), 'unknown');
});

test('what Apple would have said earlier stays true after a revocation', () => {
  const clock = at('2026-11-23');
  const school = new Organisation('school', clock);
  const { id, token } = school.generate();
  school.generate();
  clock.advance(day);
  school.revoke(id);
  assert.equal(school.accepts(token, clock.now() - 1), 'ok');
  assert.equal(school.accepts(token), 'revoked');
});

test('Apple lists two tokens at most, the living ones before a dead one', () => {
  const clock = at('2026-11-23');
  const school = new Organisation('school', clock);
  const first = school.generate();
  school.generate();
  school.revoke(first.id);
  const states = () => appleView([school], clock)[0]?.tokens.map(({ name, state }) => `${name} ${state}`);
  assert.deepEqual(states(), ['Token 1 revoked', 'Token 2 new']);
  school.generate();
  assert.deepEqual(states(), ['Token 2 new', 'Token 3 new']);
});

test('tokens are opaque, url-safe, 80 to 120 characters, and the state does not hold them', () => {
  const school = new Organisation('school', at('2026-11-23'));
  const { token } = school.generate();
  assert.match(token, /^[\w-]{80,120}$/);
  assert.equal(JSON.stringify(school.listed()).includes(token), false);
});
