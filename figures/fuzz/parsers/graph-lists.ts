import { bot, servicePrincipals, team } from '../../../sandbox/seed.ts';
import { graphAuditLog } from '../../../src/adapters/graph/audit-log.ts';
import { channelMessages, type SeenMessage } from '../../../src/adapters/graph/channel-messages.ts';
import { readPages } from '../../../src/adapters/graph/pages.ts';
import { keyOf } from '../../../src/adapters/teams/marker.ts';
import { auditActivities, type AuditEvent } from '../../../src/domain/audit-event.ts';
import { momentOf } from '../../../src/domain/calendar.ts';
import { profiles } from '../../../src/domain/profiles/all.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { UpstreamFailure } from '../../../src/domain/upstream.ts';
import { graphAnswers } from '../corpus/graph-answers.ts';
import { mutatedAnswers, mutatedDocument, read } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { listed } from '../texts.ts';
import {
  graphThat,
  isGuid,
  isMoment,
  sizeOfAnswers,
  smallerAnswers,
  type Answers,
} from '../told-by-graph.ts';
import { wrongFailure } from './graph-errors.ts';

const since = momentOf(Date.UTC(2026, 10, 1));
const { appleSchool, appleBusiness } = servicePrincipals;
export const listPieces: readonly string[] = [
  ...Object.keys(auditActivities),
  ...profiles.map(({ tenantUrl }) => tenantUrl),
  ...[
    bot.appId,
    bot.appId.toUpperCase(),
    appleSchool.id,
    appleSchool.id.toUpperCase(),
    '',
    'Mon, 23 Nov 2026',
  ],
  ...listed('success failure unknownFutureValue 2026-11-23T08:00:00Z 2026-11-23 1795504000 -1 1 200 null'),
  ...listed(
    '9999-12-31T23:59:59Z +100000-01-01T00:00:00Z https://evil.example/ //evil.example http://[ /v1.0/v1.0/',
  ),
  ...listed(
    'https://graph.microsoft.com/v1.0/users?$skiptoken=x application/vnd.microsoft.card.adaptive scimitar.',
  ),
  ...listed('{"body":[{"id":"scimitar.x"}]} BaseAddress'),
];

/** Reading to the end needs a link that is one: then the whole fails. */
export const hasOddLink = (text: string | undefined): boolean => {
  const link = (read(text ?? '') as Readonly<Record<string, unknown>> | null | undefined)?.[
    '@odata.nextLink'
  ];
  if (typeof link !== 'string' || link === '') return false;
  try {
    const { protocol, pathname } = new URL(link, 'https://graph');
    const [, first] = pathname.replace(/^\/v1\.0\//, '/').split('/');
    return protocol !== 'https:' || first === '';
  } catch {
    return true;
  }
};

const audit: Parser<Answers, Result<readonly AuditEvent[], UpstreamFailure>> = {
  name: 'graph-audit-log',
  draw: (source) =>
    mutatedAnswers(
      source,
      { log: source.oneOf(graphAnswers.audits), self: { value: [{ id: appleBusiness.id }] } },
      listPieces,
    ),
  run: (answers) =>
    graphAuditLog(
      graphThat(answers, ({ path }) => (path.startsWith('/servicePrincipals') ? 'self' : 'log')),
      bot.appId,
    ).changes(since),
  wrong(read, { log }) {
    if (!read.ok) return hasOddLink(log) ? wrongFailure(read.failure) : 'took an answer for silence';
    for (const { id, at, activity, by, servicePrincipal } of read.value) {
      if (typeof id !== 'string' || id === '' || !isMoment(at))
        return 'gave an entry without an id or a moment';
      if (!Object.keys(auditActivities).includes(activity)) return 'gave an activity that there is not';
      if (!['person', 'scimitar', 'app', 'unknown'].includes(by.kind))
        return 'gave a changer that there is not';
      if (by.kind === 'person' && (!isGuid(by.person.id) || by.person.name === ''))
        return 'named somebody without an id or a name';
      if (typeof servicePrincipal !== 'string' || servicePrincipal === '')
        return 'gave an entry about nothing';
    }
    return undefined;
  },
  smaller: smallerAnswers,
  sizeOf: sizeOfAnswers,
};

interface Pages {
  readonly read: Awaited<ReturnType<typeof readPages>>;
  readonly asked: readonly string[];
}

const pages: Parser<Answers, Pages> = {
  name: 'graph-pages',
  draw: (source) => ({ page: mutatedDocument(source, source.oneOf(graphAnswers.principals), listPieces) }),
  async run(answers) {
    const asked: string[] = [];
    const graph = graphThat(answers, () => 'page', asked);
    return { read: await readPages(graph, '/servicePrincipals', { pages: 3, within: 10_000 }), asked };
  },
  wrong({ read: list, asked }, { page }) {
    if (asked.length === 0 || asked.length > 3) return 'asked for no page, or for more than it may';
    if (!asked.every((path) => /^\/(?!\/)/.test(path))) return 'asked somebody else than Graph';
    if (!list.ok) return hasOddLink(page) ? wrongFailure(list.failure) : 'took an answer for silence';
    return list.value.every((item) => typeof item === 'object' && !Array.isArray(item))
      ? undefined
      : 'gave an item that is none';
  },
  smaller: smallerAnswers,
  sizeOf: sizeOfAnswers,
};

const messages: Parser<Answers, Result<readonly SeenMessage[], 'may-not' | 'try-later'>> = {
  name: 'graph-messages',
  draw: (source) => ({ page: mutatedDocument(source, source.oneOf(graphAnswers.messages), listPieces) }),
  run: (answers) =>
    channelMessages(graphThat(answers, () => 'page'))(
      {
        serviceUrl: '',
        teamId: team.id,
        teamName: '',
        aadGroupId: team.aadGroupId,
        channelId: team.id,
        channelName: '',
      },
      undefined,
      since,
    ),
  wrong(read, { page }) {
    if (!read.ok) return hasOddLink(page) ? undefined : 'took an answer for silence';
    for (const { id, root, cards } of read.value) {
      if (typeof id !== 'string' || typeof root !== 'string') return 'gave a message without an id';
      for (const key of cards.map(keyOf))
        if (key !== undefined && !/^[\w.-]+$/.test(key)) return 'gave a key that is none';
    }
    return undefined;
  },
  smaller: smallerAnswers,
  sizeOf: sizeOfAnswers,
};

export const graphLists = [audit, pages, messages] as const;
