import { clickPathIn, type ClickPath, type Profile } from './profile.ts';
import { profiles } from './profiles/all.ts';
import { appleClickPaths } from './profiles/apple-click-paths.ts';
import { explains, type Help, type Names, type Topic } from './topic.ts';
import { topics } from './topics/all.ts';
import { entraClickPaths } from './topics/entra-click-paths.ts';
import type { UpstreamFailure } from './upstream.ts';

/** A failure's entry of the catalogue, in the words of its service. */
export interface Explained extends Help {
  readonly topic: Topic;
}

/** A cause and a next step for an upstream's answer. Without a profile the sentences name no service. */
export function helpFor(failure: UpstreamFailure, profile?: Profile): Explained {
  const topic = topics.find((candidate) => explains(candidate, failure));
  if (topic === undefined) throw new Error(`no help entry explains the kind ${failure.kind}`);
  return { topic, ...topic.help(namesOf(profile)) };
}

/** An entry as it is shown to somebody who asked for it. */
export const helpOf = (topic: Topic): Help => topic.help(anyApple);

/** Shorter words are looked for as a whole: "me" stands inside too many. */
const shortWord = 4;

/** The entries that hold every typed word or piece of a word, in any case; one that is named exactly comes alone. */
export function topicsAbout(asked: string): readonly Topic[] {
  const words = asked
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const named = topics.find(({ id }) => id === words.join('-'));
  if (named !== undefined) return [named];
  return words.length === 0 ? [] : topics.filter((topic) => words.every((word) => holds(topic, word)));
}

const holds = (topic: Topic, word: string): boolean =>
  word.length < shortWord
    ? textOf(topic)
        .split(/[^\p{L}\p{N}]+/u)
        .includes(word)
    : textOf(topic).includes(word);

const textOf = ({ id, sees, words }: Topic): string => [id, sees, ...words].join('\n').toLowerCase();

/** Where to click on the screens of that year: the service's own path, or one of Entra's. */
export function clickPathFor({ path }: Topic, year: number, profile?: Profile): ClickPath | undefined {
  if (path === undefined) return undefined;
  return clickPathIn(path === 'token' ? (profile?.clickPaths ?? anyApplePaths) : entraClickPaths[path], year);
}

const anyApplePaths = appleClickPaths(
  'business.apple.com or school.apple.com',
  'an Administrator or People Manager (in schools also Site Manager)',
);

const anyUrl = profiles.map(({ name, tenantUrl }) => `${tenantUrl} (${name})`).join(' or ');

/** For somebody who asks for an entry, whatever the connection. */
const anyApple: Names = {
  service: 'Apple',
  portal: 'Apple Business or Apple School Manager',
  tenantUrl: anyUrl,
  others: [],
  again: 'enter the same token again',
};

function namesOf(profile: Profile | undefined): Names {
  if (profile === undefined)
    return {
      service: 'the SCIM service',
      portal: 'the service’s portal',
      tenantUrl: anyUrl,
      others: [],
      again: 'search again',
    };
  const host = hostOf(profile);
  return {
    service: profile.name,
    portal: profile.portal.name,
    tenantUrl: profile.tenantUrl,
    again: 'enter the same token again',
    others: profiles
      .filter((other) => other.id !== profile.id && hostOf(other) === host)
      .map(({ name }) => name),
  };
}

/** Services on one host are one vendor's, and their tokens are easily mixed up. */
const hostOf = ({ tenantUrl }: Profile): string => new URL(tenantUrl).host;
