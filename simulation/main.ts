// `node --import tsx simulation/main.ts --seed <seed> --world <number>` plays one world again and says what was wrong in it;
// `--years <token-years>` instead of a world plays many.
import { parseArgs } from 'node:util';
import { judge } from './oracle.ts';
import { play } from './play.ts';
import { simulate, wordsOf } from './run.ts';
import { drawWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    world: { type: 'string' },
    years: { type: 'string', default: '100' },
  },
});
const seed = Number(values.seed);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
if (values.world === undefined)
  say(JSON.stringify(await simulate({ seed, tokenYears: Number(values.years) }), null, 2));
else {
  const findings = judge(await play(drawWorld(seed, Number(values.world))));
  for (const finding of findings) say(wordsOf(finding));
  say(`${findings.length} wrong`);
}
