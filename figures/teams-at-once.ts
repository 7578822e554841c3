import { failed, ok, type Result } from '../src/domain/result.ts';
import type { Channel, Claim, NotSent, Sent } from '../src/ports/channel.ts';
import { unasked } from './town.ts';

/** A Teams that does everything at once, and counts what is posted. */
export class TeamsAtOnce {
  posted = 0;

  readonly channel: Channel = {
    openThread: ({ channelId }, _announcement, _key, claim) =>
      this.#post(claim, (activityId) => ({
        conversationId: `${channelId};messageid=${activityId}`,
        activityId,
      })),
    post: ({ conversationId }, _what, _key, claim) =>
      this.#post(claim, (activityId) => ({ conversationId, activityId })),
    update: () => Promise.resolve(ok(undefined)),
    remove: unasked,
    look: () => Promise.resolve(failed('may-not')),
    chatWith: ({ serviceUrl }, person) => Promise.resolve(ok({ serviceUrl, conversationId: `a:${person}` })),
    names: unasked,
  };

  async #post(claim: Claim | undefined, standing: (id: string) => Sent): Promise<Result<Sent, NotSent>> {
    if (claim !== undefined && !(await claim())) return failed({ why: 'unclaimed' });
    return ok(standing(String(1_700_000_000_000 + this.posted++)));
  }
}
