/**
 * Which of so many equal parts of a day or an hour belongs to a name: always the same one, and names are spread evenly.
 * FNV-1a over the characters, 32 bits (draft-eastlake-fnv), with its bits mixed once more: the last ones are weak.
 */
export function partOf(name: string, parts: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) % parts;
}
