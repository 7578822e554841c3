import type { Connector } from '../../../src/adapters/teams/connector.ts';
import { keyOf, marked } from '../../../src/adapters/teams/marker.ts';
import { readNames } from '../../../src/adapters/teams/names.ts';
import {
  meaningOf,
  neverLeft,
  readPosted,
  readRetryAfter,
  type Posted,
} from '../../../src/adapters/teams/teams-answer.ts';
import type { Card } from '../../../src/cards/card.ts';
import { addMilliseconds, momentOf } from '../../../src/domain/calendar.ts';
import { messageId } from '../../../src/domain/ids.ts';
import type { Names } from '../../../src/ports/channel.ts';
import { mutatedAnswers, mutatedDocument, read } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { smallerDocuments } from '../shrink.ts';
import { listed, mutated } from '../texts.ts';
import { sizeOfAnswers, smallerAnswers, type Answers } from '../told-by-graph.ts';
import { now } from './front-door.ts';

const teamsPieces = [
  ...listed('id activityId 1690000000000 19:x@thread.tacv2 429 Retry-After name conversations General'),
];
const posted: Parser<string, Posted> = {
  name: 'teams-posted',
  draw: (source) =>
    mutatedDocument(
      source,
      source.oneOf([{ id: '1690000000000' }, { id: 'a:1', activityId: '1690000000001' }, {}]),
      teamsPieces,
    ),
  run: readPosted,
  wrong(read, text) {
    if (typeof read.id !== 'string') return 'gave an id that is no text';
    if (read.activityId !== undefined && typeof read.activityId !== 'string')
      return 'gave an id that is no text';
    return read.id === '' || text.includes('id') ? undefined : 'made an id up';
  },
  smaller: smallerDocuments,
};

const waits = [
  ...listed('0 1 30 2.5 -1 1e3 99999999999 GMT +275760-09-13T00:00:00GMT'),
  ...['9'.repeat(400), 'Mon, 23 Nov 2026 08:00:30 GMT'],
];

interface Refused {
  readonly status: number;
  readonly header: string;
}

/** A day: Teams' longest window is an hour. */
const longestWait = 24 * 3_600_000;

const refused: Parser<Refused, readonly [why: string, wait: number | undefined]> = {
  name: 'teams-refusal',
  draw: (source) => ({
    status: source.chance(0.8)
      ? source.oneOf([400, 401, 403, 404, 405, 409, 412, 413, 429, 500, 502, 503])
      : source.between(-1, 999),
    header: mutated(source, source.oneOf(waits), waits),
  }),
  run: ({ status, header }) => [meaningOf(status, status % 2 === 0), readRetryAfter(header, now)],
  wrong([why, wait]) {
    if (!['try-later', 'unsure', 'gone', 'rejected'].includes(why)) return 'gave a meaning that there is not';
    if (wait === undefined) return undefined;
    if (!(wait >= 0 && wait <= longestWait)) return 'waits for a time that is none, or for ever';
    // Whoever waits reckons with it.
    return addMilliseconds(momentOf(now), wait) >= momentOf(now) ? undefined : 'waits backwards';
  },
  sizeOf: ({ header }) => header.length,
};

const broken: Parser<string, boolean> = {
  name: 'teams-silence',
  draw: (source) =>
    mutatedDocument(
      source,
      { code: source.oneOf(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'EPIPE']) },
      teamsPieces,
    ),
  run: (text) => neverLeft(Object.assign(new TypeError('fetch failed'), { cause: read(text) })),
  wrong: (never, text) =>
    never && !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT/.test(text)
      ? 'took what may have been sent for unsent'
      : undefined,
  smaller: smallerDocuments,
};

const key = messageId('c0ffee00c0ffee00', 'card', 'first');
const card: Card = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Hi', id: 'x' },
    { type: 'TextBlock', text: 'Ho' },
  ],
};

const marks: Parser<string, string | undefined> = {
  name: 'card-marker',
  draw: (source) =>
    mutatedDocument(source, marked(card, key), [
      'scimitar.',
      `scimitar.${key}`,
      'SCIMITAR.x',
      'scimitar.\u200B',
    ]),
  run: (text) => keyOf(read(text)),
  wrong(found, text) {
    if (found === undefined)
      return text === JSON.stringify(marked(card, key)) ? 'lost the key of a card' : undefined;
    if (!/^[A-Za-z0-9._-]+$/.test(found)) return 'gave a key that has not the form';
    return keyOf(marked(card, messageId(found))) === found
      ? undefined
      : 'is read otherwise when written again';
  },
  smaller: smallerDocuments,
};

const roster = { id: '29:1', name: 'Maya', aadObjectId: '0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02' };
const conversations = {
  conversations: [{ id: '19:general@thread.tacv2' }, { id: '19:x@thread.tacv2', name: 'IT Operations' }],
};
const details = {
  id: '19:general@thread.tacv2',
  name: 'IT',
  aadGroupId: '4b5c6d7e-8f90-4a1b-9c2d-3e4f5a6b7c8d',
};

const names: Parser<Answers, Names> = {
  name: 'teams-names',
  draw: (source) =>
    mutatedAnswers(source, { team: details, channels: conversations, member: roster }, teamsPieces),
  run(answers) {
    const told = (name: string) => () => Promise.resolve(read(answers[name] ?? ''));
    const connector = {
      team: told('team'),
      channels: told('channels'),
      member: told('member'),
    } as unknown as Connector;
    return readNames(connector, {
      serviceUrl: '',
      teamId: 't',
      channelId: '19:x@thread.tacv2',
      memberId: '29:1',
    });
  },
  wrong: (found) =>
    Object.values(found).every((name: unknown) => typeof name === 'string' && name !== '')
      ? undefined
      : 'gave a name that is none',
  smaller: smallerAnswers,
  sizeOf: sizeOfAnswers,
};

export const teamsParsers = [posted, refused, broken, marks, names] as const;
