import type { Moment } from '../../domain/calendar.ts';
import type { Place } from '../../domain/connection.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { Graph } from './client.ts';
import { readPages } from './pages.ts';
import { isDocument, moment, text, type Document } from './shapes.ts';

/** A message of an application, as it stands in a channel now. */
export interface SeenMessage {
  readonly id: string;
  /** The first message of its thread, possibly itself. */
  readonly root: string;
  /** The contents of its Adaptive Cards. */
  readonly cards: readonly unknown[];
}

/** Graph's largest page of messages. */
const pageSize = 50;
const pages = 10;
/** Milliseconds for all pages together. */
const within = 14_000;
const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

/**
 * What applications have posted in a channel (its threads' first messages) or as replies in one of its threads, newest
 * first, back to `since` or to the 500th message. Deleted messages are left out.
 *
 * From the pages "List channel messages" and "List replies" of Microsoft Graph v1.0 and the type `chatMessage`: the
 * sender of a bot's message stands in `from.application`, and an Adaptive Card is an attachment with the card's JSON
 * as text in `content`.
 *
 * - `may-not`    neither ChannelMessage.Read.Group (granted for one team) nor ChannelMessage.Read.All is granted
 * - `try-later`  Graph did not say
 */
export function channelMessages(
  graph: Graph,
): (
  place: Place,
  root: string | undefined,
  since: Moment,
) => Promise<Result<readonly SeenMessage[], 'may-not' | 'try-later'>> {
  return async ({ aadGroupId, channelId }, root, since) => {
    if (aadGroupId === undefined) return failed('may-not');
    const channel = `/teams/${encodeURIComponent(aadGroupId)}/channels/${encodeURIComponent(channelId)}/messages`;
    const list = root === undefined ? channel : `${channel}/${encodeURIComponent(root)}/replies`;
    const isNew = (message: Document): boolean => createdAt(message) >= since;
    const read = await readPages(graph, `${list}?$top=${pageSize}`, {
      pages,
      within,
      // Graph's examples begin with the newest, and no page promises it: one new message is reason to go on.
      isLast: (page) => page.length > 0 && !page.some(isNew),
    });
    if (read.ok) return ok(read.value.filter(isNew).sort(newestFirst).flatMap(seenMessage(root)));
    const { status } = read.failure;
    // A thread or a channel that is not there holds nothing.
    if (status === 404) return ok([]);
    return failed(status === 401 || status === 403 ? 'may-not' : 'try-later');
  };
}

/** Without a date a message counts as old: it tells nothing of what was sent lately. */
const createdAt = (message: Document): string => moment(message['createdDateTime']) ?? '';

const newestFirst = (one: Document, other: Document): number =>
  createdAt(one) > createdAt(other) ? -1 : createdAt(one) < createdAt(other) ? 1 : 0;

const seenMessage =
  (root: string | undefined) =>
  ({ id, from, deletedDateTime, attachments, replyToId }: Document): readonly SeenMessage[] => {
    const isPosted =
      text(deletedDateTime) === undefined && isDocument(from) && isDocument(from['application']);
    if (!isPosted || typeof id !== 'string') return [];
    const cards = Array.isArray(attachments) ? attachments.filter(isDocument).flatMap(cardIn) : [];
    return [{ id, root: text(replyToId) ?? root ?? id, cards }];
  };

function cardIn({ contentType, content }: Document): readonly unknown[] {
  if (contentType !== adaptiveCard || typeof content !== 'string') return [];
  try {
    return [JSON.parse(content) as unknown];
  } catch {
    return [];
  }
}
