import type { Topic } from '../topic.ts';
import { pages } from './pages.ts';

/** What stands in the way of acting in a person's name. Source: Microsoft's list of AADSTS codes. */
export const personTopics: readonly Topic[] = [
  {
    id: 'admin-consent',
    sees: '“AADSTS65001”: nobody has consented.',
    words: ['aadsts65001', 'consent', 'delegated'],
    answers: [{ code: /^AADSTS65001$/ }],
    help: () => ({
      cause:
        'Nobody has consented yet that Scimitar acts in people’s names: the delegated permission Synchronization.ReadWrite.All has no admin consent.',
      nextStep:
        'Ask an administrator of Entra to grant admin consent for it on Scimitar’s app registration, under API permissions. Then start again from the card.',
    }),
    links: [pages.consent],
  },
  {
    id: 'second-factor',
    sees: '“AADSTS50076” or “AADSTS50079”: a second factor is asked for.',
    words: ['aadsts50076', 'aadsts50079', 'mfa', 'multi-factor'],
    answers: [{ code: /^AADSTS5007[69]$/ }],
    help: () => ({
      cause: 'Entra asks for a second factor (MFA) before Scimitar may act in your name.',
      nextStep: 'Sign out of Teams and in again with the second factor. Then start again from the card.',
    }),
    links: [pages.signIn],
  },
  {
    id: 'sign-in-again',
    sees: 'Scimitar says that the sign-in of the person is over.',
    words: ['aadsts500133', 'aadsts50013', 'expired sign-in', 'signed out'],
    answers: [{ code: /^(AADSTS500133|AADSTS50013|assertion-expired|sign-in-needed)$/ }],
    help: () => ({
      cause: 'The sign-in of the person is over, or does not hold any more.',
      nextStep:
        'Start again from the newest card, which signs you in anew. The same token may be entered again.',
    }),
    links: [pages.signIn],
  },
  {
    id: 'sign-in-mismatch',
    sees: 'Scimitar says that the sign-in is not one of this person, organisation and app.',
    words: ['assertion', 'audience', 'application id uri', 'wrong tenant'],
    answers: [{ code: /^assertion-(invalid|tenant|audience|person)$/ }],
    help: () => ({
      cause:
        'The sign-in that Teams handed over is not one of this person, this organisation and this app. Nothing of it was used.',
      nextStep:
        'Start again from the card, with your own account of this organisation. If it stays like this, an administrator compares the application ID URI of the app registration with docs/permissions.md.',
    }),
    links: [pages.signIn],
  },
  {
    id: 'teams-sign-in',
    sees: 'Scimitar says that Teams could not sign the person in.',
    words: ['resourcematchfailed', 'single sign-on', 'sso', 'webapplicationinfo'],
    answers: [{ code: /^teams-/ }],
    help: () => ({
      cause:
        'Teams could not sign you in silently. Mostly the application ID URI or the pre-authorised Teams clients of the app registration are not set, or Scimitar is not added to your own chats.',
      nextStep:
        'Add Scimitar to your personal apps and start again from the card. If it stays like this, an administrator goes through the registration in docs/permissions.md.',
    }),
    links: [pages.signIn],
  },
  {
    id: 'own-credential',
    sees: '“AADSTS7000215”, “AADSTS700027” or “AADSTS1000502” when a person is signed in.',
    words: ['aadsts1000502', 'aadsts700024', 'client assertion'],
    answers: [{ code: /^AADSTS(7000215|7000222|700027|1000502|700024)$/, onBehalf: true }],
    help: () => ({
      cause:
        'Entra did not accept the client secret or the certificate of the bot: it is wrong or has expired.',
      nextStep: 'Whoever runs Scimitar gives it a valid one. Then start again from the card.',
    }),
    links: [pages.signIn],
  },
  {
    id: 'own-role',
    sees: 'Graph does not allow a rotation in the name of the person who entered the token.',
    words: ['application administrator', 'cloud application administrator', 'pim', 'owner'],
    answers: [{ kinds: ['not-permitted'], onBehalf: true }],
    help: ({ again }) => ({
      cause:
        'Microsoft Graph did not allow it in the name of the person who entered the token: the role in Entra is missing, or is not active at present.',
      nextStep: `Activate or ask for the role Cloud Application Administrator or Application Administrator, or become an owner of the enterprise application. Then ${again}.`,
    }),
    links: [pages.permissions],
  },
];
