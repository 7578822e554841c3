import type { Topic } from '../topic.ts';
import { pages } from './pages.ts';

const checkRights =
  'Ask an administrator of Entra to check that the bot’s identity holds Synchronization.ReadWrite.All with admin consent, or owns the enterprise application.';

/** What Graph itself may say. */
export const graphTopics: readonly Topic[] = [
  {
    id: 'notification-settings',
    sees: '“InvalidNotificationSettings” when the token is saved.',
    words: ['invalidnotificationsettings', 'syncnotificationsettings', 'notification e-mail'],
    answers: [{ code: /InvalidNotificationSettings/i }],
    help: () => ({
      cause: 'Entra refused the notification settings that are stored beside the token.',
      nextStep:
        'Open the application’s provisioning properties in Entra, enter a notification e-mail address, save, and enter the token again.',
    }),
    path: 'notification',
    links: [pages.portal],
  },
  {
    id: 'other-secrets',
    sees: 'Scimitar says that the settings beside the token could not be kept.',
    words: ['masked', 'settings changed', 'by hand', 'another secret'],
    answers: [{ kinds: ['settings'] }],
    help: () => ({
      cause:
        'Entra stores another secret beside the token, or the settings changed meanwhile. Scimitar cannot be sure to keep them as they are.',
      nextStep:
        'Enter this token by hand in Entra, under Provisioning, Update credentials, and save it there.',
    }),
    path: 'credentials',
    links: [pages.portal],
  },
  {
    id: 'own-secret',
    sees: '“AADSTS7000222”, “AADSTS7000215” or “AADSTS700027”: Scimitar cannot sign in.',
    words: ['aadsts7000222', 'aadsts7000215', 'aadsts700027', 'expired client secret', 'certificate'],
    answers: [{ kinds: ['no-sign-in'], code: /^AADSTS(7000222|7000215|700027)$/ }],
    help: ({ again }) => ({
      cause:
        'Entra does not accept the credential with which Scimitar itself signs in: it has expired, was removed or was entered wrongly. The SCIM token has nothing to do with it.',
      nextStep: `Whoever runs Scimitar gives its app registration a new credential, or better a managed identity, and starts it again. Then ${again}.`,
    }),
    links: [pages.signIn],
  },
  {
    id: 'sign-in',
    sees: '“AADSTS…” and a number, or “InvalidAuthenticationToken”: Scimitar cannot sign in.',
    words: ['aadsts', 'invalidauthenticationtoken', 'managed identity', 'conditional access', 'sign in'],
    answers: [{ kinds: ['no-sign-in'] }],
    help: ({ again }) => ({
      cause:
        'Scimitar could not sign in to Entra, or Graph does not accept its sign-in: its app registration, its tenant, its managed identity or a conditional access policy may be the reason, or a clock that is wrong.',
      nextStep: `Whoever runs Scimitar looks the code up and checks the settings BOT_ID, BOT_TENANT_ID and the credential. Then ${again}.`,
    }),
    links: [pages.signIn],
  },
  {
    id: 'job-or-right',
    sees: '“UnknownError” with 401 and no text.',
    words: ['unknownerror', '401', 'unauthorized', 'global reader', 'ownership'],
    answers: [
      { kinds: ['not-permitted'], code: /^(Unauthorized|UnknownError|unknown)$/i, status: [401, 401] },
    ],
    help: ({ again }) => ({
      cause:
        'Microsoft Graph answered 401 Unauthorized. It says so for a missing permission, role or ownership, and also when its provisioning service does not know the enterprise application.',
      nextStep: `Check in Entra that the enterprise application still has a provisioning job, and that the bot’s identity holds Synchronization.ReadWrite.All, or owns the enterprise application itself and not only its registration. Then ${again}.`,
    }),
    links: [pages.permissions, pages.consent],
  },
  {
    id: 'permission',
    sees: '“Authorization_RequestDenied” or “Insufficient privileges to complete the operation”.',
    words: ['authorization_requestdenied', '403', 'forbidden', 'admin consent', 'insufficient privileges'],
    answers: [{ kinds: ['not-permitted'] }],
    help: ({ again }) => ({
      cause:
        'Microsoft Graph did not allow the bot to do this: a permission, its admin consent or an ownership is missing.',
      nextStep: `${checkRights} Then ${again}.`,
    }),
    links: [pages.permissions, pages.consent],
  },
  {
    id: 'job-gone',
    sees: '“Request_ResourceNotFound”, or the application or its provisioning job is not there any more.',
    words: ['request_resourcenotfound', 'vanished', 'deleted', 're-created', 'job missing'],
    answers: [{ kinds: ['not-found'] }],
    help: ({ service }) => ({
      cause: `The enterprise application or the provisioning job for ${service} is not there any more. A job that was deleted and made anew by a script may not be shown in the portal.`,
      nextStep:
        'Look in Entra whether it was deleted or made anew. A new one has to be watched anew. Never delete and re-create a job to repair it: all its state is lost.',
    }),
    links: [pages.portal],
  },
  {
    id: 'not-propagated',
    sees: '“Conflict” with 409, also when Scimitar asks a second time.',
    words: ['409', 'conflict', 'locked', 'propagation', 'just created'],
    answers: [{ kinds: ['not-propagated'] }],
    help: ({ again }) => ({
      cause:
        'Entra still carries out an earlier change of this application, so it did not take this one. Scimitar has asked twice.',
      nextStep: `Wait ten minutes, then ${again}. If somebody works on the same application in Entra, let them finish first.`,
    }),
    links: [pages.errors],
  },
  {
    id: 'throttled',
    sees: '“TooManyRequests” with 429.',
    words: ['429', 'toomanyrequests', 'throttling', 'retry-after'],
    answers: [{ kinds: ['throttled'] }],
    help: ({ again }) => ({
      cause: 'Microsoft Graph had too many requests, also after waiting.',
      nextStep: `Wait a few minutes, then ${again}.`,
    }),
    links: [pages.throttling],
  },
  {
    id: 'graph-failed',
    sees: '“InternalServerError”, “ServiceUnavailable” or “GatewayTimeout” from Graph itself.',
    words: ['500', '502', '503', '504', 'gateway', 'microsoft down'],
    answers: [{ kinds: ['unreachable'], status: [500, 599] }],
    help: ({ again }) => ({
      cause:
        'Microsoft Graph answered with an error of its own. It does not say whether it did what it was asked.',
      nextStep: `Wait a few minutes, then ${again}. If it stays like this, the request ID helps Microsoft’s support.`,
    }),
    links: [pages.errors],
  },
  {
    id: 'no-answer',
    sees: 'Scimitar says that Microsoft Graph did not answer.',
    words: ['time-out', 'timeout', 'no-connection', 'unreachable', 'firewall'],
    answers: [{ kinds: ['unreachable'] }],
    help: ({ again }) => ({
      cause: 'Microsoft Graph or the sign-in service of Entra did not answer in time.',
      nextStep: `Wait a few minutes, then ${again}. If it stays like this, check the bot’s network.`,
    }),
    links: [pages.errors],
  },
  {
    id: 'proxy',
    sees: 'The exact message is a web page and not an answer of Graph.',
    words: ['html', 'web page', 'firewall', 'captive'],
    answers: [{ kinds: ['unknown'], code: /^page$/ }],
    help: ({ again }) => ({
      cause:
        'A web page came in place of an answer of Microsoft Graph: a proxy or a firewall between Scimitar and Microsoft has probably answered.',
      nextStep: `Let Scimitar reach graph.microsoft.com over https without inspection. Then ${again}.`,
    }),
    links: [pages.errors],
  },
  {
    id: 'unknown-answer',
    sees: 'Scimitar says that Graph gave an unknown answer.',
    words: ['unknown', 'request id', 'support'],
    answers: [{ kinds: ['unknown'] }],
    help: ({ again }) => ({
      cause: 'The cause is unknown: Scimitar has no explanation for this answer.',
      nextStep: `Wait a few minutes, then ${again}. If it stays like this, the exact message and the request ID help Microsoft’s support.`,
    }),
    links: [pages.errors],
  },
];
