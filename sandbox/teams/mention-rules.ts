import { textAt } from './json-object.ts';

/** Whether a mention names somebody whom the conversation knows: `type` is `tag` where it names a tag. */
export type IsMember = (id: string, type: string | undefined) => boolean;

const spelled = /<at>.*?<\/at>/gu;

/** Teams shows `<at>…</at>` as a mention only where an entity has exactly that text and a member of the conversation. */
export function unmatchedMentions(
  texts: readonly string[],
  entities: readonly unknown[],
  isMember: IsMember,
): readonly string[] {
  const mentions = entities.filter((entity) => textAt(entity, 'type') === 'mention');
  return texts
    .flatMap((text) => text.match(spelled) ?? [])
    .flatMap((mention) => {
      const entity = mentions.find((candidate) => textAt(candidate, 'text') === mention);
      if (entity === undefined) return [`the mention ${mention} has no entity with this text`];
      return isMember(textAt(entity, 'mentioned', 'id') ?? '', textAt(entity, 'mentioned', 'type'))
        ? []
        : [`the mention ${mention} names nobody who is in the conversation`];
    });
}
