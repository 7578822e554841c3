import type { Answer } from '../domain/answer.ts';
import { clickPathFor, helpOf } from '../domain/help.ts';
import type { Profile } from '../domain/profile.ts';
import type { Topic } from '../domain/topic.ts';
import { topics as catalogue } from '../domain/topics/all.ts';
import { foldButton, linkButton, paragraph, type Button } from './buttons.ts';
import type { Card, Fact } from './card.ts';
import { choiceCard } from './choice-card.ts';
import { mostActions, mostListed } from './limits.ts';
import { replyCard } from './reply.ts';

type Asked = Extract<Answer, { kind: 'help-topics' }>;

/** What was asked for: one entry whole, a few to unfold, or the names of many. The words asked are never said back. */
export function helpTopics({ topics, year }: Asked): { readonly card: Card; readonly summary: string } {
  const [only, ...others] = topics;
  if (only === undefined)
    return list(
      'No entry of the help is about that',
      catalogue.map(({ id }) => id),
    );
  if (others.length === 0) return whole(only, year);
  return topics.length <= mostActions ? toUnfold(topics, year) : listed(topics);
}

function whole(topic: Topic, year: number) {
  const { cause, nextStep } = helpOf(topic);
  const summary = `Help: ${topic.id}`;
  const card = replyCard({
    tone: 'accent',
    word: `Help: ${topic.id}`,
    headline: topic.sees,
    paragraphs: [`**Cause:** ${cause}`, `**Next step:** ${nextStep}`],
    facts: pathFacts(topic, year),
    links: topic.links,
    summary,
  });
  return { card, summary };
}

function toUnfold(topics: readonly Topic[], year: number) {
  const summary = `${topics.length} entries are about that`;
  const buttons = topics.map((topic) => unfold(topic, year));
  const card = choiceCard(summary, topics.map(asFact), [], buttons);
  return { card, summary };
}

function listed(topics: readonly Topic[]) {
  const summary = `${topics.length} entries are about that`;
  const hidden = topics.slice(mostListed).map(({ id }) => id);
  const card = choiceCard(
    summary,
    topics.slice(0, mostListed).map(asFact),
    [
      ...(hidden.length === 0 ? [] : [`Also: ${hidden.join(', ')}.`]),
      'Say help and one of these names, or one more word.',
    ],
    [],
  );
  return { card, summary };
}

function list(summary: string, names: readonly string[]) {
  const card = choiceCard(
    summary,
    [],
    [`Say help and one of these: ${names.join(', ')}.`, 'Or a word of an error, as in help unauthorized.'],
    [],
  );
  return { card, summary };
}

const asFact = ({ id, sees }: Topic): Fact => ({ title: id, value: sees });

function unfold(topic: Topic, year: number): Button {
  const { cause, nextStep } = helpOf(topic);
  return foldButton(
    topic.id,
    [
      paragraph(`**Cause:** ${cause}`),
      paragraph(`**Next step:** ${nextStep}`),
      { type: 'FactSet', facts: pathFacts(topic, year) },
    ],
    topic.links.map(linkButton),
  );
}

/** The click path of an entry, numbered; none where nothing has to be clicked. */
const pathFacts = (topic: Topic, year: number, profile?: Profile): readonly Fact[] =>
  (clickPathFor(topic, year, profile)?.steps ?? []).map((step, index) => ({
    title: `Step ${index + 1}`,
    value: step,
  }));

/** A fold with the click path of an entry, where it has one. */
export function whereToClick(topic: Topic, year: number, profile: Profile): readonly Button[] {
  const facts = pathFacts(topic, year, profile);
  return facts.length === 0 ? [] : [foldButton('Where to click', [{ type: 'FactSet', facts }])];
}
