/** At most `calls` in any span of so many `milliseconds`, wherever it begins. */
export interface Limit {
  readonly calls: number;
  readonly milliseconds: number;
}

const writes: readonly Limit[] = [
  { calls: 7, milliseconds: 1_000 },
  { calls: 8, milliseconds: 2_000 },
  { calls: 60, milliseconds: 30_000 },
  { calls: 1_800, milliseconds: 3_600_000 },
];
const reads: readonly Limit[] = writes.map(({ calls, milliseconds }) => ({ calls: 2 * calls, milliseconds }));

export const counted = ['send', 'create', 'tagged', 'members', 'conversations'] as const;
/** What Teams counts on its own. A message that mentions a tag is a `send`, and is counted as `tagged` besides. */
export type Counted = (typeof counted)[number];

/**
 * For one bot in one chat or one whole channel.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const perThread: Readonly<Record<Counted, readonly Limit[]>> = {
  send: writes,
  create: writes,
  tagged: [
    { calls: 2, milliseconds: 5_000 },
    { calls: 5, milliseconds: 60_000 },
  ],
  members: reads,
  conversations: reads,
};

/** For one app in one tenant: all calls together. */
export const perApp: readonly Limit[] = [{ calls: 50, milliseconds: 1_000 }];

/**
 * Milliseconds by which every span is kept longer than published: two calls may reach Teams closer together than they
 * left. The app's costs 2 % of its speed, so it is the smaller one.
 */
export const margin = { thread: 100, app: 20 } as const;
