import type { Announcement } from '../src/domain/announcement.ts';
import type { Moment } from '../src/domain/calendar.ts';
import type { Conversation, Place } from '../src/domain/connection.ts';
import type { MessageId, PersonId } from '../src/domain/ids.ts';
import { failed, ok, type Result } from '../src/domain/result.ts';
import type { Channel, Claim, Found, Names, NotSent, Sent } from '../src/ports/channel.ts';
import type { Life } from './life.ts';
import type { Surroundings, Trouble } from './surroundings.ts';
import type { Fate, Late, Poster, Said, StandingMessage } from './teams.ts';
import { settle } from './timeline.ts';

/** Teams as one look, or one turn, of an instance reaches it. */
export class ChannelPort implements Channel {
  readonly #life: Life;
  readonly #around: Surroundings;
  readonly #poster: Poster;

  constructor(life: Life, around: Surroundings, poster: Poster) {
    this.#life = life;
    this.#around = around;
    this.#poster = poster;
  }

  openThread(place: Place, said: Announcement, key: MessageId, claim: Claim): Promise<Result<Sent, NotSent>> {
    const { teams, timeline } = this.#around;
    return this.#post(aboutOf(place.channelId, said, key), claim, () =>
      teams.openThread(place.channelId, said, key, timeline.now, this.#poster),
    );
  }

  post(
    { conversationId }: Conversation,
    said: Said,
    key?: MessageId,
    claim?: Claim,
  ): Promise<Result<Sent, NotSent>> {
    const { teams, timeline } = this.#around;
    return this.#post(aboutOf(channelOf(conversationId), said, key), claim, () =>
      teams.post(conversationId, said, key, timeline.now, this.#poster),
    );
  }

  update({ conversationId }: Conversation, id: string, said: Announcement): Promise<Result<void, NotSent>> {
    const { teams, timeline } = this.#around;
    return this.#call(aboutOf(channelOf(conversationId), said, undefined), () =>
      teams.update(id, said, timeline.now),
    );
  }

  remove({ conversationId }: Conversation, id: string): Promise<Result<void, NotSent>> {
    const { teams, timeline } = this.#around;
    return this.#call(aboutOf(channelOf(conversationId), teams.find(id)?.said, undefined), () =>
      teams.remove(id, timeline.now),
    );
  }

  async look(
    place: Place,
    root: string | undefined,
    since: Moment,
  ): Promise<Result<readonly Found[], 'may-not' | 'try-later'>> {
    const { teams, timeline, refused } = this.#around;
    const seen = await this.#life.step('asking', this.#underway(), () =>
      teams.look(place.channelId, root, Date.parse(since), timeline.now),
    );
    if (seen === 'may-not') return failed('may-not');
    if (seen.kind === 'refused') {
      const about = root === undefined ? undefined : teams.find(root)?.said;
      refused({ ...aboutOf(place.channelId, about, undefined), why: seen.why, wait: 0 });
    }
    await this.#life.wait(seen.took);
    return seen.kind === 'done' ? ok(seen.value.flatMap(foundOf)) : failed('try-later');
  }

  chatWith({ serviceUrl }: Place, person: PersonId): Promise<Result<Conversation, NotSent>> {
    const chat = { serviceUrl, conversationId: `a:${person}` };
    return this.#life.step('asking', this.#underway(), () => ok(chat));
  }

  names(): Promise<Names> {
    return Promise.resolve({});
  }

  async #post(
    about: About,
    claim: Claim | undefined,
    effect: () => Fate<StandingMessage>,
  ): Promise<Result<Sent, NotSent>> {
    const { random, timeline } = this.#around;
    // Its turn comes after those of others.
    if (random.chance(0.1)) await this.#life.wait(random.between(0, longestTurn));
    if (claim !== undefined && !(await claim())) return failed({ why: 'unclaimed' });
    const posted = await this.#call(about, effect);
    if (!posted.ok) return posted;
    if (this.#life.isAlive) posted.value.toldAt = timeline.now;
    return ok(sentOf(posted.value));
  }

  async #call<T>(about: About, effect: () => Fate<T>): Promise<Result<T, NotSent>> {
    const fate = await this.#life.step('acting', this.#underway(), effect);
    if (fate.kind === 'refused')
      this.#around.refused({ ...about, why: fate.why, wait: fate.retryAfter ?? 0 });
    await this.#life.wait(fate.took);
    if (fate.kind === 'done') return ok(fate.value);
    const { why, retryAfter, late } = fate;
    return failed({
      why,
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(late === undefined ? {} : { late: this.#comingLate(late) }),
    });
  }

  /** The answer to a call that was given up. It reaches the instance only if that still lives. */
  #comingLate({ after, id }: Late): Promise<Sent | undefined> {
    const { timeline, teams } = this.#around;
    return new Promise((resolve) => {
      timeline.at(timeline.now + after, async () => {
        const message = id === undefined ? undefined : teams.find(id);
        if (message !== undefined && this.#life.isAlive) message.toldAt = timeline.now;
        resolve(message && sentOf(message));
        await settle();
      });
    });
  }

  #underway(): number {
    return this.#around.random.between(20, 150);
  }
}

const longestTurn = 3000;

type About = Pick<Trouble, 'channel' | 'connection' | 'key'>;

const aboutOf = (channel: string | undefined, said: Said | undefined, key: string | undefined): About => ({
  channel,
  connection: said !== undefined && 'connection' in said ? said.connection.id : undefined,
  key,
});

const marker = ';messageid=';

const channelOf = (conversation: string): string | undefined =>
  conversation.includes(marker) ? conversation.split(marker)[0] : undefined;

const sentOf = ({ conversation, id }: StandingMessage): Sent => ({
  conversationId: conversation,
  activityId: id,
});

const foundOf = (one: StandingMessage): readonly Found[] =>
  one.key === undefined ? [] : [{ ...sentOf(one), key: one.key }];
