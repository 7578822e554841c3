import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { answerCard, cardFor, dialogFor } from '../../src/cards/card-for.ts';
import { announcementSamples, answerSamples, dialogSamples } from './samples.ts';

const folder = process.env['SCIMITAR_CONTRACTS'];
const file = folder === undefined ? undefined : join(folder, 'adaptive-card-1.5.schema.json');
const skip =
  file !== undefined && existsSync(file) ? false : 'SCIMITAR_CONTRACTS names no folder with the schema';

/** The published schema is draft-06 with an `id`, which the validator wants as `$id`. */
function validator(path: string) {
  const { id, $schema, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return new Ajv({ strict: false, validateFormats: false }).compile({ ...schema, $id: String(id) });
}

test('every card keeps to the published schema of Adaptive Cards 1.5', { skip }, () => {
  assert.ok(file !== undefined);
  const validate = validator(file);
  const cards = [
    ...Object.entries(announcementSamples).map(([name, sample]) => [name, cardFor(sample).card] as const),
    ...Object.entries(answerSamples).map(([name, sample]) => [name, answerCard(sample).card] as const),
    ...Object.entries(dialogSamples).map(([name, sample]) => [name, dialogFor(sample).card] as const),
  ];
  for (const [name, card] of cards) {
    // Teams' own field is not in the schema, which allows no other.
    const { msteams, ...known } = card as unknown as Record<string, unknown>;
    assert.ok(validate(known), `${name}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
  }
});
