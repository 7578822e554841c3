import type { SSEStreamingApi } from 'hono/streaming';
import type { TeamsState } from '../teams/state.ts';

/** Changes come in bursts; a page that is told once per burst draws once. */
const burst = 30;

/** Tells one page of every new revision until it goes away. */
export async function tellRevisions(stream: SSEStreamingApi, teams: TeamsState): Promise<void> {
  let waiting = false;
  const tell = () => {
    waiting = false;
    void stream.writeSSE({ data: String(teams.revision) });
  };
  const stop = teams.onChange(() => {
    if (!waiting) setTimeout(tell, burst).unref();
    waiting = true;
  });
  tell();
  await new Promise<void>((gone) => {
    stream.onAbort(gone);
  });
  stop();
}

/**
 * Provisioning and expiry move by the clock alone, and the page shows them. Looks once a second whether what it shows
 * changed. Gives back how to stop.
 */
export function watchViews(views: () => unknown, teams: TeamsState): () => void {
  let last = JSON.stringify(views());
  const timer = setInterval(() => {
    const now = JSON.stringify(views());
    if (now !== last) teams.touch();
    last = now;
  }, 1000).unref();
  return () => {
    clearInterval(timer);
  };
}
