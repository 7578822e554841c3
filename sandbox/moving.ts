import { addDays, atTime, type ClockTime } from '../src/domain/calendar.ts';
import type { MoveClock } from './page-api.ts';
import type { Sandbox } from './sandbox.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Longest stretch between two looks of the bot: with a longer one it would pass over what a real week shows. */
const hop = 6 * hour;
/** The same while no rung is near, as in the months after a rotation. */
const longHop = day;
const near = 3 * day;
const midnight = '00:00' as ClockTime;

/** Moves the world forward in hops, and lets the bot look after each, unless it sleeps. */
export async function moveClock(sandbox: Sandbox, to: MoveClock['to']): Promise<void> {
  await moveUntil(sandbox, await targetOf(sandbox, to));
}

export async function moveUntil(sandbox: Sandbox, target: number): Promise<void> {
  const { clock, cloud, app } = sandbox;
  while (clock.now() < target) {
    const rung = target - clock.now() > near ? await nextRung(app) : 0;
    clock.advance(Math.min(rung - clock.now() > near ? longHop : hop, target - clock.now()));
    cloud.tenant.catchUp();
    if (!sandbox.faults().botSleeps) await app.tick();
  }
}

async function nextRung(app: Sandbox['app']): Promise<number> {
  const watched = await app.upcoming();
  return Math.min(...watched.map(({ next }) => (next === undefined ? Infinity : Date.parse(next.at))));
}

async function targetOf({ clock, app }: Sandbox, to: MoveClock['to']): Promise<number> {
  const now = clock.now();
  if (to === '+40 minutes') return now + 40 * minute;
  if (to === '+1 day') return now + day;
  const watched = await app.upcoming();
  const moments =
    to === 'next rung'
      ? watched.flatMap(({ next }) => (next === undefined ? [] : [Date.parse(next.at)]))
      : // The end of the day on which the token runs out.
        watched.map(({ connection: { expiresOn, zone } }) =>
          Date.parse(atTime(addDays(expiresOn, 1), midnight, zone)),
        );
  const ahead = moments.filter((moment) => moment > now);
  if (ahead.length === 0)
    throw new Error(`There is no ${to} to move to: nothing is watched, or it lies in the past.`);
  return Math.min(...ahead) + minute;
}
