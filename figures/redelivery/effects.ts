import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import type { Chat } from '../../test/scenarios/chat.ts';

/** What clicks have left behind so far, counted where it cannot be taken back. */
export interface Effects {
  /** Lines of the story. */
  readonly lines: number;
  /** Replies in the channel. */
  readonly replies: number;
  readonly attempts: number;
  /** Tokens saved in Entra. */
  readonly saves: number;
  readonly snoozes: number;
}

/** The store's file is read beside the bot, as another process would. */
export async function effectsSoFar(chat: Chat): Promise<Effects> {
  const { tenant, store: path } = chat.sandbox.settings;
  const store = openSqliteStore(path);
  try {
    const [lines, attempts, cycles] = [
      await store.list(tenant, 'line'),
      await store.list(tenant, 'rotation'),
      await store.list(tenant, 'cycle'),
    ];
    return {
      lines: lines.length,
      replies: chat.livingThreads().reduce((sum, { replies }) => sum + replies.length, 0),
      attempts: attempts.length,
      saves: chat.sandbox.cloud.tenant.ledger.entries.length,
      snoozes: cycles.reduce((sum, { value }) => sum + value.snoozes, 0),
    };
  } finally {
    await store.close();
  }
}

export const added = (before: Effects, after: Effects): Effects => ({
  lines: after.lines - before.lines,
  replies: after.replies - before.replies,
  attempts: after.attempts - before.attempts,
  saves: after.saves - before.saves,
  snoozes: after.snoozes - before.snoozes,
});

export const told = (effects: Effects): string =>
  Object.entries(effects)
    .filter(([, count]) => count !== 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ') || 'nothing';
