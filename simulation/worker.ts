// A part of a simulation in a process of its own: takes the run as text, sends the outcome and ends.
import { simulate, type Run } from './run.ts';

const outcome = await simulate(JSON.parse(process.argv[2] ?? '') as Run);
process.send?.(outcome, () => {
  process.disconnect();
});
