import { failed, ok, type Result } from '../../domain/result.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import { waitUntil } from '../network.ts';
import type { Graph } from './client.ts';
import { understandSilence } from './errors.ts';
import { isDocument, listOf, text, type Document } from './shapes.ts';

export interface Extent {
  /** At most so many pages, however many Graph has. */
  readonly pages: number;
  /** All pages together end within this many milliseconds. */
  readonly within: number;
  /** Whether what lies behind this page is wanted no more. */
  readonly isLast?: (page: readonly Document[]) => boolean;
}

/** A list of Graph's in its own order, read page by page. */
export async function readPages(
  graph: Graph,
  path: string,
  { pages, within, isLast = () => false }: Extent,
): Promise<Result<readonly Document[], UpstreamFailure>> {
  const readAll = async (): Promise<Result<readonly Document[], UpstreamFailure>> => {
    const found: Document[] = [];
    let next: string | undefined = path;
    for (let count = 0; next !== undefined && count < pages; count++) {
      const answer = await graph({ method: 'get', path: next, within, repeatable: true });
      if (!answer.ok) return answer;
      const page = listOf(answer.value);
      found.push(...page);
      if (isLast(page)) break;
      const link = nextPath(answer.value);
      if (!link.ok) return link;
      next = link.value;
    }
    return ok(found);
  };
  try {
    return await waitUntil(AbortSignal.timeout(within), readAll());
  } catch (error) {
    return failed(understandSilence(error).failure);
  }
}

/**
 * The link to the next page without its host and version: wherever it points, Graph is asked. What is no link fails,
 * since the rest of the list would be missing.
 */
export function nextPath(answer: unknown): Result<string | undefined, UpstreamFailure> {
  const link = isDocument(answer) ? text(answer['@odata.nextLink']) : undefined;
  if (link === undefined) return ok(undefined);
  const { protocol, pathname = '', search = '' } = addressOf(link) ?? {};
  const path = pathname.replace(/^\/v1\.0(?=\/)/, '');
  return protocol === 'https:' && /^\/[^/]/.test(path) ? ok(path + search) : failed(noLink);
}

/** Not by `URL.canParse`: in Node 20 its optimised form refuses what is not ASCII, and its first form does not. */
function addressOf(link: string): URL | undefined {
  try {
    return new URL(link, 'https://graph');
  } catch {
    return undefined;
  }
}

const noLink: UpstreamFailure = {
  kind: 'unknown',
  status: 200,
  code: 'unknown',
  text: 'Graph named a next page of a list that cannot be asked for.',
};
