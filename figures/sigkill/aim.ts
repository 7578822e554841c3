import type { Round } from './round.ts';

/** The least share of kills that have to happen where they should. */
const leastShare = 0.95;
/** With so many kills no point may be without one. */
const coversAll = 100;

/** What makes a run worthless: a bot that died elsewhere, or not at all, has kept no promise at that point. */
export function whatWasMissed(
  rounds: readonly Pick<Round, 'point' | 'reached'>[],
  points: readonly string[],
): string | undefined {
  const hits = rounds.filter(({ reached }) => reached);
  if (hits.length < leastShare * rounds.length) {
    const missed = new Set(rounds.filter(({ reached }) => !reached).map(({ point }) => point));
    return `Only ${hits.length} of ${rounds.length} kills were where they should be; missed: ${[...missed].join(', ')}.`;
  }
  const never = points.filter((point) => !hits.some((hit) => hit.point === point));
  return rounds.length >= coversAll && never.length > 0
    ? `None of ${rounds.length} kills was ${never.join(', ')}.`
    : undefined;
}
