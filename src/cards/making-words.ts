import type { CalendarDate } from '../domain/calendar.ts';
import { clickPathOf, type Profile } from '../domain/profile.ts';
import type { Fact } from './card.ts';

/** The steps to a new token on the screens of that year, numbered. */
export const makingSteps = (profile: Profile, today: CalendarDate): readonly Fact[] =>
  (clickPathOf(profile, Number(today.slice(0, 4)))?.steps ?? []).map((step, index) => ({
    title: `Step ${index + 1}`,
    value: step,
  }));

/** The one rule that keeps provisioning alive. */
export const slotRule = ({ portal, slots }: Profile): string =>
  `${portal.name} holds ${slots.count} tokens at once. Never revoke the one that Entra uses: it has to work until the new one is proven.`;
