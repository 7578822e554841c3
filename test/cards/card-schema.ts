import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { Card } from '../../src/cards/card.ts';

/** What the published schema of Adaptive Cards 1.5 finds wrong with a card, one line for each. */
export type CardSchema = (card: Card) => readonly string[];

/** Undefined where `SCIMITAR_CONTRACTS` names no folder that holds the schema. */
export function cardSchema(): CardSchema | undefined {
  const folder = process.env['SCIMITAR_CONTRACTS'];
  const file = folder === undefined ? undefined : join(folder, 'adaptive-card-1.5.schema.json');
  if (file === undefined || !existsSync(file)) return undefined;
  // The published schema is draft-06 with an `id`, which the validator wants as `$id`.
  const { id, $schema, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile({
    ...schema,
    $id: String(id),
  });
  return (card) => {
    // Teams' own field is not in the schema, which allows no other.
    const { msteams, ...known } = card as unknown as Record<string, unknown>;
    return validate(known)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };
}
