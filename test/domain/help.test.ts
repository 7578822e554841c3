import assert from 'node:assert/strict';
import { test } from 'node:test';
import { helpFor } from '../../src/domain/help.ts';
import { appleBusinessManager } from '../../src/domain/profiles/apple-business-manager.ts';
import { appleSchoolManager } from '../../src/domain/profiles/apple-school-manager.ts';
import { upstreamKinds, type UpstreamFailure } from '../../src/domain/upstream.ts';

const failure = (of: Partial<UpstreamFailure>): UpstreamFailure => ({
  kind: 'unknown',
  status: 400,
  code: 'unknown',
  text: '',
  ...of,
});
const validation = 'SystemForCrossDomainIdentityManagementCredentialValidation';

const answers: Readonly<
  Record<string, readonly [Partial<UpstreamFailure>, topic: string, cause: RegExp, nextStep: RegExp]>
> = {
  'a missing consent is for an administrator': [
    { kind: 'not-permitted', code: 'AADSTS65001', onBehalf: true },
    'admin-consent',
    /no admin consent/,
    /administrator of Entra to grant admin consent/,
  ],
  'a second factor is for the person': [
    { kind: 'not-permitted', code: 'AADSTS50076', onBehalf: true },
    'second-factor',
    /second factor/,
    /Sign out of Teams and in again/,
  ],
  'a sign-in that is over is renewed from the card': [
    { kind: 'not-permitted', code: 'AADSTS500133', onBehalf: true },
    'sign-in-again',
    /is over/,
    /signs you in anew/,
  ],
  'a 401 in the name of a person is about that person’s role, not about the bot’s permission': [
    { kind: 'not-permitted', status: 401, code: 'UnknownError', onBehalf: true },
    'own-role',
    /in the name of the person.*role in Entra is missing/,
    /Cloud Application Administrator.*enter the same token again/,
  ],
  'a refused token may be expired, revoked, cut or of the other product': [
    { kind: 'token-refused', code: `${validation}Failure` },
    'token-refused',
    /expired, been revoked, been copied only in part, or been made in Apple School Manager/,
    /Make a new token in Apple Business/,
  ],
  'an unavailable service says nothing about the token': [
    { kind: 'cannot-tell', code: `${validation}Unavailable` },
    'cannot-tell',
    /nothing about the token/,
    /in ten minutes/,
  ],
  'a 404 from the tenant URL names the right one and blames no token': [
    { kind: 'wrong-address', code: `${validation}Unavailable`, scim: 404 },
    'tenant-url',
    /404 Not Found.*Apple School Manager.*\/v2.*nothing about the token/,
    /https:\/\/federation\.apple\.com\/feeds\/business\/scim, character by character.*same token/,
  ],
  'a question that the service cannot read is about the mappings': [
    { kind: 'cannot-tell', code: `${validation}Failure`, scim: 400 },
    'test-question',
    /did not judge the token/,
    /attribute mappings/,
  ],
  'a service in trouble is waited for': [
    { kind: 'service-down', scim: 503 },
    'service-down',
    /an error of its own.*nothing about the token/,
    /system status.*no need for a new one/,
  ],
  'the words of OAuth belong to a connection without a token': [
    { kind: 'cannot-tell', scim: 400, text: '{"error":"invalid_client"}' },
    'oauth-secret',
    /a client secret.*and not with a token/,
    /authorize the connection anew/,
  ],
  'a 404 of Graph itself is a missing job': [
    { kind: 'not-found', status: 404, text: '404 Not Found' },
    'job-gone',
    /not there any more/,
    /Look in Entra/,
  ],
  'a quarantine is lifted by a new token': [
    { kind: 'quarantined', code: 'EncounteredQuarantineException' },
    'quarantine',
    /in quarantine/,
    /lifts the quarantine/,
  ],
  'notification settings that Entra refuses are to be entered there': [
    { kind: 'settings', code: 'InvalidNotificationSettings' },
    'notification-settings',
    /notification settings/,
    /notification e-mail/,
  ],
  'other settings that cannot be kept are entered by hand': [
    { kind: 'settings', status: 200, code: 'settings' },
    'other-secrets',
    /another secret beside the token/,
    /by hand/,
  ],
  'a denied request is about the bot’s permission': [
    { kind: 'not-permitted', status: 403, code: 'Authorization_RequestDenied' },
    'permission',
    /permission, its admin consent or an ownership/,
    /Synchronization\.ReadWrite\.All/,
  ],
  'a 401 of Graph can mean more than a permission': [
    { kind: 'not-permitted', status: 401, code: 'UnknownError' },
    'job-or-right',
    /also when its provisioning service does not know/,
    /still has a provisioning job/,
  ],
  'the bot’s own expired secret is told from the SCIM token': [
    { kind: 'no-sign-in', status: 0, code: 'AADSTS7000222' },
    'own-secret',
    /Scimitar itself signs in.*SCIM token has nothing to do/,
    /new credential/,
  ],
  'another trouble with signing in is looked up by its code': [
    { kind: 'no-sign-in', status: 0, code: 'AADSTS90002' },
    'sign-in',
    /could not sign in/,
    /looks the code up/,
  ],
  'an earlier change is waited for': [
    { kind: 'not-propagated', status: 409, code: 'Conflict' },
    'not-propagated',
    /earlier change/,
    /Wait ten minutes/,
  ],
  'an error of Graph is not a silent Graph': [
    { kind: 'unreachable', status: 500 },
    'graph-failed',
    /an error of its own/,
    /request ID/,
  ],
  'a Graph that is silent may be the network': [
    { kind: 'unreachable', status: 0, code: 'time-out' },
    'no-answer',
    /did not answer in time/,
    /network/,
  ],
  'a web page in Graph’s place is a proxy’s': [
    { status: 403, code: 'page' },
    'proxy',
    /proxy or a firewall/,
    /graph\.microsoft\.com/,
  ],
  'an application without provisioning is the wrong one, or needs no token': [
    {
      kind: 'wrong-application',
      text: 'Out of the box automatic provisioning to Apple Business Manager is not supported today. Ensure that …',
    },
    'wrong-application',
    /OIDC/,
    /nothing to rotate/,
  ],
  'what is unknown is said to be unknown': [{}, 'unknown-answer', /unknown/, /request ID/],
};
for (const [sentence, [of, topic, cause, nextStep]] of Object.entries(answers))
  test(sentence, () => {
    const help = helpFor(failure(of), appleBusinessManager);
    assert.equal(help.topic.id, topic);
    assert.match(help.cause, cause);
    assert.match(help.nextStep, nextStep);
  });

test('a school’s token is compared with the business one', () => {
  assert.match(
    helpFor(failure({ kind: 'token-refused' }), appleSchoolManager).cause,
    /made in Apple Business Manager/,
  );
});

test('only a refused token is called bad', () => {
  for (const kind of upstreamKinds)
    if (kind !== 'token-refused' && kind !== 'quarantined' && kind !== 'settings')
      assert.doesNotMatch(
        Object.values(helpFor(failure({ kind }), appleBusinessManager)).join(' '),
        /not accept this token|new token in/,
        kind,
      );
});

for (const profile of [appleBusinessManager, undefined])
  test(`every kind is explained in whole sentences ${profile === undefined ? 'without' : 'with'} a profile`, () => {
    for (const kind of upstreamKinds) {
      const { cause, nextStep } = helpFor(failure({ kind }), profile);
      for (const words of [cause, nextStep]) assert.match(words, /^[A-Z].*\.$/, kind);
      assert.doesNotMatch(cause + nextStep, /undefined|\.\./, kind);
    }
  });
