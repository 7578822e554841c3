import type { Link } from '../profile.ts';

const entraPage = (title: string, path: string): Link => ({
  title: `Microsoft: ${title}`,
  url: `https://learn.microsoft.com/entra/${path}`,
});
const graphPage = (title: string, path: string): Link => ({
  title: `Microsoft: ${title}`,
  url: `https://learn.microsoft.com/graph/${path}`,
});
const applePage = (title: string, path: string): Link => ({
  title: `Apple: ${title}`,
  url: `https://support.apple.com/guide/${path}/web`,
});

/** The vendors' own pages. */
export const pages = {
  quarantine: entraPage('quarantine', 'identity/app-provisioning/application-provisioning-quarantine-status'),
  knownIssues: entraPage('known issues of provisioning', 'identity/app-provisioning/known-issues'),
  portal: entraPage(
    'provisioning in the portal',
    'identity/app-provisioning/configure-automatic-user-provisioning-portal',
  ),
  mappings: entraPage('attribute mappings', 'identity/app-provisioning/customize-application-attributes'),
  logs: entraPage('provisioning logs', 'identity/monitoring-health/concept-provisioning-logs'),
  consent: entraPage('admin consent', 'identity/enterprise-apps/grant-admin-consent'),
  signIn: entraPage('sign-in error codes', 'identity-platform/reference-error-codes'),
  businessTutorial: entraPage(
    'tutorial for Apple Business Manager',
    'identity/saas-apps/apple-business-manager-provision-tutorial',
  ),
  validate: graphPage('validateCredentials', 'api/synchronization-synchronizationjob-validatecredentials'),
  start: graphPage('start a synchronization job', 'api/synchronization-synchronizationjob-start'),
  permissions: graphPage('permissions of Graph', 'permissions-reference'),
  throttling: graphPage('throttling', 'throttling'),
  errors: graphPage('error responses', 'errors'),
  tokens: applePage('manage SCIM tokens', 'apple-business-manager/axmc9a823611'),
  requirements: applePage('requirements of the sync', 'apple-business-manager/axmd88331cd6'),
  troubleshooting: applePage('troubleshoot the SCIM connection', 'apple-school-manager/axm403a0f3bd'),
  conflicts: applePage('resolve account conflicts', 'apple-business-manager/axm313013d12'),
  oidc: applePage('sync from Microsoft Entra ID', 'business/axm3ec7b95ad'),
  appleStatus: { title: 'Apple: system status', url: 'https://www.apple.com/support/systemstatus/' },
} as const satisfies Record<string, Link>;
