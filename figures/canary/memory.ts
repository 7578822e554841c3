import { createReadStream } from 'node:fs';
import type { Hit, TokenSearch } from '../token-search.ts';

/** Searches a file that may be larger than memory, piece by piece; what lies over the end of a piece is seen as well. */
export async function searchFile(path: string, search: TokenSearch): Promise<readonly Hit[]> {
  const found = new Map<string, Hit>();
  let rest = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: 4 * 1024 * 1024 })) {
    const bytes = Buffer.concat([rest, piece as Buffer]);
    for (const hit of search.in(bytes)) found.set(`${hit.token} ${hit.spelling}`, hit);
    rest = Buffer.from(bytes.subarray(Math.max(0, bytes.length - search.longest)));
  }
  return [...found.values()];
}
