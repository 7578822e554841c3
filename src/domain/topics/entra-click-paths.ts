import type { ClickPath } from '../profile.ts';
import type { ClickPathName } from '../topic.ts';

const toProvisioning = [
  'Sign in at entra.microsoft.com as an Application Administrator, a Cloud Application Administrator or an owner of the application.',
  'Choose Enterprise apps, then the application, then Provisioning.',
];

const path = (since: number, ...steps: readonly string[]): ClickPath => ({
  since,
  steps: [...toProvisioning, ...steps],
});

/**
 * Where to click in Entra, newest screens first. Sources: Microsoft's page on provisioning in the portal (until 2024), its
 * tutorials of 2026 and people's reports (2025).
 */
export const entraClickPaths: Readonly<Record<Exclude<ClickPathName, 'token'>, readonly ClickPath[]>> = {
  credentials: [
    path(2025, 'Choose Update credentials: the tenant URL and the secret token stand there.'),
    path(
      2020,
      'Choose Edit provisioning, then Admin Credentials: the tenant URL and the secret token stand there.',
    ),
  ],
  start: [
    path(
      2025,
      'On the Overview choose Start provisioning. Do not choose Restart provisioning: it does more.',
    ),
    path(2020, 'Choose Start provisioning. Do not choose Restart provisioning: it does more.'),
  ],
  notification: [
    path(
      2025,
      'On the Overview choose Properties.',
      'Enter a notification e-mail address that several people read, and save.',
    ),
    path(
      2020,
      'Choose Edit provisioning, then Settings.',
      'Enter a notification e-mail address that several people read, and save.',
    ),
  ],
  mappings: [
    path(
      2025,
      'Choose Attribute mapping, then Provision Microsoft Entra ID Users.',
      'Compare the list with the one in Microsoft’s tutorial.',
    ),
    path(
      2020,
      'Choose Edit provisioning, then Mappings, then Provision Azure Active Directory Users.',
      'Compare the list with the one in Microsoft’s tutorial.',
    ),
  ],
  scope: [
    path(
      2025,
      'Choose Users and groups to see who is assigned, and Properties on the Overview to see the scope.',
    ),
    path(
      2020,
      'Choose Users and groups to see who is assigned, and Edit provisioning, Settings to see the scope.',
    ),
  ],
  logs: [path(2020, 'Choose Provisioning logs and look for the person’s name.')],
};
