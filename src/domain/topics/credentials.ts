import type { Topic } from '../topic.ts';
import { pages } from './pages.ts';

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const oneOf = (names: readonly string[]): string => names.join(' or ');

/** What the test of a token may end with, most telling first. */
export const credentialTopics: readonly Topic[] = [
  {
    id: 'wrong-application',
    sees: '“Out of the box automatic provisioning to Apple Business Manager is not supported today.”',
    words: ['out of the box', 'oidc', 'gallery', 'app registration', 'not supported'],
    answers: [
      { kinds: ['wrong-application'] },
      { text: /out of the box automatic provisioning .{0,120}not supported today/is },
    ],
    help: ({ service, portal }) => ({
      cause:
        'Entra cannot provision this enterprise application. It was made by a sign-in (OIDC) set-up, or the directory sync runs over OIDC and needs no token.',
      nextStep: `Look in ${portal} whether a token is listed at all. If so, use the enterprise application named ${service} that has a provisioning job. If none is listed, there is nothing to rotate.`,
    }),
    links: [pages.knownIssues, pages.oidc],
  },
  {
    id: 'oauth-secret',
    sees: '“invalid_client”, “invalid_grant” or “unauthorized_client” in an error of provisioning.',
    words: ['oauth', 'client secret', 'client id', 'okta', 'authorize'],
    answers: [
      {
        kinds: ['token-refused', 'cannot-tell', 'unknown'],
        text: /\b(invalid_client|invalid_grant|unauthorized_client)\b/,
      },
    ],
    help: ({ portal }) => ({
      cause:
        'These words belong to OAuth. This connection signs in with a client ID and a client secret, which has expired or was replaced, and not with a token.',
      nextStep: `Make a new client secret in ${portal}, enter it in the identity provider and authorize the connection anew. To enter it alone is not enough, and Scimitar cannot do it.`,
    }),
    links: [pages.oidc],
  },
  {
    id: 'tenant-url',
    sees: '“HTTP/404 Not Found instead of 200”, “Response Status Code: NotFound” or “SCIM Compliance issue”.',
    words: ['wrong-address', '404', 'not found', 'baseaddress', 'address', 'v2', 'scim compliance'],
    answers: [{ kinds: ['wrong-address'] }],
    help: ({ service, tenantUrl, others }) => ({
      cause:
        `The address answered 404 Not Found, so the tenant URL in Entra is probably not the one of ${service}` +
        `${others.length === 0 ? '' : `: perhaps the one of ${oneOf(others)}, or one with an addition such as /v2`}. ` +
        'This says nothing about the token.',
      nextStep: `Compare the tenant URL in Entra with ${tenantUrl}, character by character, and set it to exactly that. Then enter the same token again.`,
    }),
    path: 'credentials',
    links: [pages.businessTutorial],
  },
  {
    id: 'test-question',
    sees: '“Response Status Code: BadRequest” or “incomplete_filter” when the token is tested.',
    words: ['badrequest', '400', 'filter', 'matching attribute', '415', 'unsupportedmediatype'],
    answers: [{ kinds: ['cannot-tell'], scim: [400, 405, 406, 415, 501] }],
    help: ({ service }) => ({
      cause: `${sentence(service)} answered, but could not read the question that Entra tests with: the search for a user by the matching attribute. It did not judge the token.`,
      nextStep:
        'Look at the attribute mappings in Entra: userName has to be the matching attribute, as in Microsoft’s tutorial. Then enter the same token again.',
    }),
    path: 'mappings',
    links: [pages.mappings, pages.businessTutorial],
  },
  {
    id: 'service-down',
    sees: '“Response Status Code: ServiceUnavailable” or another error of the service itself.',
    words: ['apple down', 'outage', '503', '500', 'serviceunavailable', 'internalservererror', 'status page'],
    answers: [{ kinds: ['service-down'] }],
    help: ({ service }) => ({
      cause: `${sentence(service)} answered Entra with an error of its own, or was busy. This says nothing about the token.`,
      nextStep:
        'Look at Apple’s system status and enter the same token again in half an hour. There is no need for a new one.',
    }),
    links: [pages.appleStatus],
  },
  {
    id: 'maybe-refused',
    sees: '“CredentialValidationUnavailable” with “Unauthorized” or “Forbidden” behind it.',
    words: ['unauthorized', 'forbidden', '401', '403', 'unavailable'],
    answers: [{ kinds: ['cannot-tell'], scim: [401, 403] }],
    help: ({ service, portal }) => ({
      cause: `Entra says that it could not test the token, and quotes a refusal by ${service}. It may mean the token, or somebody else’s refusal on the way: it cannot be told.`,
      nextStep: `Enter the same token again in ten minutes. If the answer is the same, make a new one in ${portal} and try that.`,
    }),
    path: 'token',
    links: [pages.validate, pages.tokens],
  },
  {
    id: 'cannot-tell',
    sees: '“SystemForCrossDomainIdentityManagementCredentialValidationUnavailable”.',
    words: ['credentialvalidationunavailable', 'unavailable', 'connect', 'network', 'tls', 'forbidden'],
    answers: [{ kinds: ['cannot-tell'] }],
    help: ({ service }) => ({
      cause: `Entra could not reach ${service}, or got an answer that it could not use. This says nothing about the token.`,
      nextStep:
        'Enter the same token again in ten minutes. If it stays like this, look at the tenant URL, at the status page of the service and at the exact message.',
    }),
    links: [pages.validate, pages.appleStatus],
  },
  {
    id: 'token-refused',
    sees: '“SystemForCrossDomainIdentityManagementCredentialValidationFailure”.',
    words: [
      'credentialvalidationfailure',
      'invalid credentials',
      'expired',
      'unauthorized',
      '401',
      'new token',
      'you appear to have entered invalid credentials',
    ],
    answers: [{ kinds: ['token-refused'] }],
    help: ({ service, portal, others }) => ({
      cause:
        `${sentence(service)} answered and does not accept this token. It may have expired, been revoked, been copied only in part` +
        `${others.length === 0 ? '' : `, or been made in ${oneOf(others)} instead of ${service}`}.`,
      nextStep: `Make a new token in ${portal}, copy it whole, and enter it.`,
    }),
    path: 'token',
    links: [pages.tokens],
  },
  {
    id: 'quarantine',
    sees: '“EncounteredQuarantineException” or “Provisioning has been quarantined”.',
    words: ['encounteredquarantineexception', 'quarantined', 'escrow', 'toomanydeletes'],
    answers: [{ kinds: ['quarantined'] }, { kinds: ['unknown'], code: /EncounteredQuarantineException/i }],
    help: ({ portal }) => ({
      cause:
        'The provisioning job is in quarantine because the credentials that Entra holds were refused: Entra tries after 6, 12 and 24 hours, then once a day.',
      nextStep: `Make a new token in ${portal} and enter it. When it passes the test, Scimitar lifts the quarantine.`,
    }),
    path: 'token',
    links: [pages.quarantine],
  },
];
