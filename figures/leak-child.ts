// Plays every story and sends each as a message to the process that started this one, which also reads what is printed.
import { leakStories } from './leak-stories.ts';
import { planting, plantedBehind, playLeakStory } from './play-leak-story.ts';

const parts: string[] = [];
for (const story of leakStories) {
  const played = await playLeakStory(story);
  parts.push(planting(played.token));
  await new Promise((sent) => process.send?.(played, sent));
}
for (const print of [console.log, console.error]) print([plantedBehind, ...parts].join('\n'));
process.disconnect();
