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
  Record<string, readonly [Partial<UpstreamFailure>, cause: RegExp, nextStep: RegExp]>
> = {
  'a refused token may be expired, revoked, cut or of the other product': [
    { kind: 'token-refused', code: `${validation}Failure` },
    /expired, been revoked, been copied only in part, or been made in Apple School Manager/,
    /Make a new token in Apple Business/,
  ],
  'the code of a refusal explains an answer of unknown kind': [
    { code: `${validation}Failure` },
    /does not accept this token/,
    /new token/,
  ],
  'an unavailable service says nothing about the token': [
    { kind: 'cannot-tell', code: `${validation}Unavailable` },
    /nothing about the token/,
    /in ten minutes/,
  ],
  'a 404 from the tenant URL names the right one': [
    { kind: 'cannot-tell', code: `${validation}Unavailable`, text: 'Response Status Code: NotFound' },
    /404 Not Found.*Apple School Manager.*\/v2/,
    /exactly https:\/\/federation\.apple\.com\/feeds\/business\/scim and/,
  ],
  'a 404 of Graph itself is a missing job': [
    { kind: 'not-found', status: 404, text: '404 Not Found' },
    /not there any more/,
    /Look in Entra/,
  ],
  'a quarantine is lifted by a new token': [
    { code: 'EncounteredQuarantineException' },
    /in quarantine/,
    /lifts the quarantine/,
  ],
  'a quarantine in the text is seen as well': [
    { text: 'quarantined because of: EncounteredQuarantineException' },
    /in quarantine/,
    /new token/,
  ],
  'notification settings that Entra refuses are to be entered there': [
    { kind: 'settings', code: 'InvalidNotificationSettings' },
    /notification settings/,
    /notification e-mail/,
  ],
  'a denied request is about the bot’s permission': [
    { kind: 'not-permitted', status: 403, code: 'Authorization_RequestDenied' },
    /permission, its admin consent or an ownership/,
    /Synchronization\.ReadWrite\.All/,
  ],
  'a 401 of Graph can mean more than a permission': [
    { kind: 'not-permitted', status: 401, code: 'Unauthorized' },
    /also when its provisioning service does not know/,
    /still has a provisioning job/,
  ],
  'an application without provisioning is the wrong one, or needs no token': [
    {
      kind: 'token-refused',
      text: 'Out of the box automatic provisioning to Apple Business Manager is not supported today. Ensure that …',
    },
    /OIDC/,
    /nothing to rotate/,
  ],
  'what is unknown is said to be unknown': [{}, /unknown/, /request ID/],
};
for (const [sentence, [of, cause, nextStep]] of Object.entries(answers))
  test(sentence, () => {
    const help = helpFor(failure(of), appleBusinessManager);
    assert.match(help.cause, cause);
    assert.match(help.nextStep, nextStep);
  });

test('a school’s token is compared with the business one', () => {
  assert.match(
    helpFor(failure({ kind: 'token-refused' }), appleSchoolManager).cause,
    /made in Apple Business Manager/,
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
