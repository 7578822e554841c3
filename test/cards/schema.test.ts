import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerCard, cardFor, dialogFor } from '../../src/cards/card-for.ts';
import { cardSchema } from './card-schema.ts';
import { announcementSamples, answerSamples, dialogSamples } from './samples.ts';

const schema = cardSchema();
const skip = schema === undefined ? 'SCIMITAR_CONTRACTS names no folder with the schema' : false;

test('every card keeps to the published schema of Adaptive Cards 1.5', { skip }, () => {
  assert.ok(schema !== undefined);
  const cards = [
    ...Object.entries(announcementSamples).map(([name, sample]) => [name, cardFor(sample).card] as const),
    ...Object.entries(answerSamples).map(([name, sample]) => [name, answerCard(sample).card] as const),
    ...Object.entries(dialogSamples).map(([name, sample]) => [name, dialogFor(sample).card] as const),
  ];
  for (const [name, card] of cards) assert.deepEqual(schema(card).slice(0, 3), [], name);
});
