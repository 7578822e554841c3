import { addDays, longDate } from '../domain/calendar.ts';
import type { ConnectionStatus } from '../domain/answer.ts';
import { freezeOn, longestReason, type Freeze } from '../domain/freeze.ts';
import type { Fact } from './card.ts';
import { plain } from './plain.ts';

/** What somebody gave as the reason: text from outside. */
export const reasonWords = (
  { reason }: Pick<Freeze, 'reason'>,
  harmless: typeof plain = plain,
  longest = longestReason,
): string => harmless(reason, longest);

/** Shown for as long as it holds; `brief`, where many are listed, without who and why. */
export function freezeFacts(
  { connection, cycle, daysLeft }: Pick<ConnectionStatus, 'connection' | 'cycle' | 'daysLeft'>,
  how?: 'brief',
): readonly Fact[] {
  const freeze = freezeOn(connection, addDays(cycle.expiresOn, -daysLeft));
  if (freeze === undefined) return [];
  const whoAndWhy = ` by ${plain(freeze.by.name, 60)}: ${reasonWords(freeze)}`;
  const value = `${longDate(freeze.until)}${how === 'brief' ? '' : whoAndWhy}`;
  return [{ title: 'Frozen until', value }];
}
