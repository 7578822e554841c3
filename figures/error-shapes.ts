import { isDeepStrictEqual } from 'node:util';
import { startAsking, type Asked } from '../test/golden/ask.ts';
import { token } from '../test/golden/recipe.ts';
import { readShapes, type Shape } from '../test/golden/shapes.ts';
import { findLeaks } from '../test/scenarios/leaks.ts';
import type { Figure } from './figure.ts';
import type { Search } from './token-leaks.ts';

type Ask = (shape: Shape) => Promise<Asked>;

const bar = 0;
/** Fewer would say nothing about the answers of Graph. */
const fewest = 120;

/** Every golden answer of Graph through the shipped adapter, over a socket of this machine, up to the card. */
export const errorShapes: Figure = errorShapesFigure();

/** `plant` puts a fault into what is understood; `search` finds runs of the token. */
export function errorShapesFigure(
  plant: (ask: Ask) => Ask = (ask) => ask,
  search: Search = findLeaks,
): Figure {
  return {
    name: 'error-shapes',
    meaning:
      'golden answers of Graph that get another kind, cause, next step or text than written down, or leak 8 characters of the token',
    unit: 'wrong',
    bar,
    async measure() {
      const shapes = [...readShapes()].flatMap(([file, all]) =>
        [...all].map(([name, shape]) => ({ name: `${file}: ${name}`, shape })),
      );
      assertSound(shapes.length, search);
      const ends: (() => void)[] = [];
      try {
        const ask = plant(await startAsking({ after: (end) => ends.push(end) }));
        const wrong: string[] = [];
        for (const { name, shape } of shapes) {
          const problem = problemOf(await ask(shape), shape, search);
          if (problem !== undefined) wrong.push(`${name}: ${problem}`);
        }
        return { value: wrong.length, details: [...wrong, `of ${shapes.length} shapes`] };
      } finally {
        for (const end of ends) end();
      }
    },
  };
}

/** Throws when the measurement would prove nothing. */
function assertSound(count: number, search: Search): void {
  if (count < fewest) throw new Error(`There are ${count} golden shapes, and not ${fewest}.`);
  if (search(token, [{ name: 'planted', text: `Bearer ${btoa(token)}` }]).length === 0)
    throw new Error('A planted leak was not found.');
}

function problemOf(
  { failure, message, understood }: Asked,
  { expected }: Shape,
  search: Search,
): string | undefined {
  if (!isDeepStrictEqual(understood, expected))
    return `understood as ${understood.kind} otherwise than written down`;
  const sinks = [
    { name: 'the failure', text: JSON.stringify(failure) },
    { name: 'the card', text: JSON.stringify(message) },
  ];
  const [leak] = search(token, sinks);
  return leak === undefined ? undefined : `${leak.sink} holds a part of the token, spelled ${leak.spelling}`;
}
