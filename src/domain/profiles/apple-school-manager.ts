import type { Profile, ProfileId } from '../profile.ts';
import { appleClickPaths } from './apple-click-paths.ts';

/** Apple School Manager. Source: as for Apple Business Manager; roles from Apple's guide (axm3ec7b95ad). */
export const appleSchoolManager: Profile = {
  id: 'apple-school-manager' as ProfileId,
  name: 'Apple School Manager',
  displayNames: ['Apple School Manager'],
  tenantUrl: 'https://federation.apple.com/feeds/school/scim',
  lifetime: { calendarYears: 1 },
  slots: { count: 2, oldToken: 'revoke-by-hand' },
  activeAfterSeconds: 60,
  portal: { name: 'Apple School Manager', url: 'https://school.apple.com/' },
  clickPaths: appleClickPaths('school.apple.com', 'an Administrator, Site Manager or People Manager'),
  roles: ['Administrator', 'Site Manager', 'People Manager'],
  links: [
    {
      title: 'Apple: sync accounts from Microsoft Entra ID',
      url: 'https://support.apple.com/guide/apple-school-manager/axm3ec7b95ad/web',
    },
  ],
};
