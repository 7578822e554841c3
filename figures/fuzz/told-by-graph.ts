import type { Graph, GraphCall } from '../../src/adapters/graph/client.ts';
import { ok } from '../../src/domain/result.ts';
import { readOnly } from './documents.ts';
import { smallerDocuments } from './shrink.ts';

/** Graph's answers to some questions, as JSON, by what they are about. */
export type Answers = Readonly<Record<string, string>>;

/** A Graph that answers at once, with the document that is about what is asked. */
export const graphThat =
  (answers: Answers, about: (call: GraphCall) => string, asked: string[] = []): Graph =>
  (call) => {
    asked.push(call.path);
    return Promise.resolve(ok(readOnly(answers[about(call)] ?? 'null')));
  };

export function* smallerAnswers(answers: Answers): Generator<Answers> {
  for (const [name, text] of Object.entries(answers))
    for (const smaller of smallerDocuments(text)) yield { ...answers, [name]: smaller };
}

export const sizeOfAnswers = (answers: Answers): number =>
  Object.values(answers).reduce((sum, text) => sum + text.length, 0);

/** As Entra writes ids. */
export const isGuid = (text: unknown): boolean =>
  typeof text === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);

/** An instant as the product writes it, in a year that can be reckoned with. */
export const isMoment = (text: unknown): boolean => {
  if (typeof text !== 'string' || text.length !== 24) return false;
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString() === text;
};
