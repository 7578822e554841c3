import type { JsonObject } from './json-object.ts';
import type { Person, TeamsState } from './state.ts';

/** A member as the Bot Connector lists it; `objectId` is what older SDKs read. */
export function memberAccount(person: Person, teams: TeamsState): JsonObject {
  const [givenName = '', surname = ''] = person.name.split(' ');
  return {
    id: teams.mriOf(person),
    objectId: person.id,
    aadObjectId: person.id,
    name: person.name,
    givenName,
    surname,
    email: person.upn,
    userPrincipalName: person.upn,
    tenantId: teams.tenant.id,
    userRole: person.userType === 'Guest' ? 'guest' : 'user',
  };
}

/** Page sizes below 50 count as 50, above 500 as 500. The token of the next page is opaque. */
export function pageOf<T>(
  items: readonly T[],
  pageSize: number,
  continuationToken: string | undefined,
): { readonly items: readonly T[]; readonly continuationToken?: string } {
  const size = Math.min(500, Math.max(50, pageSize));
  const start = continuationToken === undefined ? 0 : Number(Buffer.from(continuationToken, 'base64url'));
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { continuationToken: Buffer.from(String(end)).toString('base64url') }),
  };
}
