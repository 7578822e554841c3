const hour = 3_600_000;
const day = 24 * hour;

/** Clocks and calendars of a zone in which it is about noon now: no story meets midnight there. */
export interface LocalNoon {
  /** IANA name. */
  readonly zone: string;
  /** The local time of a moment (epoch milliseconds), as in 09:30. */
  readonly clock: (moment: number) => string;
  /** The local date so many days from now, as in 2027-03-01. */
  readonly date: (days: number) => string;
}

export function localNoon(now: number): LocalNoon {
  const offset = 12 - new Date(now).getUTCHours();
  const local = (moment: number): string => new Date(moment + offset * hour).toISOString();
  return {
    // These zones count westward.
    zone: offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`,
    clock: (moment) => local(moment).slice(11, 16),
    date: (days) => local(now + days * day).slice(0, 10),
  };
}

/** The next full minute that leaves time to get ready for it. */
export const soon = (now: number): number => Math.ceil((now + 20_000) / 60_000) * 60_000;
