import type { WorldClock } from '../clock.ts';
import type { AppleView } from '../page-api.ts';
import type { Organisation, OrganisationToken } from './organisation.ts';

type TokenState = AppleView['tokens'][number]['state'];

/** Apple's pages as the visitor sees them, one per product. */
export const appleView = (organisations: readonly Organisation[], clock: WorldClock): readonly AppleView[] =>
  organisations.map((organisation) => ({
    product: organisation.product,
    name: organisation.name,
    tenantUrl: organisation.tenantUrl,
    tokens: organisation.listed().map((token) => ({
      id: token.id,
      name: token.name,
      expiresOn: new Date(token.expiresAt).toISOString().slice(0, 10),
      state: stateOf(token, clock.now()),
    })),
  }));

function stateOf(token: OrganisationToken, now: number): TokenState {
  if (token.revokedAt !== undefined) return 'revoked';
  if (now >= token.expiresAt) return 'expired';
  return token.activeSince === undefined ? 'new' : 'active';
}
