import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findLeaks } from '../test/scenarios/leaks.ts';
import type { Effort, Figure } from './figure.ts';
import { leakStories } from './leak-stories.ts';
import { plantedBehind, type Played } from './play-leak-story.ts';
import type { Sink } from './sinks.ts';

/** Gives one entry for each place and spelling in which a part of the token stands. */
export type Search = (
  token: string,
  sinks: readonly Sink[],
) => readonly { readonly sink: string; readonly spelling: string }[];

const bar = 0;
const rounds: Readonly<Record<Effort, number>> = { usual: 1, long: 25 };

/** Every story with a token of its own, in a process of its own; everything that left the bot is searched for it. */
export const tokenLeaks: Figure = leakFigure(playAll, findLeaks);

/** `play` gives the played stories of one round. */
export function leakFigure(play: () => Promise<readonly Played[]>, search: Search): Figure {
  return {
    name: 'token-leaks',
    meaning: 'places in which 8 characters of an entered token turn up, after rotations of every kind',
    unit: 'hits',
    bar,
    async measure(effort) {
      const details: string[] = [];
      for (let round = 0; round < rounds[effort]; round++)
        for (const played of await play()) details.push(...leaksOf(played, search));
      return { value: details.length, details };
    },
  };
}

/** Throws when the search does not see the leaks that were made on purpose: it would have proven nothing. */
function leaksOf({ story, token, sinks, planted }: Played, search: Search): readonly string[] {
  const seen = new Set(search(token, planted).map(({ sink }) => sink));
  const missed = planted.filter(({ name }) => !seen.has(name)).map(({ name }) => name);
  if (missed.length > 0) throw new Error(`A planted leak was not found in: ${missed.join(', ')}.`);
  return search(token, sinks).map(({ sink, spelling }) => `"${story}": ${sink}, spelled ${spelling}`);
}

/** All stories in one process, whose output is one more sink of each. */
async function playAll(): Promise<readonly Played[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'leak-child.ts')], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const played: Played[] = [];
  child.on('message', (message) => played.push(message as Played));
  const outputs = [child.stdout, child.stderr].map((stream, index) => {
    const name = index === 0 ? 'standard output' : 'standard error';
    const output = { name, text: '' };
    // Only the processes of this figure print here, and a token is ASCII.
    stream?.on('data', (chunk: Buffer) => (output.text += chunk.toString('latin1')));
    return output;
  });
  const [closed] = await Promise.all([once(child, 'close'), once(child, 'disconnect')]);
  const [code] = closed as [unknown];
  const errors = outputs[1]?.text.split(plantedBehind)[0]?.slice(0, 2_000) ?? '';
  if (code !== 0 || played.length < leakStories.length)
    throw new Error(`${played.length} of ${leakStories.length} stories were played.\n${errors}`);
  const before = outputs.map(({ name, text }) => ({ name, text: text.split(plantedBehind)[0] ?? '' }));
  return played.map((one) => ({
    ...one,
    sinks: [...one.sinks, ...before],
    planted: [...one.planted, ...outputs],
  }));
}
