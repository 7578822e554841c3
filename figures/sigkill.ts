import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chat } from '../test/scenarios/chat.ts';
import { startKillable } from '../test/scenarios/killable.ts';
import { cleaningUp } from './cleaning-up.ts';
import type { Effort, Figure } from './figure.ts';
import { freshToken } from './redelivery/clicks.ts';
import { whatWasMissed } from './sigkill/aim.ts';
import { nameOf, pointsOf, type Point } from './sigkill/points.ts';
import { openDialog, pauseByHand, playKill, type Round, type Stage } from './sigkill/round.ts';

const bar = 0;
const kills: Readonly<Record<Effort, number>> = { usual: 160, long: 1_000 };
const most = 20;
/** A start costs more than all the rest: most kills are followed by one, some by two or three. */
const startsOf = (turn: number): number => (turn % 8 === 7 ? 3 : turn % 4 === 1 ? 2 : 1);

/** A rotation's process is killed at each point of it, started again, and killed again: what has to hold afterwards. */
export const sigkill: Figure = sigkillFigure(kills);

export interface KillOptions {
  /** Which points are taken: default all, one after the other. */
  readonly only?: (point: Point) => boolean;
  /** Puts a fault between the bot and its world. */
  readonly plant?: (chat: Chat, store: string) => void;
}

export function sigkillFigure(
  of: Readonly<Record<Effort, number>>,
  { only = () => true, plant }: KillOptions = {},
): Figure {
  return {
    name: 'sigkill',
    meaning:
      'promises broken after the bot is killed at each commit and each call of a rotation, and started again',
    unit: 'broken promises',
    bar,
    async measure(effort) {
      const halves = await Promise.all(
        ([false, true] as const).map((paused) => killHalf(Math.ceil(of[effort] / 2), paused, only, plant)),
      );
      const rounds = halves.flatMap((half) => half.rounds);
      const points = [...new Set(halves.flatMap((half) => half.points))];
      const broken = rounds.flatMap((round) => round.broken).slice(0, most);
      const missed = whatWasMissed(rounds, points);
      if (missed !== undefined) throw new Error([missed, ...broken].join('\n  '));
      return {
        value: rounds.flatMap((round) => round.broken).length,
        details: [...broken, told(rounds, points.length)],
      };
    },
  };
}

function told(rounds: readonly Round[], points: number): string {
  const hits = rounds.filter(({ reached }) => reached);
  const places = new Set(hits.map(({ point }) => point)).size;
  const elsewhere = rounds.length - hits.length;
  return `${hits.length} kills at ${places} of ${points} points${elsewhere > 0 ? `, ${elsewhere} more missed theirs` : ''}`;
}

interface Half {
  readonly rounds: readonly Round[];
  /** All of an attempt. */
  readonly points: readonly string[];
}

/** One bot and one tenant. Where the job is paused the attempt has to start it as well; the other reading of PUT is played there too. */
const killHalf = (
  count: number,
  paused: boolean,
  only: NonNullable<KillOptions['only']>,
  plant: KillOptions['plant'],
): Promise<Half> =>
  cleaningUp(async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'scimitar-sigkill-'));
    t.after(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const store = join(folder, 'scimitar.db');
    const killable = await startKillable(t, {
      ...{ store, mayReadChannels: true, keepActivities: false },
      secretsReading: paused ? 'replace' : 'merge',
    });
    const stage: Stage = { killable, store };
    const { chat } = killable;
    await chat.move('next rung');
    chat.sandbox.cloud.tenant.ledger.isStrict = true;
    if (paused) pauseByHand(chat);
    const submit = await openDialog(chat);
    const points = (
      await pointsOf(killable, async () => {
        await submit(freshToken(chat));
        await chat.sandbox.app.drain();
      })
    ).filter(only);
    plant?.(chat, store);
    const rounds: Round[] = [];
    // The halves begin at opposite ends, so that fewer kills than points come to all of them between the two.
    const inTurn = paused ? points.toReversed() : points;
    for (let turn = 0; turn < count; turn++) {
      const point = inTurn[turn % inTurn.length];
      if (point === undefined) throw new Error('An attempt has no such point.');
      // Each time round a point is followed by another number of starts.
      const starts = startsOf(turn + Math.floor(turn / inTurn.length));
      const played = await playKill(stage, point, starts, paused);
      rounds.push(played);
      // On a busy machine an attempt may end early, because Graph took too long.
      if (!played.reached) rounds.push(await playKill(stage, point, starts, paused));
    }
    return { rounds, points: points.map(nameOf) };
  });
