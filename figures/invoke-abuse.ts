import { startApp } from '../src/app.ts';
import { cleaningUp } from './cleaning-up.ts';
import type { Figure } from './figure.ts';
import { rooms as allRooms, type Room } from './invoke-abuse/cases.ts';
import { problemOf } from './invoke-abuse/judge.ts';
import { Stage } from './invoke-abuse/stage.ts';
import { stories as allStories, type Story } from './invoke-abuse/stories.ts';
import type { StartBot } from './restartable.ts';

export interface Abuse {
  readonly rooms: Readonly<Record<string, Room>>;
  readonly stories: Readonly<Record<string, Story>>;
}

/** Cards, dialogs and events that are bent, copied, late, repeated or somebody else's do nothing, and say so. */
export const invokeAbuse: Figure = invokeAbuseFigure(startApp, { rooms: allRooms, stories: allStories });

/** `start` starts the bot that is measured. */
export function invokeAbuseFigure(start: StartBot, { rooms, stories }: Abuse): Figure {
  return {
    name: 'invoke-abuse',
    meaning:
      'bent, copied, late or repeated cards and dialogs that had an effect or no clear, private answer',
    unit: 'wrong',
    bar: 0,
    async measure() {
      const judged: { readonly name: string; readonly problem: string | undefined }[] = [];
      await cleaningUp(async (t) => {
        const stage = await Stage.set(t, start);
        for (const [room, cases] of Object.entries(rooms))
          for (const [name, one] of Object.entries(cases))
            judged.push({ name: `${room}: ${name}`, problem: await problemOf(stage, one) });
        // After all of it, what is right still works.
        if (!(await stage.acts(async () => stage.send(stage.claim({ until: '2026-12-13' })))))
          throw new Error('a claim that is right had no effect any more');
      });
      for (const [name, story] of Object.entries(stories))
        for (const [what, problem] of Object.entries(await cleaningUp((t) => story(t, start))))
          judged.push({ name: `${name}: ${what}`, problem });
      const wrong = judged.filter(({ problem }) => problem !== undefined);
      return {
        value: wrong.length,
        details: [...wrong.map(({ name, problem }) => `${name} ${problem ?? ''}`), `${judged.length} cases`],
      };
    },
  };
}
