import type { Notice } from '../domain/answer.ts';
import { isGuarded } from '../domain/deeds.ts';
import type { PersonId } from '../domain/ids.ts';
import { refusedBy } from '../domain/refused-by.ts';
import type { Rule } from '../domain/trail.ts';
import { refuseBy } from '../flows/permission.ts';
import type { BotDeps } from './bot.ts';
import type { Pressed } from './incoming.ts';

/** A row of the trail for what somebody wanted, had the right to, and was refused by another rule. */
export async function writeRefusal(
  { ports }: BotDeps,
  by: PersonId | undefined,
  { verb, connection, cycle }: Pressed,
  told: Notice | Rule,
): Promise<void> {
  const rule = typeof told === 'string' ? told : refusedBy(told);
  if (by === undefined || verb === undefined || rule === undefined || !isGuarded(verb)) return;
  await refuseBy(ports, { by, deed: verb, connection, cycle }, rule);
}
