import { hosts } from '../../sandbox/seed.ts';
import { disturb, stepOf } from '../../test/scenarios/disturb.ts';
import type { Killable } from '../../test/scenarios/killable.ts';

/**
 * Where a process dies: before or after one of the commits of its store, or at one of its calls: `before` it is carried
 * out, or `after`, and then its answer is lost. Calls of a name and commits are counted from the submit, from 1.
 */
export interface Point {
  readonly what: string;
  readonly number: number;
  readonly when: 'before' | 'after';
}

const commit = 'commit';
export const nameOf = ({ what, number, when }: Point): string => `${when} ${what} ${number}`;

/** What a call is to an attempt, as the wires see it. */
async function callOf(host: string, request: Request): Promise<string> {
  const { pathname } = new URL(request.url);
  if (host === hosts.graph) {
    const step = await stepOf(request);
    return step === 'other' ? 'Graph (account)' : `Graph (${step})`;
  }
  if (request.method === 'PUT') return 'Teams (update)';
  return pathname.endsWith('/activities') ? 'Teams (post)' : 'Teams (other)';
}

/** Hears every call of the bot; what `meet` gives is its answer. Gives back how to stop listening. */
function onCalls(
  { chat }: Killable,
  meet: (what: string, number: number, carryOut: () => Promise<unknown>) => Promise<Response | undefined>,
): () => void {
  const counts = new Map<string, number>();
  const restores = [hosts.graph, hosts.connector].map((host) => {
    const wire = chat.sandbox.cloud.wires.get(host);
    return disturb(chat.sandbox, host, async (request) => {
      const what = await callOf(host, request);
      const number = (counts.get(what) ?? 0) + 1;
      counts.set(what, number);
      return meet(what, number, async () => wire?.(request.clone()));
    });
  });
  return () => {
    for (const restore of restores) restore();
  };
}

/** All points of an attempt, found by one that nobody disturbs. `attempt` ends when the bot has said everything. */
export async function pointsOf(killable: Killable, attempt: () => Promise<void>): Promise<readonly Point[]> {
  const seen: Omit<Point, 'when'>[] = [];
  await killable.countCommits();
  const stop = onCalls(killable, (what, number) => {
    seen.push({ what, number });
    return Promise.resolve(undefined);
  });
  await attempt();
  stop();
  const commits = await killable.commitsDone();
  for (let number = 1; number <= commits; number++) seen.push({ what: commit, number });
  return seen.flatMap((one) => [
    { ...one, when: 'before' as const },
    { ...one, when: 'after' as const },
  ]);
}

/** Has the bot killed at this point, from now on. Gives back how to call it off. */
export async function killAt(killable: Killable, { what, number, when }: Point): Promise<() => void> {
  if (what === commit) {
    await killable.countCommits({ commit: number, when });
    return () => undefined;
  }
  return onCalls(killable, async (call, count, carryOut) => {
    if (call !== what || count !== number || !killable.isAlive()) return undefined;
    if (when === 'after') await carryOut();
    await killable.kill();
    return new Response(null, { status: 504 });
  });
}
