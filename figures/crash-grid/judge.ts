import type { Cycle } from '../../src/domain/cycle.ts';
import { isRunning, type Rotation } from '../../src/domain/rotation.ts';
import type { ScimToken } from '../../src/domain/scim-token.ts';
import { words } from '../../test/scenarios/chat.ts';
import { messageId } from '../../src/domain/ids.ts';
import { keyOf } from '../../src/adapters/teams/marker.ts';
import { messageKey } from '../../src/flows/watched.ts';
import { connection, tenantOf, type Town } from './town.ts';

/** What has to be true when a rotation is over, whatever struck it. */
export function judge(town: Town, tokens: readonly ScimToken[], entered: string): readonly string[] {
  const all = town.rotations();
  return [
    ...all.flatMap((rotation) => attemptIsOver(town, rotation)),
    ...(all.length === 0 ? ['no attempt began'] : []),
    ...tokens.filter(isAlive).map(() => 'a token is still in memory'),
    ...cycles(town).flatMap((cycle) => cycleHolds(town, cycle)),
    ...success(town, all, entered),
    ...needless(town),
  ];
}

const cycles = ({ memory }: Town): readonly Cycle[] =>
  memory.list(tenantOf, 'cycle', { partition: connection }).map(({ value }) => value);

/** I3: it ended, exactly one reply says how, and "interrupted" says what to do. */
function attemptIsOver(town: Town, rotation: Rotation): readonly string[] {
  if (isRunning(rotation)) return [`the attempt is still ${rotation.state}`];
  const key = messageId(rotation.id, 'result');
  const told = town
    .threads()
    .flatMap(({ replies }) => replies)
    .filter(({ card, deleted }) => !deleted && keyOf(card) === key);
  const message = town.memory.read(messageKey(rotation, key))?.value;
  // Each answer that told nothing may have left one more, where the bot may not look.
  const most = 1 + (town.mayLook ? 0 : (message?.unanswered ?? 0));
  const [first] = told;
  return [
    ...(told.length < 1 ? [`${rotation.state} was not told`] : []),
    ...(told.length > most ? [`${rotation.state} was told ${told.length} times`] : []),
    ...(first !== undefined &&
    rotation.state === 'interrupted' &&
    !words(first.card).includes('same one again is safe')
      ? ['interrupted does not say what to do']
      : []),
  ];
}

/** I6: nothing of it is left. */
function isAlive({ secret }: ScimToken): boolean {
  try {
    secret.reveal();
    return true;
  } catch {
    return false;
  }
}

function cycleHolds({ memory }: Town, cycle: Cycle): readonly string[] {
  const lines = memory
    .list(tenantOf, 'line', { partition: connection })
    .filter(({ key }) => key.id.startsWith(`${cycle.openedAt}.`));
  const rungs = cycle.rungs.map(({ rung }) => rung);
  return [
    // I7: the story has no gap.
    ...(lines.length === cycle.lines ? [] : [`${lines.length} lines of ${cycle.lines}`]),
    // I5: a rung is sent, passed over or pending, never two of these.
    ...(new Set(rungs).size === rungs.length ? [] : ['a rung stands twice']),
    ...(cycle.attempt === undefined ? [] : ['the connection is not free']),
    // I10: the card shows the state.
    ...(cycle.cardStale ? ['the card is behind'] : []),
  ];
}

/** Success is never guessed: the token is there, and the cycle that proves it began after it was saved. */
function success(town: Town, all: readonly Rotation[], entered: string): readonly string[] {
  const savedAt = town.cloud.tenant.ledger.entries.at(-1)?.at ?? Infinity;
  return all.flatMap((rotation) => [
    ...((rotation.state === 'applied' || rotation.state === 'proven') && town.savedToken !== entered
      ? ['success was told, and another token is saved']
      : []),
    ...(rotation.state === 'proven' && Date.parse(rotation.proof.began) <= savedAt
      ? ['a cycle from before the save counts as its proof']
      : []),
  ]);
}

const needless = ({ school }: Town): readonly string[] =>
  school.jobs.flatMap(({ needlessStarts, restarts }) => [
    ...(needlessStarts > 0 ? [`${needlessStarts} needless starts`] : []),
    ...(restarts.length > 0 ? ['the job was restarted'] : []),
  ]);
