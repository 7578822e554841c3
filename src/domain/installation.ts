import type { Moment } from './calendar.ts';
import type { Place } from './connection.ts';
import type { Person, TenantId } from './ids.ts';

/** The bot in one team. */
export interface Installation {
  readonly tenant: TenantId;
  readonly teamId: string;
  /** The channel that was chosen when the app was added, or General. */
  readonly place: Place;
  readonly addedAt: Moment;
  readonly addedBy?: Person;
}
