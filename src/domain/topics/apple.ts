import type { Topic } from '../topic.ts';
import { pages } from './pages.ts';

/** What an administrator meets on Apple's side. Sources: Apple's guides on SCIM tokens and conflicts, people's reports. */
export const appleTopics: readonly Topic[] = [
  {
    id: 'two-tokens',
    sees: 'The button that makes a token is grey, or Apple refuses to make another one.',
    words: ['generate', 'greyed', 'grayed', 'slots', 'full', 'generate token', 'client secret'],
    help: () => ({
      cause: 'Apple holds two tokens at once, and both places are taken.',
      nextStep:
        'Find out which of the two Entra uses: as a rule the one that expires later and shows as active. Revoke the other one, then make the new token. When you are not sure, revoke neither and ask whoever entered the last one.',
    }),
    path: 'token',
    links: [pages.tokens],
  },
  {
    id: 'cannot-revoke',
    sees: 'Apple offers no way to revoke the token.',
    words: ['revoke', 'only token', 'delete token', 'single token'],
    help: () => ({
      cause: 'It is the only token. Apple does not let the last one be revoked while the connection exists.',
      nextStep:
        'Make a second token, bring it into Entra with Scimitar and wait for the proof; then the old one can be revoked. Do not disconnect: that turns all synced accounts into manual ones.',
    }),
    path: 'token',
    links: [pages.tokens],
  },
  {
    id: 'revoked-active',
    sees: 'Provisioning stopped after somebody tidied up the tokens at Apple.',
    words: ['revoke', 'revoked', 'tidied', 'wrong token', 'stopped'],
    help: () => ({
      cause:
        'The token that Entra uses was revoked. From then on no change reaches Apple; the accounts stay.',
      nextStep:
        'Make a new token and enter it in Scimitar now. When it passes the test, Scimitar starts the job again. No account is lost.',
    }),
    path: 'token',
    links: [pages.tokens],
  },
  {
    id: 'four-days',
    sees: 'Apple says that the connection must be started again.',
    words: ['4 days', 'four calendar days', 'start again', 'deadline', 'connection must be started again'],
    help: () => ({
      cause:
        'Apple gives a first connection 4 calendar days: within them Entra has to connect once with the new token. They went by.',
      nextStep:
        'Have both administrators at hand, make the token last, and enter it at once. Whether the rule also holds for a second token Apple does not say: so do not let one lie.',
    }),
    path: 'token',
    links: [pages.tokens, pages.businessTutorial],
  },
  {
    id: 'not-green-yet',
    sees: 'The test passed, but Apple still shows the old state.',
    words: ['60 seconds', 'lag', 'not active', 'green', 'still old'],
    help: () => ({
      cause: 'Apple may need up to 60 seconds until it shows a token as active after Entra has used it.',
      nextStep: 'Wait a minute and reload the page. There is no button for it, and nothing to repeat.',
    }),
    links: [pages.businessTutorial],
  },
  {
    id: 'page-moved',
    sees: 'A guide names a page or a button that is not on the screen.',
    words: ['moved', 'preferences', 'directory sync', 'data source', 'where', 'screen', 'guide'],
    help: () => ({
      cause:
        'Apple has moved the page at least four times since 2020, and in 2026 Apple Business took the place of Apple Business Manager.',
      nextStep:
        'Take the path below. If your screens are others, look for Directory Sync, or under Domains for Microsoft Entra ID.',
    }),
    path: 'token',
    links: [pages.tokens],
  },
  {
    id: 'no-token-listed',
    sees: 'Apple lists no token at all, and users are synced.',
    words: ['oidc', 'no token', 'sync now', 'nothing to rotate'],
    help: () => ({
      cause:
        'The directory sync runs over OIDC: an administrator has given consent in Entra, and Apple fetches the users itself.',
      nextStep: 'There is no token that could expire. Nothing has to be rotated or watched here.',
    }),
    links: [pages.oidc],
  },
  {
    id: 'too-many-users',
    sees: 'Far more users are at Apple than are assigned to the application.',
    words: ['more users', 'all users', 'assignment ignored', 'everybody', 'assigned'],
    help: () => ({
      cause:
        'The sync over OIDC goes by the domain and does not look at who is assigned. Only the SCIM connection keeps to assignments and groups.',
      nextStep:
        'Stay on SCIM where only some may be synced. Otherwise accept it, or put those who should be synced on a domain of their own.',
    }),
    links: [pages.oidc],
  },
  {
    id: 'one-organisation',
    sees: 'Apple refuses the connection because another organisation uses this Entra tenant.',
    words: ['one org per tenant', 'another organisation', 'another organization', 'tenant'],
    help: () => ({
      cause:
        'One Entra tenant can be connected to one organisation at Apple, and it is connected to another.',
      nextStep:
        'Find the other organisation, often a forgotten trial or a sister company, and disconnect it there. Then connect this one.',
    }),
    links: [pages.requirements],
  },
  {
    id: 'account-update-not-allowed',
    sees: '“Account_Update_Not_Allowed” for some users.',
    words: ['existing apple account', 'appleid.com', 'federated domain', 'not allowed'],
    help: () => ({
      cause:
        'The user already has an Apple Account on the domain, made before the domain was federated, and Apple does not let it be overwritten.',
      nextStep:
        'In Apple’s portal, move that account to the domain that ends in appleid.com, and let the sync run again.',
    }),
    links: [pages.conflicts],
  },
  {
    id: 'account-conflicts',
    sees: 'Apple reports account conflicts after the connection was cut and made anew.',
    words: ['conflict', 'merge', 'reconnect', 'disconnected', 'auto merge', 'duplicate'],
    help: () => ({
      cause:
        'To disconnect turned the synced accounts into manual ones, and the new connection finds them in its way.',
      nextStep:
        'In Apple’s portal choose Resolve, download the conflicts, check them, and merge. Switch automatic merging off afterwards.',
    }),
    links: [pages.conflicts],
  },
  {
    id: 'name-taken',
    sees: '“uniqueness” with 409, or “USERNAME_CONFLICT_WITH_EXISTING_APPLE_ID”.',
    words: ['409', 'username_conflict_with_existing_apple_id', 'personal apple account', 'already exists'],
    help: () => ({
      cause: 'Somebody made a personal Apple Account with this work address.',
      nextStep:
        'Apple asks that person to give the address up; Apple’s page Activity shows how far it is. The account is provisioned in a later cycle by itself.',
    }),
    links: [pages.conflicts],
  },
];
