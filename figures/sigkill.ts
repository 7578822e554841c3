import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chat } from '../test/scenarios/chat.ts';
import { startKillable } from '../test/scenarios/killable.ts';
import { cleaningUp } from './cleaning-up.ts';
import type { Effort, Figure } from './figure.ts';
import { freshToken } from './redelivery/clicks.ts';
import { nameOf, pointsOf, type Point } from './sigkill/points.ts';
import { openDialog, pauseByHand, playKill, type Round, type Stage } from './sigkill/round.ts';

const bar = 0;
const kills: Readonly<Record<Effort, number>> = { usual: 20, long: 1_000 };
const most = 20;
/** A start costs more than all the rest: most kills are followed by one, some by two or three. */
const startsOf = (round: number): number => (round % 8 === 7 ? 3 : round % 4 === 1 ? 2 : 1);

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
      const broken = rounds.flatMap((round) => round.broken);
      const points = new Set(halves.flatMap((half) => half.reached));
      return {
        value: broken.length,
        details: [
          ...broken.slice(0, most),
          `${rounds.length} kills at ${points.size} points: ${rounds.filter(({ reached }) => reached).length} where they should be`,
        ],
      };
    },
  };
}

interface Half {
  readonly rounds: readonly Round[];
  readonly reached: readonly string[];
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
    const reached = new Set<string>();
    for (let round = 0; round < count; round++) {
      const point = points[round % points.length];
      if (point === undefined) throw new Error('An attempt has no such point.');
      const played = await playKill(stage, point, startsOf(round), paused);
      rounds.push(played);
      if (played.reached) reached.add(nameOf(point));
    }
    return { rounds, reached: [...reached] };
  });
