import type { Connection, ExpirySource } from '../domain/connection.ts';
import { isUnsure } from '../domain/ladder.ts';
import type { Profile } from '../domain/profile.ts';
import { profileOf } from '../domain/profiles/all.ts';
import type { Fact } from './card.ts';

/** How sure an expiry date is, behind the date. */
export const sourceWords = (source: ExpirySource, profile: Profile): string => sources[source](profile);

const sources: Readonly<Record<ExpirySource, (profile: Profile) => string>> = {
  decoded: () => 'read from the token itself',
  derived: () => 'worked out from the day on which the token was made',
  typed: ({ portal }) => `read in ${portal.name} by a person`,
  guessed: ({ portal }) => `not confirmed: please check the date in ${portal.name}`,
};

/** Said only of a date that nobody vouches for. */
export const unsureFacts = ({ expirySource, profile }: Connection): readonly Fact[] =>
  isUnsure(expirySource)
    ? [
        {
          title: 'Date',
          value: `Not confirmed: please check the date in ${profileOf(profile).portal.name}`,
        },
      ]
    : [];
