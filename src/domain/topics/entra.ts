import type { Topic } from '../topic.ts';
import { pages } from './pages.ts';

/** What an administrator meets in Entra. Sources: Microsoft's pages on quarantine, known issues and mappings. */
export const entraTopics: readonly Topic[] = [
  {
    id: 'disabled-job',
    sees: 'The job is off or disabled, though nobody touched it.',
    words: ['28 days', 'four weeks', 'stopped', 'switched off', 'paused'],
    help: () => ({
      cause: 'Entra disables a job that has been in quarantine for more than 28 days.',
      nextStep:
        'Enter a new token. When it passes the test and is saved, Scimitar starts the job again; it goes on where it stopped.',
    }),
    path: 'start',
    links: [pages.quarantine, pages.start],
  },
  {
    id: 'no-mail',
    sees: 'Nobody was told when provisioning stopped.',
    words: ['one mail', 'notification', 'e-mail', 'email', 'azure-noreply', 'not notified'],
    help: () => ({
      cause:
        'Entra sends one single mail when a quarantine begins, from azure-noreply@microsoft.com, and only where a notification address is set. Apple mails its administrators 60 days before expiry.',
      nextStep:
        'Set a notification address that several people read. Scimitar’s reminders do not depend on it.',
    }),
    path: 'notification',
    links: [pages.quarantine],
  },
  {
    id: 'save-fails',
    sees: 'The test passes, but the save fails with a general error.',
    words: ['1024', '1 kb', 'store full', 'storage', 'save', 'credentials too long', 'certificate'],
    help: () => ({
      cause:
        'An enterprise application keeps its credentials in a small store, of 1,024 bytes in some clouds: the token, a certificate for sign-in and the notification addresses share it.',
      nextStep:
        'Shorten the notification addresses to one. If that is not enough, use a second instance of the application for provisioning alone.',
    }),
    path: 'notification',
    links: [pages.knownIssues],
  },
  {
    id: 'global-reader',
    sees: 'An auditor or Global Reader cannot see provisioning, or gets “401”.',
    words: ['auditor', 'reader', 'read only', 'custom role', 'cannot see'],
    help: () => ({
      cause: 'The role Global Reader has no right to read the configuration of provisioning.',
      nextStep:
        'Give a custom role with microsoft.directory/applications/synchronization/standard/read, or let them read Scimitar’s thread and history.',
    }),
    links: [pages.knownIssues],
  },
  {
    id: 'nested-groups',
    sees: 'Members of a group inside an assigned group are missing at Apple.',
    words: ['nested', 'subgroup', 'group in group', 'members missing'],
    help: () => ({
      cause:
        'Provisioning looks at the direct members of an assigned group only. Apple knows no groups at all.',
      nextStep: 'Assign the inner groups themselves, or make a dynamic group of all who are meant.',
    }),
    path: 'scope',
    links: [pages.knownIssues, pages.requirements],
  },
  {
    id: 'scope-changed',
    sees: 'The scope was changed, from all users to assigned ones or back, and nothing happens.',
    words: ['all users', 'assigned', 'sync only assigned', 'clear state', 'restart'],
    help: () => ({
      cause: 'A job applies another scope only after its state has been cleared.',
      nextStep:
        'In Entra choose Restart provisioning for this application, which clears the state; the first cycle afterwards takes long. A new token alone never needs that, and Scimitar never does it.',
    }),
    path: 'scope',
    links: [pages.portal, pages.tokens],
  },
  {
    id: 'user-missing',
    sees: 'A user never arrives at Apple, and there is no error.',
    words: ['never arrives', 'missing user', 'skipped', 'given name', 'surname', 'not synced'],
    help: () => ({
      cause:
        'The user is not in scope, or has no given name or surname in Entra: Apple does not take an account without both.',
      nextStep:
        'Look the person up in the provisioning logs, fill in both names, and wait for the next cycle. A name that was used before may be blocked for 30 days, in schools for 120.',
    }),
    path: 'logs',
    links: [pages.logs, pages.requirements],
  },
  {
    id: 'mappings',
    sees: 'The connection fails after somebody edited the attribute mappings.',
    words: ['attribute', 'mapping', 'unmapped', 'extra attributes', 'token validation failures'],
    help: () => ({
      cause:
        'Apple takes the attributes of Microsoft’s tutorial and no others; more or fewer can make every request fail.',
      nextStep:
        'Compare the mappings with the tutorial: active, userName, givenName, familyName, externalId, locale, timezone, employeeNumber, costCenter, division and department. Remove what is not among them.',
    }),
    path: 'mappings',
    links: [pages.troubleshooting, pages.businessTutorial],
  },
  {
    id: 'cycle-time',
    sees: 'A change in Entra is not at Apple yet.',
    words: ['40 minutes', 'slow', 'how long', 'interval', 'wait', 'proof'],
    help: () => ({
      cause: 'A provisioning cycle begins every 20 to 40 minutes, and the first one takes much longer.',
      nextStep:
        'Wait for the next cycle: Scimitar watches it after each save and says when it has proven the token. In quarantine a cycle comes once a day at most.',
    }),
    path: 'logs',
    links: [pages.portal],
  },
];
