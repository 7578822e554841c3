import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { AdaptiveCard, SerializationContext } from 'adaptivecards';
import { cardSchema } from '../cards/card-schema.ts';
import { findLeaks } from '../scenarios/leaks.ts';
import { startAsking, type Asked } from './ask.ts';
import { token } from './recipe.ts';
import { readShapes, writeShapes, type Shape } from './shapes.ts';

// UPDATE_GOLDEN=1 writes what is understood into the golden files instead of comparing it.
const update = process.env['UPDATE_GOLDEN'] === '1';
/** Milliseconds, on a busy machine: what is not linear in a body of 1 MB takes minutes. */
const longest = 5_000;
const schema = cardSchema();
const ask = await startAsking({ after });

for (const [file, shapes] of readShapes())
  describe(file, () => {
    const written = new Map<string, Shape>();
    for (const [name, shape] of shapes)
      test(name, async () => {
        const began = performance.now();
        const asked = await ask(shape);
        assert.ok(performance.now() - began < longest);
        written.set(name, { ...shape, expected: asked.understood });
        if (!update) assert.deepEqual(asked.understood, shape.expected);
        assertHarmless(asked);
        assertCard(asked);
      });
    if (update)
      after(() => {
        writeShapes(file, written);
      });
  });

test('there are at least 120 shapes', () => {
  const counts = [...readShapes().values()].map(({ size }) => size);
  assert.ok(counts.reduce((sum, count) => sum + count, 0) >= 120);
});

function assertHarmless({ failure, message }: Asked): void {
  const sinks = [
    { name: 'failure', text: JSON.stringify(failure) },
    { name: 'code', text: failure.code },
    { name: 'text', text: failure.text },
    { name: 'card', text: JSON.stringify(message) },
  ];
  assert.deepEqual(findLeaks(token, sinks), []);
  assert.ok(failure.text.length <= 2_000);
}

function assertCard({ message: { card } }: Asked): void {
  assert.ok(Buffer.byteLength(JSON.stringify(card), 'utf16le') <= 25 * 1024);
  const context = new SerializationContext();
  new AdaptiveCard().parse(card, context);
  assert.equal(context.eventCount, 0);
  assert.deepEqual(schema?.(card) ?? [], []);
}
