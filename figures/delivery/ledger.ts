/** A message of the bot, as Teams has it. */
export interface Posted {
  readonly id: string;
  readonly conversation: string;
  /** Undefined in a personal chat. */
  readonly channel: string | undefined;
  /** The first message of its thread; its own id for that one. */
  readonly root: string | undefined;
  /** With which the bot has marked it. */
  readonly key: string;
  readonly body: string;
  readonly postedAt: number;
  readonly readableFrom: number;
  /** Whether the bot was told in time that it stands there. */
  isAnswered: boolean;
  /** Whether the bot has learned the id in any way. */
  isKnown: boolean;
  isDeleted: boolean;
}

export const rootMarker = ';messageid=';
/** Milliseconds until a message can be read, at most. */
const readableWithin = 30_000;

/** All messages that were ever posted; nothing that Teams has accepted is lost. */
export class Ledger {
  readonly all: Posted[] = [];
  readonly #byId = new Map<string, Posted>();
  readonly #inChannel = new Map<string, Posted[]>();

  standing(id: string): Posted | undefined {
    const posted = this.#byId.get(id);
    return posted?.isDeleted === false ? posted : undefined;
  }

  /** `root`: undefined opens a thread. `delay`: from 0 to 1, how long it cannot be read. */
  post(
    where: { readonly channel: string | undefined; readonly conversation?: string; readonly root?: string },
    what: { readonly body: string; readonly at: number; readonly delay: number },
  ): Posted {
    const id = String(1_700_000_000_000 + this.all.length);
    const root = where.channel === undefined ? undefined : (where.root ?? id);
    const posted: Posted = {
      id,
      conversation: where.conversation ?? `${where.channel ?? ''}${rootMarker}${id}`,
      channel: where.channel,
      root,
      key: /"id":"scimitar\.([^"]+)"/.exec(what.body)?.[1] ?? 'none',
      body: what.body,
      postedAt: what.at,
      readableFrom: what.at + what.delay * readableWithin,
      isAnswered: false,
      isKnown: false,
      isDeleted: false,
    };
    this.all.push(posted);
    this.#byId.set(id, posted);
    if (posted.channel !== undefined) {
      const there = this.#inChannel.get(posted.channel) ?? [];
      this.#inChannel.set(posted.channel, there);
      there.push(posted);
    }
    return posted;
  }

  /** What can be read in a channel, or in a thread of it, and was posted since: as Graph lists it. */
  read(channel: string, root: string | undefined, since: number, now: number): readonly Posted[] {
    return (this.#inChannel.get(channel) ?? [])
      .filter(
        (one) =>
          !one.isDeleted &&
          one.postedAt >= since &&
          one.readableFrom <= now &&
          (root === undefined ? one.root === one.id : one.root === root && one.id !== root),
      )
      .toReversed();
  }
}
