import type { Ledger, Posted } from './ledger.ts';

/** One thing that has to be said once. */
export interface Fact {
  /** Of the key of its messages: the whole, or all but the number of a line in the history. */
  readonly name: string;
  /** The channel; undefined for a personal chat. */
  readonly channel: string | undefined;
  /** The fact of the card in whose thread it has to stand. */
  readonly under?: string;
}

/** Everything about the messages of a world that is not as promised: one line each. */
export function wrongDeliveries(
  facts: readonly Fact[],
  { all }: Ledger,
  mayLook: boolean,
): readonly string[] {
  const posts = new Map<string, Posted[]>(facts.map((fact) => [placed(fact.channel, fact.name), []]));
  const wrong: string[] = [];
  for (const posted of all) {
    const { channel, key } = posted;
    const told = posts.get(placed(channel, key)) ?? posts.get(placed(channel, key.replace(/\.\d+$/, '')));
    if (told === undefined) wrong.push(`${placed(channel, key)}: nothing was to be said`);
    else told.push(posted);
  }
  const postsOf = ({ channel }: Fact, name: string): readonly Posted[] =>
    posts.get(placed(channel, name)) ?? [];
  for (const fact of facts) {
    const roots = fact.under === undefined ? undefined : postsOf(fact, fact.under).filter(stands);
    wrong.push(...wrongAbout(fact, postsOf(fact, fact.name), roots, mayLook && fact.channel !== undefined));
  }
  return wrong;
}

const placed = (channel: string | undefined, name: string): string => `${name} in ${channel ?? 'a chat'}`;
const stands = ({ isDeleted }: Posted): boolean => !isDeleted;

function wrongAbout(
  { name, channel }: Fact,
  posts: readonly Posted[],
  roots: readonly Posted[] | undefined,
  mayLook: boolean,
): readonly string[] {
  const standing = posts.filter(stands);
  const what = placed(channel, name);
  const isLost = !standing.some(({ root }) => roots?.some(({ id }) => id === root) ?? true);
  // What the bot was not told of may be said once more, and stays if the bot never learns where it stands.
  const sends = posts.length - 1 - (mayLook ? 0 : posts.filter(({ isAnswered }) => !isAnswered).length);
  const doubles = standing.length - 1 - (mayLook ? 0 : standing.filter(({ isKnown }) => !isKnown).length);
  const tooMany = Math.max(0, sends, doubles);
  return [
    ...(isLost ? [`${what}: lost`] : []),
    ...Array.from(
      { length: tooMany },
      () => `${what}: posted ${posts.length} times, stands there ${standing.length} times`,
    ),
  ];
}
