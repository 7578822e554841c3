import type { ClickPath } from '../profile.ts';

const lastSteps = [
  'If two tokens are listed, first revoke the one that Entra does not use.',
  'Copy the token and note its expiry date. Apple shows the token only once.',
];

/** Both of Apple's portals have the same screens. Source: Apple's token page (until 2024), people's reports (2025). */
export const appleClickPaths = (host: string, roles: string): readonly ClickPath[] => [
  {
    since: 2025,
    steps: [
      `Sign in at ${host} as ${roles}.`,
      'Choose your name at the bottom left, then Preferences, then Managed Apple Accounts.',
      'Next to Directory Sync choose Edit, then the plus sign beside Client Secret (older screens: Generate Token).',
      ...lastSteps,
    ],
  },
  {
    since: 2022,
    steps: [
      `Sign in at ${host} as ${roles}.`,
      'Choose your name at the bottom of the sidebar, then Preferences, then Directory Sync.',
      'Choose Edit next to SCIM, then Generate Token.',
      ...lastSteps,
    ],
  },
];
