import { isAnnouncement, type Announcement } from '../domain/announcement.ts';
import type { Answer } from '../domain/answer.ts';
import { failed, type Result } from '../domain/result.ts';
import { itself, type Intent, type Outcome } from '../domain/trail.ts';
import type { Channel, Claim, NotSent, Sent } from '../ports/channel.ts';
import type { Trail } from '../ports/trail.ts';
import { writtenDown } from './written-down.ts';

/**
 * Teams behind the audit trail. A message has a row in the moment before it is posted, and its result after. Redrawing
 * a living card has none: it shows what other rows tell. Neither has opening a personal chat, which nobody sees.
 * What is announced carries the end of the trail as it was when it was drawn.
 */
export function channelWithTrail(real: Channel, trail: Trail): Channel {
  const withEnd = async (announcement: Announcement): Promise<Announcement> => {
    const end = await trail.end();
    return end === undefined ? announcement : { ...announcement, trail: end };
  };
  return {
    async openThread(place, announcement, key, claim) {
      const intent = { message: key, ...about(announcement), conversation: place.channelId };
      const drawn = await withEnd(announcement);
      return sending(trail, { ...itself, ...intent, effect: 'open-thread' }, claim, (claimed) =>
        real.openThread(place, drawn, key, claimed),
      );
    },
    async post(where, what, key, claim) {
      const said = { ...about(what), conversation: where.conversationId };
      const intent = {
        ...itself,
        effect: 'post',
        ...said,
        ...(key === undefined ? {} : { message: key }),
      } as const;
      const drawn = isAnnouncement(what) ? await withEnd(what) : what;
      if (claim !== undefined)
        return sending(trail, intent, claim, (claimed) => real.post(where, drawn, key, claimed));
      return writtenDown(trail, intent, {
        act: () => real.post(where, drawn, key),
        refuse: () => failed({ why: 'try-later' }),
        outcome: outcomeOf,
      });
    },
    update: async (where, activityId, announcement, key) =>
      real.update(where, activityId, await withEnd(announcement), key),
    remove: (where, activityId) =>
      writtenDown<Result<void, NotSent>>(
        trail,
        { ...itself, effect: 'remove', conversation: where.conversationId, activity: activityId },
        {
          act: () => real.remove(where, activityId),
          refuse: () => failed({ why: 'try-later' }),
          outcome: (removed) => (removed.ok ? { outcome: 'done' } : notSent(removed.failure)),
        },
      ),
    look: (place, root, since) => real.look(place, root, since),
    chatWith: (place, person) => real.chatWith(place, person),
    names: (asked) => real.names(asked),
  };
}

/**
 * A message that is claimed when its turn has come: its intent is written right before the claim, so that it is as young
 * as the message, and a claim that fails is its result.
 */
async function sending(
  trail: Trail,
  intent: Omit<Intent, 'kind'>,
  claim: Claim,
  send: (claimed: Claim) => Promise<Result<Sent, NotSent>>,
): Promise<Result<Sent, NotSent>> {
  const open: { row?: number | 'not-written'; became: Outcome } = { became: { outcome: 'unknown' } };
  const claimed = async (): Promise<boolean> => {
    open.row = await trail.intend(intent);
    if (open.row === 'not-written') return false;
    open.became = { outcome: 'not-sent', why: 'unclaimed' };
    if (!(await claim())) return false;
    open.became = { outcome: 'unknown' };
    return true;
  };
  try {
    const result = await send(claimed);
    open.became = outcomeOf(result);
    return open.row === 'not-written' ? failed({ why: 'try-later' }) : result;
  } finally {
    if (typeof open.row === 'number') await trail.conclude(open.row, open.became);
  }
}

/** What kind of message it is, and what it is about, as far as it says so itself. */
const about = (what: Announcement | Answer): Pick<Intent, 'says' | 'connection' | 'cycle' | 'rotation'> => ({
  says: what.kind,
  ...('connection' in what ? { connection: what.connection.id } : {}),
  ...('rotation' in what ? { cycle: what.rotation.cycle, rotation: what.rotation.id } : {}),
  ...('cycle' in what ? { cycle: what.cycle.id } : {}),
});

const outcomeOf = (sent: Result<Sent, NotSent>): Outcome =>
  sent.ok ? { outcome: 'done', activity: sent.value.activityId } : notSent(sent.failure);

const notSent = ({ why }: NotSent): Outcome => {
  if (why === 'unsure') return { outcome: 'unknown', why };
  return { outcome: why === 'unclaimed' ? 'not-sent' : 'failed', why };
};
