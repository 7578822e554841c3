import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hosts } from '../sandbox/seed.ts';
import type { LeakStory } from './leak-stories.ts';
import { inScene, type Scene } from './scene.ts';
import { answers, collect, type Collector, type Sink } from './sinks.ts';

/** A story that has been played. */
export interface Played {
  readonly story: string;
  readonly token: string;
  /** Everything that left the bot. */
  readonly sinks: readonly Sink[];
  /** The same, after a part of the token was leaked into each on purpose. */
  readonly planted: readonly Sink[];
}

/** The part of a token that is leaked on purpose: the shortest run of characters that counts. */
export const planting = (token: string): string => token.slice(-8);

/** What a process prints behind this line is a leak on purpose. */
export const plantedBehind = '--- planted ---';

/** Plays one story in a sandbox of its own. Throws when the story went another way than it says. */
export async function playLeakStory(story: LeakStory): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-leaks-'));
  const { options, sinks } = collect(folder);
  try {
    return await inScene({ ...story.options, ...options }, async (scene) => {
      const token = story.token(scene);
      await story.play(scene, token);
      const found = sinks(scene.sandbox);
      assertPlayed(story, found);
      const part = planting(token);
      await plant(scene, part, folder, options);
      // Only the bot answers Teams: for this sink it can merely be shown that it is searched like the others.
      const planted = sinks(scene.sandbox).map((sink) =>
        sink.name === answers ? { ...sink, text: `${sink.text} ${part}` } : sink,
      );
      return { story: story.name, token, sinks: found, planted };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A story that went another way than it says, or whose sinks stayed empty, shows nothing. */
function assertPlayed({ name, ends }: LeakStory, sinks: readonly Sink[]): void {
  const log = sinks.find((sink) => sink.name === 'log')?.text ?? '';
  const told = [
    ...log.matchAll(
      /"event":"message\.sent","message":"[^"]*","topic":"(?:result|proven)".*?"said":"([\w-]+)"/g,
    ),
  ];
  const last = told.at(-1)?.[1];
  if (last !== ends)
    throw new Error(`The story "${name}" ended as ${last ?? 'nothing'} and not as ${ends ?? 'nothing'}.`);
  const empty = sinks.filter(({ text }) => text === '').map((sink) => sink.name);
  if (empty.length > 0) throw new Error(`In the story "${name}" nothing came to: ${empty.join(', ')}.`);
}

/** Leaks a part of the token into each place, by the way that a leak of the bot's own would take. */
async function plant(
  { sandbox }: Scene,
  part: string,
  folder: string,
  { writeLog }: Collector['options'],
): Promise<void> {
  writeLog(JSON.stringify({ event: 'planted', part }));
  writeFileSync(join(folder, 'planted'), part);
  const address = `https://${hosts.login}/planted?part=${encodeURIComponent(part)}`;
  await sandbox.cloud.network.fetch(address, {
    method: 'POST',
    headers: { planted: part },
    body: JSON.stringify({ part }),
  });
}
