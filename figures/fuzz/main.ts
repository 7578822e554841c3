// `node --import tsx figures/fuzz/main.ts --parser <name> --number <number>` executes one number again and says what was
// wrong; `--count <executions>` that many from it on. Without a parser: all of them.
import { parseArgs } from 'node:util';
import { allParsers, usualPatience, wordsOf } from './share.ts';
import { huntWatched } from './watch.ts';

const { values } = parseArgs({
  options: {
    parser: { type: 'string' },
    seed: { type: 'string', default: '1' },
    number: { type: 'string', default: '0' },
    count: { type: 'string', default: '1' },
  },
});
const [seed, from] = [Number(values.seed), Number(values.number)];
const hunted = await huntWatched({
  seed,
  from,
  to: from + Number(values.count),
  module: allParsers,
  patience: usualPatience,
  ...(values.parser === undefined ? {} : { only: values.parser.split(',') }),
});
for (const { parser, executions, milliseconds, findings } of hunted) {
  const perSecond = Math.round((executions / milliseconds) * 1000);
  process.stdout.write(
    `${parser}: ${executions} executions, ${perSecond} a second, ${findings.length} findings\n`,
  );
  for (const finding of findings) process.stdout.write(`  ${wordsOf(seed, finding)}\n`);
}
