import type { Answer } from '../domain/answer.ts';
import { addDays, type CalendarDate, type Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import { freezeOf, longestFreezeDays } from '../domain/freeze.ts';
import type { FreezeDayFailure, FreezeFormFailure } from '../domain/freeze.ts';
import { failed, ok, type Result } from '../domain/result.ts';

/** Proposed in the example: long enough to be used as it stands. */
const exampleDays = 14;

/** What was wrong behind `freeze`, with an example that would work. */
export const freezeForm = (
  { name }: Connection,
  today: CalendarDate,
  why?: FreezeFormFailure | FreezeDayFailure,
): Answer => ({
  kind: 'freeze-form',
  ...(why === undefined ? {} : { why }),
  name,
  day: addDays(today, exampleDays),
  last: addDays(today, longestFreezeDays),
});

/**
 * The one connection that is meant: by its whole name, or by a part of it that no other has. Of several the one whose
 * reminders come in the channel that it was said in, if that is one.
 */
export function chooseToFreeze(
  all: readonly Connection[],
  named: string | undefined,
  channelId: string | undefined,
): Result<Connection, Answer> {
  const matching = matches(all, named);
  if (matching.length === 0)
    return failed({ kind: 'no-such-connection', asked: named ?? '', names: namesOf(all) });
  return (
    onlyOne(matching, channelId) ??
    failed({ kind: 'which-connection', command: 'freeze', names: namesOf(matching) })
  );
}

/** The same for `unfreeze`, where one that is frozen is meant. */
export function chooseFrozen(
  all: readonly Connection[],
  named: string | undefined,
  channelId: string | undefined,
  now: Moment,
): Result<Connection, Answer> {
  const matching = matches(all, named);
  if (matching.length === 0)
    return failed({ kind: 'no-such-connection', asked: named ?? '', names: namesOf(all) });
  const frozen = matching.filter((one) => freezeOf(one, now) !== undefined);
  if (frozen.length === 0) {
    const [only] = matching;
    return only !== undefined && matching.length === 1 ? ok(only) : failed({ kind: 'not-frozen' });
  }
  return (
    onlyOne(frozen, channelId) ??
    failed({ kind: 'which-connection', command: 'unfreeze', names: namesOf(frozen) })
  );
}

function matches(all: readonly Connection[], named: string | undefined): readonly Connection[] {
  const wanted = named?.toLowerCase();
  if (wanted === undefined) return all;
  const exact = all.filter(({ name }) => name.toLowerCase() === wanted);
  return exact.length > 0 ? exact : all.filter(({ name }) => name.toLowerCase().includes(wanted));
}

function onlyOne(
  matching: readonly Connection[],
  channelId: string | undefined,
): Result<Connection, never> | undefined {
  const here = matching.filter(({ place }) => place.channelId === channelId);
  const [one, ...others] = matching.length > 1 ? here : matching;
  return one !== undefined && others.length === 0 ? ok(one) : undefined;
}

const namesOf = (connections: readonly Connection[]): readonly string[] =>
  connections.map(({ name }) => name);
