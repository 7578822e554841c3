import type { Branded } from './ids.ts';
import { addCalendarYears, type CalendarDate } from './calendar.ts';

export type ProfileId = Branded<'ProfileId'>;

/** What is known of a SCIM service. Data, not code: a new service is a new file in `profiles/`. */
export interface Profile {
  readonly id: ProfileId;
  /** As people know it today. */
  readonly name: string;
  /** Display names that enterprise applications of this service carry. They only choose whom to ask first. */
  readonly displayNames: readonly string[];
  /** Graph's `BaseAddress`. Compared exactly: it decides what a connection is. */
  readonly tenantUrl: string;
  readonly lifetime: { readonly calendarYears: number };
  /** How many tokens live at once, and what becomes of the old one. */
  readonly slots: { readonly count: number; readonly oldToken: 'revoke-by-hand' };
  /** How long the service may need before it shows a new token as active, in seconds. */
  readonly activeAfterSeconds: number;
  readonly portal: { readonly name: string; readonly url: string };
  /** Where the token is made, newest first; the service has moved the page several times. */
  readonly clickPaths: readonly ClickPath[];
  /** Who can make a token there. */
  readonly roles: readonly string[];
  readonly links: readonly Link[];
}

export interface ClickPath {
  /** First year in which people saw these screens. */
  readonly since: number;
  readonly steps: readonly string[];
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

/** The day on which a token made on `made` runs out. */
export const expiryOf = (profile: Profile, made: CalendarDate): CalendarDate =>
  addCalendarYears(made, profile.lifetime.calendarYears);

/** The click path of `year`: the newest that is not younger. */
export const clickPathOf = (profile: Profile, year: number): ClickPath | undefined =>
  clickPathIn(profile.clickPaths, year);

/** Of paths that stand newest first. */
export const clickPathIn = (paths: readonly ClickPath[], year: number): ClickPath | undefined =>
  paths.find((path) => path.since <= year) ?? paths.at(-1);
