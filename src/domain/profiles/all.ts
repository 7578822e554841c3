import type { Profile, ProfileId } from '../profile.ts';
import { appleBusinessManager } from './apple-business-manager.ts';
import { appleSchoolManager } from './apple-school-manager.ts';

export const profiles: readonly Profile[] = [appleBusinessManager, appleSchoolManager];

/** A stored connection always names a profile that exists; anything else is a bug or a store of a newer version. */
export function profileOf(id: ProfileId): Profile {
  const profile = profiles.find((candidate) => candidate.id === id);
  if (profile === undefined) throw new Error(`no profile named ${id}`);
  return profile;
}

/** Compared exactly, as Entra stores it: a trailing slash or `/v2` is another address, and Apple answers 404 there. */
export const profileAt = (tenantUrl: string): Profile | undefined =>
  profiles.find((profile) => profile.tenantUrl === tenantUrl);
