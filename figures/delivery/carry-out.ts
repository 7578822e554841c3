import type { Random } from '../../simulation/random.ts';
import type { Asked } from './asked.ts';
import { rootMarker, type Ledger, type Posted } from './ledger.ts';

/** What Teams has made of a call that it carried out. */
export interface Done {
  readonly status: number;
  readonly body: string;
  readonly posted?: Posted;
}

const notThere: Done = { status: 404, body: '{"error":{"code":"ActivityNotFoundInConversation"}}' };
const done: Done = { status: 200, body: '{}' };

/** Does what is asked for, at that moment, as Teams does. */
export function carryOut(asked: Asked, ledger: Ledger, random: Random, now: number): Done {
  switch (asked.do) {
    case 'read-member':
      return { status: 200, body: '{"id":"29:somebody"}' };
    case 'open-chat':
      return { status: 201, body: JSON.stringify({ id: `a:${asked.person}` }) };
    case 'open-thread':
    case 'post': {
      const where = placeOf(asked);
      if (where.root !== undefined && ledger.standing(where.root) === undefined) return notThere;
      const posted = ledger.post(where, { body: asked.body, at: now, delay: random.unit() });
      const id = asked.do === 'post' ? posted.id : posted.conversation;
      return { status: 201, body: JSON.stringify({ id, activityId: posted.id }), posted };
    }
    case 'update':
      return ledger.standing(asked.id) === undefined ? notThere : done;
    case 'remove': {
      const there = ledger.standing(asked.id);
      if (there === undefined) return notThere;
      there.isDeleted = true;
      return done;
    }
  }
}

function placeOf(asked: Extract<Asked, { readonly do: 'open-thread' | 'post' }>) {
  if (asked.do === 'open-thread') return { channel: asked.channel };
  const { conversation } = asked;
  const [channel, root] = conversation.split(rootMarker);
  return root === undefined ? { channel: undefined, conversation } : { channel, conversation, root };
}
