import { DatabaseSync as Driver } from '@photostructure/sqlite';

/** Where among the commits of the store the process dies, counted from 1. */
export interface DieAt {
  readonly commit: number;
  readonly when: 'before' | 'after';
}

const state: { done: number; dieAt: DieAt | undefined } = { done: 0, dieAt: undefined };

/** How many commits the store has made since the last `countCommits`. */
export const commitsDone = (): number => state.done;

/** Counts from here on, and kills this process without a warning at one of them. */
export function countCommits(dieAt: DieAt | undefined): void {
  state.done = 0;
  state.dieAt = dieAt;
}

/** The store's own driver, watched: every statement goes through as it is. */
export class DatabaseSync extends Driver {
  override exec(sql: string): void {
    const isCommit = sql === 'COMMIT';
    if (isCommit) die('before');
    super.exec(sql);
    if (isCommit) die('after');
    if (isCommit) state.done++;
  }
}

function die(when: DieAt['when']): void {
  const { done, dieAt } = state;
  if (dieAt?.when === when && dieAt.commit === done + 1) process.kill(process.pid, 'SIGKILL');
}
