// A part of the grid in a process of its own: takes its share as text, sends the outcome and ends.
import { playShare, type Share } from './cases.ts';

const outcome = await playShare(JSON.parse(process.argv[2] ?? '') as Share);
process.send?.(outcome, () => {
  process.disconnect();
});
