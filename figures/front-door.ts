import { startApp } from '../src/app.ts';
import type { Cleanup } from '../test/scenarios/chat.ts';
import { cleaningUp } from './cleaning-up.ts';
import type { Figure } from './figure.ts';
import { startForge, type Room } from './front-door/forge.ts';
import { openDoor } from './front-door/open-door.ts';
import { refusalOf } from './front-door/refusal.ts';
import { rooms as allRooms } from './front-door/rooms.ts';
import { stories as allStories, type Story } from './front-door/stories.ts';
import { percentile } from './percentile.ts';
import type { StartBot } from './restartable.ts';

const bar = 0;

export interface FrontDoorCases {
  readonly rooms: Readonly<Record<string, Room>>;
  readonly stories: Readonly<Record<string, Story>>;
}

/** Whatever does not come from Teams is refused by the bot as it is shipped, over a socket, and costs nothing. */
export const frontDoor: Figure = frontDoorFigure(startApp, { rooms: allRooms, stories: allStories });

/** `start` starts the bot that is measured. */
export function frontDoorFigure(start: StartBot, { rooms, stories }: FrontDoorCases): Figure {
  return {
    name: 'front-door',
    meaning:
      'requests that are not Teams’ own for this bot and tenant, and were not refused with an empty 401 and no effect',
    unit: 'wrong',
    bar,
    async measure() {
      const judged = await cleaningUp((t) => judgeRooms(t, start, rooms));
      for (const [name, story] of Object.entries(stories))
        judged.push({ name, problem: await cleaningUp((t) => story(t, start)) });
      const wrong = judged.filter(({ problem }) => problem !== undefined);
      return {
        value: wrong.length,
        details: [
          ...wrong.map(({ name, problem }) => `${name} ${problem ?? ''}`),
          `${judged.length} cases`,
          timesOf(judged.flatMap(({ milliseconds }) => milliseconds ?? [])),
        ],
      };
    },
  };
}

interface Case {
  readonly name: string;
  /** `undefined` when it was refused as promised. */
  readonly problem: string | undefined;
  readonly milliseconds?: number;
}

/** All rooms at one bot, which lets Teams itself in before and after them. */
async function judgeRooms(t: Cleanup, start: StartBot, rooms: FrontDoorCases['rooms']): Promise<Case[]> {
  const door = await openDoor(t, start);
  const forge = await startForge(door);
  const judged: Case[] = [];
  for (const [room, cases] of Object.entries(rooms))
    for (const [name, make] of Object.entries(cases))
      judged.push({ name: `${room}: ${name}`, ...(await refusalOf(door, await make(forge))) });
  await door.assertOpen();
  return judged;
}

function timesOf(times: readonly number[]): string {
  if (times.length === 0) return 'no times';
  const [half, most] = [percentile(times, 50), percentile(times, 99)];
  return `a refusal took ${half.toFixed(1)} ms, the 99th percentile ${most.toFixed(1)} ms`;
}
