import type { Cleanup } from '../../test/scenarios/chat.ts';
import type { StartBot } from '../restartable.ts';
import { keyStories } from './key-stories.ts';
import { replays } from './replays.ts';

/** A case of several requests, at a bot of its own. Gives what went otherwise than promised. */
export type Story = (t: Cleanup, start: StartBot) => Promise<string | undefined>;

export const stories: Readonly<Record<string, Story>> = { ...keyStories, ...replays };
