import type { SettingChange } from '../domain/known-settings.ts';
import { entraPath } from './advice-words.ts';
import type { Fact } from './card.ts';
import { changeSentences } from './changer-words.ts';
import { bare, plain } from './plain.ts';
import { entraLink } from './portals.ts';
import type { Told, ToldOf } from './promise-replies.ts';
import type { Reply } from './reply.ts';
import { allOf, count } from './time-words.ts';

/** Settings in Entra that are not as they were known. */
export function driftReply(told: Told, { differences, changes, logRead }: ToldOf<'drift'>): Reply {
  const { connection, at } = told;
  return {
    tone: 'warning',
    word: 'Changed in Entra',
    headline: `Settings of ${plain(connection.name)} are not as they were`,
    paragraphs: [
      changes.length > 0
        ? changeSentences(changes, 'changed the provisioning in Entra', connection.zone, at)
        : nobodyWords(logRead),
      `Scimitar leaves them as they are. What was not meant is set right in Entra: ${entraPath(connection)}.`,
    ],
    facts: differenceFacts(differences),
    links: [entraLink],
    summary: `${bare(connection.name, 50)}: settings in Entra are not as they were`,
  };
}

const nobodyWords = (logRead: boolean): string =>
  logRead
    ? 'Entra’s audit log names nobody who did this.'
    : 'Who did this is not known: Scimitar may not read Entra’s audit log (AuditLog.Read.All).';

const mostFacts = 12;

/** What is another than it was, one fact each. */
export function differenceFacts(differences: readonly SettingChange[]): readonly Fact[] {
  const facts = differences
    .slice(0, mostFacts)
    .map((difference) => ({ title: plain(difference.name, 60), value: differenceWords(difference) }));
  const more = differences.length - facts.length;
  return more > 0
    ? [...facts, { title: 'And', value: count(more, 'more difference', 'more differences') }]
    : facts;
}

/** Values that are not remembered are not shown either. */
function differenceWords({ what, from, to }: SettingChange): string {
  switch (what) {
    case 'added':
      return to === undefined
        ? 'Is there now, and was not before'
        : `Now ${plain(to, 200)}, before not there`;
    case 'removed':
      return from === undefined ? 'Not there any more' : `Not there any more, before ${plain(from, 200)}`;
    case 'changed':
      if (to === undefined && from === undefined) return 'Has another value';
      return `Now ${plain(to ?? 'not readable', 200)}, before ${plain(from ?? 'not readable', 200)}`;
  }
}

/** After a save: what has become of the settings beside the token. */
export function notKeptReply(told: Told, act: ToldOf<'not-kept'>): Reply {
  const { connection } = told;
  const { lost, changed, added, putBack } = act;
  const isBack = lost.length + changed.length + added.length === 0;
  const sentences = [
    ...said(
      putBack,
      (keys) =>
        `${keys} had vanished. Scimitar sent it once more with the token, and it is there again as it was.`,
    ),
    ...said(lost, (keys) => `Entra shows no value of ${keys} any more.`),
    ...said(changed, (keys) => `Entra shows another value of ${keys} than before.`),
    ...said(added, (keys) => `Entra shows a value of ${keys}, which was not there before.`),
  ];
  return {
    tone: isBack ? 'warning' : 'attention',
    word: isBack ? 'Settings put back' : 'Settings not kept',
    headline: isBack
      ? 'A setting beside the token had vanished and is back'
      : 'Settings beside the token are not as they were',
    paragraphs: [
      `The token that ${plain(act.by.name, 60)} entered is saved, and Scimitar sent back all other settings as they were.`,
      ...sentences,
      ...(isBack
        ? []
        : [
            `Compare them in Entra, and set right what was not meant: ${entraPath(connection)}. The token is not concerned.`,
          ]),
    ],
    links: [entraLink],
    summary: `${bare(connection.name, 50)}: settings beside the token ${isBack ? 'were put back' : 'are not as they were'}`,
  };
}

const mostKeys = 8;

function said(keys: readonly string[], sentence: (keys: string) => string): readonly string[] {
  if (keys.length === 0) return [];
  const more = keys.length - mostKeys;
  const named = keys.slice(0, mostKeys).map((key) => plain(key, 60));
  return [sentence(allOf(more > 0 ? [...named, `${more} more`] : named))];
}
