import type { Person } from './ids.ts';

/** Somebody as Entra knows them now. */
export interface DirectoryPerson extends Person {
  /** Somebody whose account is disabled is neither named nor written to. */
  readonly enabled: boolean;
  readonly guest: boolean;
}

/** Whom a channel's reminders call by name: a Teams tag, or one person. */
export type OnCall =
  | { readonly kind: 'tag'; readonly id: string; readonly name: string }
  | { readonly kind: 'person'; readonly person: Person };

/** Who stands behind a connection, in the order in which they are asked when nobody acts. */
export interface Responsible {
  /** Default: whoever set up the watch. */
  readonly owner?: Person;
  readonly deputy?: Person;
  /** Default: the owner's manager in Entra. */
  readonly manager?: Person;
}
