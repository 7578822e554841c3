// Executes parsers in a thread, and says on a board where it is. See `watch.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { hunt } from './hunt.ts';
import type { AnyParser } from './parser.ts';
import type { Assignment, News } from './watch.ts';

const { share, from, board } = workerData as Assignment;
const tell = (news: News): void => parentPort?.postMessage(news);

// Nobody reads where an error was made, and many are.
Error.stackTraceLimit = 0;

const { parsers: all } = (await import(share.module)) as { readonly parsers: readonly AnyParser[] };
const parsers = all.filter(({ name }) => share.only?.includes(name) ?? true);
tell({ kind: 'parsers', names: parsers.map(({ name }) => name) });

let count = 0;
for (const [index, parser] of parsers.entries()) {
  if (index < from.parser) continue;
  const span = index === from.parser ? { ...share, from: from.number } : share;
  const hunted = await hunt(parser, span, {
    at(number) {
      board[0] = index;
      board[1] = number;
      board[2] = ++count;
    },
    found: (finding) => {
      tell({ kind: 'found', finding });
    },
  });
  tell({ kind: 'hunted', hunted });
}
