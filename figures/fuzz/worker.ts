// A part of the fuzzing in a process of its own: takes its share as text, sends what it found and ends.
import type { Share } from './share.ts';
import { huntWatched } from './watch.ts';

const hunted = await huntWatched(JSON.parse(process.argv[2] ?? '') as Share);
process.send?.(hunted, () => {
  process.disconnect();
});
