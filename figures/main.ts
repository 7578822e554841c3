// `npm run figures` lists the figures; `npm run figures -- <name>... [--long]` measures those that are named.
import { figures } from './all.ts';
import { runFigures } from './run.ts';

process.exitCode = await runFigures(figures, process.argv.slice(2), {
  say: (line) => {
    console.log(line);
  },
  complain: (line) => {
    console.error(line);
  },
});
