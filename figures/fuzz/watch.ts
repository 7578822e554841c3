import { Worker } from 'node:worker_threads';
import type { Finding, Hunted } from './hunt.ts';
import { together, type Share } from './share.ts';

/** Where the thread is: the parser by its place in the list, the number of the execution, and how many there were. */
export interface Board {
  readonly parser: number;
  readonly number: number;
}

export interface Assignment {
  readonly share: Share;
  /** Where to begin. */
  readonly from: Board;
  /** `parser`, `number` and a count that grows with every execution. */
  readonly board: Int32Array;
}

export type News =
  | { readonly kind: 'parsers'; readonly names: readonly string[] }
  | { readonly kind: 'found'; readonly finding: Finding }
  | { readonly kind: 'hunted'; readonly hunted: Hunted };

/** A thread cannot begin with TypeScript: it has to learn it first. */
const learner = `
  const { workerData } = require('node:worker_threads');
  import(workerData.tsx).then(({ register }) => { register(); return import(workerData.script); });
`;
const script = new URL('./thread.ts', import.meta.url).href;
const tsx = import.meta.resolve('tsx/esm/api');

/** After so many executions without an end a parser is given up. */
const mostEndless = 3;

/** Executes a share in a thread of its own, which is ended when an execution does not end; the rest is taken up again. */
export async function huntWatched(share: Share): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = [];
  const endless = new Map<number, number>();
  let from: Board = { parser: 0, number: share.from };
  for (;;) {
    const { parts, stuck }: Watched = await watchThread({ share, from });
    hunted.push(...parts);
    if (stuck === undefined) return together(hunted);
    const times = (endless.get(stuck.parser) ?? 0) + 1;
    endless.set(stuck.parser, times);
    const isGivenUp = times >= mostEndless || stuck.number + 1 >= share.to;
    from = isGivenUp
      ? { parser: stuck.parser + 1, number: share.from }
      : { parser: stuck.parser, number: stuck.number + 1 };
  }
}

interface Watched {
  readonly parts: readonly Hunted[];
  readonly stuck?: Board;
}

function watchThread({ share, from }: Omit<Assignment, 'board'>): Promise<Watched> {
  const board = new Int32Array(new SharedArrayBuffer(12)).fill(-1);
  const began = performance.now();
  const thread = new Worker(learner, {
    eval: true,
    workerData: { share, from, board, script, tsx } satisfies Assignment & Record<'script' | 'tsx', string>,
  });
  let names: readonly string[] = [];
  const parts: Hunted[] = [];
  const found = new Map<string, Finding>();
  thread.on('message', (news: News) => {
    if (news.kind === 'parsers') ({ names } = news);
    else if (news.kind === 'found') found.set(news.finding.problem, news.finding);
    else {
      parts.push(news.hunted);
      found.clear();
    }
  });
  return new Promise((resolve, reject) => {
    let last = -1;
    let since = performance.now();
    const watch = setInterval(() => {
      const [parser = -1, number = -1, count = -1] = board;
      if (count !== last || count < 0) [last, since] = [count, performance.now()];
      else if (performance.now() - since > share.patience) {
        void thread.terminate();
        const first = parser === from.parser ? from.number : share.from;
        const name = names[parser] ?? '';
        const problem = `does not end within ${Math.round(share.patience / 1000)} seconds`;
        const finding = { parser: name, number, problem, input: 'not made smaller', times: 1 };
        parts.push({
          parser: name,
          executions: number + 1 - first,
          milliseconds: performance.now() - began,
          findings: [...found.values(), finding],
        });
        resolve({ parts, stuck: { parser, number } });
      }
    }, share.patience / 4);
    thread.on('error', reject);
    thread.on('exit', () => {
      clearInterval(watch);
      resolve({ parts });
    });
  });
}
