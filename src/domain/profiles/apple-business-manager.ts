import type { Profile, ProfileId } from '../profile.ts';
import { appleClickPaths } from './apple-click-paths.ts';

/**
 * Apple Business Manager, since April 2026 "Apple Business".
 * Source: Apple's guide "Manage SCIM tokens" (axmc9a823611) and Microsoft's provisioning tutorial for the gallery app.
 */
export const appleBusinessManager: Profile = {
  id: 'apple-business-manager' as ProfileId,
  name: 'Apple Business Manager',
  displayNames: ['Apple Business Manager', 'Apple Business', 'Apple Business Essentials'],
  tenantUrl: 'https://federation.apple.com/feeds/business/scim',
  lifetime: { calendarYears: 1 },
  slots: { count: 2, oldToken: 'revoke-by-hand' },
  activeAfterSeconds: 60,
  portal: { name: 'Apple Business', url: 'https://business.apple.com/' },
  clickPaths: appleClickPaths('business.apple.com', 'an Administrator or People Manager'),
  roles: ['Administrator', 'People Manager'],
  links: [
    {
      title: 'Apple: manage SCIM tokens',
      url: 'https://support.apple.com/guide/apple-business-manager/axmc9a823611/web',
    },
  ],
};
