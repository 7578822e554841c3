import { longDate, type CalendarDate } from '../domain/calendar.ts';
import { promiseProposed } from '../domain/claim.ts';
import type { Connection } from '../domain/connection.ts';
import type { Cycle } from '../domain/cycle.ts';
import { lastQuietRung } from '../domain/ladder.ts';
import { actButton, foldButton, paragraph, remark, targetOf, type Button } from './buttons.ts';
import { plain } from './plain.ts';

interface Claimable {
  readonly connection: Pick<Connection, 'expirySource'>;
  readonly cycle: Cycle;
  readonly daysLeft: number;
  readonly promise: { readonly first: CalendarDate; readonly last: CalendarDate };
}

/** Whoever takes it on names the day by which it will be done. Somebody else may take it over, or say it is nobody's. */
export function claimButton({ connection, cycle, daysLeft, promise: { first, last } }: Claimable): Button {
  const target = targetOf(cycle);
  const { claim } = cycle;
  const meanwhile =
    daysLeft > lastQuietRung(connection.expirySource)
      ? `The reminders are quiet until that day. ${neverQuiet(connection)}`
      : 'The reminders go on meanwhile.';
  return foldButton(
    "I'll take it",
    [
      ...(claim === undefined
        ? []
        : [
            paragraph(
              `${plain(claim.by.name, 60)} has it, to be done by ${longDate(claim.until)}. Whoever has it may choose another day.`,
            ),
          ]),
      {
        type: 'Input.Date',
        id: 'until',
        label: 'Done by',
        value: promiseProposed(cycle.expiresOn, first),
        min: first,
        max: last,
        isRequired: true,
        errorMessage: `Choose a day from ${longDate(first)} to ${longDate(last)}.`,
      },
      remark(meanwhile),
    ],
    [
      actButton(claim === undefined ? "I'll take it" : "I'll take it over", { verb: 'claim', ...target }),
      ...(claim === undefined
        ? []
        : [
            actButton('Nobody has it any more', { verb: 'unclaim', ...target }, { associatedInputs: 'none' }),
          ]),
    ],
  );
}

/** A button for each day, and no input: a second input of the name `until` would keep phones from showing the card. */
export function snoozeButton(
  connection: Pick<Connection, 'expirySource'>,
  cycle: Cycle,
  dates: readonly CalendarDate[],
): Button {
  return foldButton(
    'Snooze',
    [
      paragraph('No reminders until the day that you choose. The card counts how often it was snoozed.'),
      remark(neverQuiet(connection)),
    ],
    dates.map((until) =>
      actButton(`Snooze until ${longDate(until)}`, { verb: 'snooze', ...targetOf(cycle), until }),
    ),
  );
}

export const neverQuiet = ({ expirySource }: Pick<Connection, 'expirySource'>): string =>
  `The last ${lastQuietRung(expirySource)} days before expiry are never quiet.`;
