import type { Attempt, Door } from './door.ts';

/** What is wrong with how a request was refused, or `undefined`; and how long that took. */
export interface Judged {
  readonly problem: string | undefined;
  readonly milliseconds: number;
}

/** The promise about a refusal: an empty 401, and nothing that stays or goes out. */
export async function refusalOf(door: Door, attempt: Attempt): Promise<Judged> {
  const before = door.effects();
  const { status, head, body, milliseconds } = await door.post(attempt);
  const after = door.effects();
  const problem =
    status !== 401
      ? `was answered with ${status}`
      : body !== ''
        ? 'was answered with words'
        : /^(server|www-authenticate|x-[\w-]+):/im.test(head)
          ? 'was answered with a header that tells something'
          : after.calls > before.calls
            ? `made the bot call ${after.calls - before.calls} times`
            : after.commits !== before.commits
              ? 'was written into the store'
              : after.teams !== before.teams
                ? 'was told to Teams'
                : undefined;
  return { problem, milliseconds };
}
