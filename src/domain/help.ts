import type { Profile } from './profile.ts';
import { profiles } from './profiles/all.ts';
import type { UpstreamFailure, UpstreamKind } from './upstream.ts';

/** What an upstream's refusal means, and what a person can do about it. Each one or two sentences. */
export interface Help {
  readonly cause: string;
  readonly nextStep: string;
}

/** Names that the sentences need: the service, its portal, and the vendor's other services. */
interface Names {
  readonly service: string;
  readonly portal: string;
  readonly tenantUrl?: string;
  readonly others: readonly string[];
  /** What to do once more, as the end of a sentence. */
  readonly again: string;
}

interface KnownAnswer {
  readonly code?: RegExp;
  readonly text?: RegExp;
  readonly kinds?: readonly UpstreamKind[];
  readonly help: (names: Names) => Help;
}

const fromTheService: readonly UpstreamKind[] = ['token-refused', 'cannot-tell', 'unknown'];

const tokenRefused = ({ service, portal, others }: Names): Help => ({
  cause:
    `${sentence(service)} answered and does not accept this token. It may have expired, been revoked, been copied only in part` +
    `${others.length === 0 ? '' : `, or been made in ${others.join(' or ')} instead of ${service}`}.`,
  nextStep: `Make a new token in ${portal}, copy it whole, and enter it.`,
});

const cannotTell = ({ service }: Names): Help => ({
  cause: `Entra could not reach ${service}, or got an answer that it could not use. This says nothing about the token.`,
  nextStep:
    'Enter the same token again in ten minutes. If it stays like this, look at the status page of the service and at the exact message.',
});

const quarantined = ({ portal }: Names): Help => ({
  cause: 'The provisioning job is in quarantine because the credentials that Entra holds were refused.',
  nextStep: `Make a new token in ${portal} and enter it. When it passes the test, Scimitar lifts the quarantine.`,
});

const notPermitted = ({ again }: Names): Help => ({
  cause:
    'Microsoft Graph did not allow the bot to do this: a permission, its admin consent or an ownership is missing.',
  nextStep: `Ask an administrator of Entra to check that the bot’s identity holds Synchronization.ReadWrite.All with admin consent, or owns the enterprise application. Then ${again}.`,
});

const overloaded401 = ({ again }: Names): Help => ({
  cause:
    'Microsoft Graph answered 401 Unauthorized. It says so for a missing permission, role or ownership, and also when its provisioning service does not know the enterprise application.',
  nextStep: `Check in Entra that the enterprise application still has a provisioning job, and that the bot’s identity holds Synchronization.ReadWrite.All. Then ${again}.`,
});

const wrongApplication = ({ service, portal }: Names): Help => ({
  cause:
    'Entra cannot provision this enterprise application. It was made by a sign-in (OIDC) set-up, or the directory sync runs over OIDC and needs no token.',
  nextStep: `Look in ${portal} whether a token is listed at all. If so, use the enterprise application named ${service} that has a provisioning job. If none is listed, there is nothing to rotate.`,
});

const wrongAddress = ({ service, tenantUrl, others }: Names): Help => ({
  cause:
    `The address answered 404 Not Found, so the tenant URL in Entra is probably not the one of ${service}` +
    `${others.length === 0 ? '' : `: perhaps the one of ${others.join(' or ')}, or one with an addition such as /v2`}.`,
  nextStep:
    tenantUrl === undefined
      ? 'Compare the tenant URL in Entra with the one that the service shows.'
      : `Set the tenant URL in Entra to exactly ${tenantUrl} and enter the token again.`,
});

const notificationSettings = (): Help => ({
  cause: 'Entra refused the notification settings that are stored beside the token.',
  nextStep:
    'Open the application’s provisioning properties in Entra, enter a notification e-mail address, save, and enter the token again.',
});

const tooManyRequests = ({ again }: Names): Help => ({
  cause: 'Microsoft Graph had too many requests, also after waiting.',
  nextStep: `Wait a few minutes, then ${again}.`,
});

/** Answers that are well known, most telling first. Sources: Microsoft's reference, its Q&A, and people's reports. */
const known: readonly KnownAnswer[] = [
  { text: /out of the box automatic provisioning .{0,120}not supported today/is, help: wrongApplication },
  { code: /InvalidNotificationSettings/i, help: notificationSettings },
  { text: /InvalidNotificationSettings/, help: notificationSettings },
  { code: /^Authorization_RequestDenied$/i, help: notPermitted },
  { text: /\b404\b|StatusCode:? ?NotFound|\bNot ?Found\b/i, kinds: fromTheService, help: wrongAddress },
  {
    code: /CredentialValidationUnavailable$/i,
    kinds: ['token-refused', 'cannot-tell', 'unknown'],
    help: cannotTell,
  },
  { code: /CredentialValidationFailure$/i, kinds: ['token-refused', 'unknown'], help: tokenRefused },
  { code: /EncounteredQuarantineException/i, help: quarantined },
  { text: /EncounteredQuarantineException/, kinds: fromTheService, help: quarantined },
  {
    code: /^(Unauthorized|UnknownError|InvalidAuthenticationToken)$/i,
    kinds: ['not-permitted'],
    help: overloaded401,
  },
];

const byKind: Readonly<Record<UpstreamKind, (names: Names) => Help>> = {
  'token-refused': tokenRefused,
  'cannot-tell': cannotTell,
  'not-permitted': notPermitted,
  'not-found': ({ service }) => ({
    cause: `The enterprise application or the provisioning job for ${service} is not there any more.`,
    nextStep: 'Look in Entra whether it was deleted or made anew. A new one has to be watched anew.',
  }),
  throttled: tooManyRequests,
  unreachable: ({ again }) => ({
    cause: 'Microsoft Graph or the sign-in service of Entra did not answer in time.',
    nextStep: `Wait a few minutes, then ${again}. If it stays like this, check the bot’s network.`,
  }),
  settings: () => ({
    cause:
      'Entra stores another secret beside the token, or the settings changed meanwhile. Scimitar cannot be sure to keep them as they are.',
    nextStep: 'Enter this token by hand in Entra, under Provisioning, Update credentials, and save it there.',
  }),
  unknown: ({ again }) => ({
    cause: 'The cause is unknown: Scimitar has no explanation for this answer.',
    nextStep: `Wait a few minutes, then ${again}. If it stays like this, the exact message and the request ID help Microsoft’s support.`,
  }),
};

/** A cause and a next step for an upstream's answer. Without a profile the sentences name no service. */
export function helpFor(failure: UpstreamFailure, profile?: Profile): Help {
  const entry = known.find((candidate) => matches(candidate, failure));
  return (entry?.help ?? byKind[failure.kind])(namesOf(profile));
}

const matches = ({ code, text, kinds }: KnownAnswer, failure: UpstreamFailure): boolean =>
  (kinds === undefined || kinds.includes(failure.kind)) &&
  (code === undefined || code.test(failure.code)) &&
  (text === undefined || text.test(failure.text));

function namesOf(profile: Profile | undefined): Names {
  if (profile === undefined)
    return { service: 'the SCIM service', portal: 'the service’s portal', others: [], again: 'search again' };
  const host = hostOf(profile);
  return {
    service: profile.name,
    portal: profile.portal.name,
    tenantUrl: profile.tenantUrl,
    again: 'enter the same token again',
    others: profiles
      .filter((other) => other.id !== profile.id && hostOf(other) === host)
      .map(({ name }) => name),
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Services on one host are one vendor's, and their tokens are easily mixed up. */
const hostOf = ({ tenantUrl }: Profile): string => new URL(tenantUrl).host;
