import type { Answer } from '../domain/answer.ts';
import type { Connection, FoundConnection } from '../domain/connection.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { dialogButton, type Button } from './buttons.ts';
import { layout, texts, type Card, type Text, type Layout } from './card.ts';
import json from './found.json' with { type: 'json' };
import { mostActions, mostListed } from './limits.ts';
import { bare, plain } from './plain.ts';
import { count } from './time-words.ts';

interface FoundCard {
  readonly headline: string;
  readonly spoken: string;
  readonly connections: readonly { readonly name: string; readonly state: string }[];
  readonly paragraphs: readonly Text[];
  readonly actions: readonly Button[];
}

const fill: Layout<FoundCard> = layout(json);

type Found = Extract<Answer, { kind: 'found' }>;

/** What discovery found, with a button for each connection that nobody watches yet. */
export function foundCard(answer: Found): Card {
  const { found, watched } = answer;
  const unwatched = found.filter(({ id }) => !watched.some((connection) => connection.id === id));
  return fill({
    headline: foundSummary(answer),
    spoken: foundSummary(answer),
    connections: found.slice(0, mostListed).map((one) => ({
      name: plain(one.name),
      state: stateOf(one, watched),
    })),
    paragraphs: texts(found.length === 0 ? nothingFound : whatNow(answer, unwatched)),
    actions: unwatched
      .slice(0, mostActions)
      .map(({ id, name }) => dialogButton(`Watch ${bare(name, 40)}`, { verb: 'watch', connection: id })),
  });
}

export const foundSummary = ({ found }: Found): string =>
  found.length === 0
    ? 'No connection with a token was found'
    : `${count(found.length, 'connection', 'connections')} found in Entra`;

function stateOf({ id, profile }: FoundConnection, watched: readonly Connection[]): string {
  const already = watched.find((connection) => connection.id === id);
  const service = `Feeds ${profileOf(profile).name}`;
  return already === undefined
    ? `${service}. Not watched at the time of this search.`
    : `${service}. ✓ Watched in the channel ${plain(already.place.channelName)}.`;
}

function whatNow({ found, channelName }: Found, unwatched: readonly FoundConnection[]): readonly string[] {
  const hidden = found.length - mostListed;
  const more = hidden > 0 ? [`${count(hidden, 'more is', 'more are')} not listed here.`] : [];
  if (unwatched.length === 0) return [...more, 'All of them are watched. There is nothing to do.'];
  const later =
    unwatched.length > mostActions
      ? [`There is room for ${mostActions} buttons. Search again afterwards for the rest.`]
      : [];
  return [
    ...more,
    `The reminders of what you watch come in the channel ${plain(channelName)}. You will be asked for the expiry date of the present token.`,
    ...later,
  ];
}

const nothingFound = [
  'No provisioning job in this tenant has the tenant URL of Apple Business Manager or Apple School Manager.',
  'If Apple’s Directory Sync page shows Microsoft Entra ID as connected and lists no token, the sync runs over OIDC. It needs no token, and there is nothing to watch.',
  'If a token is listed there, look in Entra for the enterprise application that has a provisioning job. An application that says "Out of the box automatic provisioning is not supported today" came with a sign-in set-up and is the wrong one.',
];
