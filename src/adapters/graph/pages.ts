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
      next = isLast(page) ? undefined : nextPath(answer.value);
    }
    return ok(found);
  };
  try {
    return await waitUntil(AbortSignal.timeout(within), readAll());
  } catch (error) {
    return failed(understandSilence(error).failure);
  }
}

/** The link to the next page without its host and version: wherever it points, Graph is asked. */
function nextPath(answer: unknown): string | undefined {
  const link = isDocument(answer) ? text(answer['@odata.nextLink']) : undefined;
  if (link === undefined) return undefined;
  const { pathname, search } = new URL(link, 'https://graph');
  return pathname.replace(/^\/v1\.0(?=\/)/, '') + search;
}
