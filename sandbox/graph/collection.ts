import { hosts } from '../seed.ts';
import { badRequest, refuse, type GraphContext } from './answers.ts';
import { fieldOf, parseFilter, UnsupportedFilter } from './filter.ts';

/** What a list takes: its page sizes, and the query options beside `$top` and `$skiptoken`. */
export interface Customs {
  readonly usualPage: number;
  readonly largestPage: number;
  readonly options: readonly string[];
}

const directoryCustoms: Customs = {
  usualPage: 100,
  largestPage: 999,
  options: ['$filter', '$orderby', '$select', '$count'],
};

/**
 * Answers a GET of a collection with $filter, $orderby of one field, $select, $top and paging by `@odata.nextLink`.
 * `name` is what `@odata.context` calls the collection.
 */
export function collection(
  context: GraphContext,
  name: string,
  items: readonly object[],
  { usualPage, largestPage, options }: Customs = directoryCustoms,
): Response {
  const query = new URL(context.req.url).searchParams;
  const unknown = [...query.keys()].find((key) => !['$top', '$skiptoken', ...options].includes(key));
  if (unknown !== undefined) return badRequest(context, `The query option ${unknown} is not supported.`);
  const top = Number(query.get('$top') ?? usualPage);
  const skip = Number(query.get('$skiptoken') ?? 0);
  if (!Number.isInteger(top) || top < 1 || top > largestPage)
    return badRequest(context, 'Invalid page size.');
  if (!Number.isInteger(skip) || skip < 0) return badRequest(context, 'Invalid $skiptoken.');
  try {
    const filter = query.get('$filter');
    const matching = filter === null ? items : items.filter(parseFilter(filter));
    const ordered = inOrder(matching, query.get('$orderby'));
    const page = ordered.slice(skip, skip + top).map((item) => selected(item, query.get('$select')));
    return context.json({
      '@odata.context': `https://${hosts.graph}/v1.0/$metadata#${name}`,
      ...(query.get('$count') === 'true' && { '@odata.count': ordered.length }),
      ...(skip + top < ordered.length && { '@odata.nextLink': nextLink(context, skip + top) }),
      value: page,
    });
  } catch (error) {
    if (error instanceof UnsupportedFilter)
      return refuse(context, 400, 'Request_UnsupportedQuery', error.message);
    throw error;
  }
}

/** Answers a GET of one thing, with $select. */
export function entity(context: GraphContext, name: string, item: object): Response {
  const query = new URL(context.req.url).searchParams;
  return context.json({
    '@odata.context': `https://${hosts.graph}/v1.0/$metadata#${name}/$entity`,
    ...selected(item, query.get('$select')),
  });
}

function selected(item: object, select: string | null): object {
  if (select === null) return item;
  const names = select.split(',').map((name) => name.trim());
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => names.includes(name) || name.startsWith('@')),
  );
}

function inOrder(items: readonly object[], orderBy: string | null): readonly object[] {
  if (orderBy === null) return items;
  const [name = '', direction = 'asc'] = orderBy.trim().split(/\s+/);
  const sign = direction === 'desc' ? -1 : 1;
  const keyOf = (item: object): string => {
    const value = fieldOf(item, name);
    return typeof value === 'string' ? value : '';
  };
  return [...items].sort(
    (one, other) => sign * (keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0),
  );
}

function nextLink(context: GraphContext, skip: number): string {
  const url = new URL(context.req.url);
  url.searchParams.set('$skiptoken', String(skip));
  return url.toString();
}
