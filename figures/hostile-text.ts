import { jsonLog } from '../src/adapters/log.ts';
import type { Figure } from './figure.ts';
import { problemsOf } from './hostile-text/compare.ts';
import { marker } from './hostile-text/marker.ts';
import { readCard, type Drawn, type Reading } from './hostile-text/read-card.ts';
import { logProblems, type MakeLog } from './hostile-text/read-log.ts';
import { drawAll, honestText, slots, type Draw, type Slot } from './hostile-text/slots.ts';
import { hostileStrings } from './hostile-text/strings.ts';

const bar = 0;
/** Fewer would not be a promise. */
const fewest = 300;
const mostTold = 40;

export interface HostileTextOptions {
  readonly draw: Draw;
  readonly makeLog: MakeLog;
  readonly strings: readonly string[];
}

const shipped: HostileTextOptions = {
  draw: drawAll,
  makeLog: (write) => jsonLog(write, () => '2026-11-23T09:42:00.000Z'),
  strings: hostileStrings,
};

/** Hostile texts in every place of every card that something from outside is shown in, and in the log. */
export const hostileText: Figure = hostileTextFigure();

/** The options put a fault in. */
export function hostileTextFigure(of: Partial<HostileTextOptions> = {}): Figure {
  const { draw, makeLog, strings } = { ...shipped, ...of };
  return {
    name: 'hostile-text',
    meaning:
      'cards and log lines in which a hostile text from outside acts, breaks something, or is not shown at all',
    unit: 'wrong',
    bar,
    measure(effort) {
      if (of.strings === undefined && strings.length < fewest)
        throw new Error(`There are ${strings.length} hostile strings, and not ${fewest}.`);
      const judge = judgeOf(draw);
      const wrong: string[] = [];
      let cards = 0;
      strings.forEach((text, index) => {
        // All places at once, and one after the other alone, so that an honest name may stand beside it.
        const alone = effort === 'long' ? slots : slots.slice(index % slots.length).slice(0, 1);
        for (const place of ['all', ...alone] as const) {
          const { problems, count } = judge(text, place);
          cards += count;
          wrong.push(...problems.map((problem) => `${shortened(text)} in ${place}: ${problem}`));
        }
        wrong.push(...logProblems(makeLog, text).map((problem) => `${shortened(text)}: ${problem}`));
      });
      const about = `${strings.length} strings, ${slots.length} slots, ${cards} cards`;
      return Promise.resolve({ value: wrong.length, details: [...wrong.slice(0, mostTold), about] });
    },
  };
}

const shortened = (text: string): string => JSON.stringify(text.slice(0, 40)).replace(/[^ -~]/g, '.');

/** Judges all cards with one text; those that are as with an ordinary one are not read again. */
function judgeOf(draw: Draw) {
  const ordinaries = new Map<
    string,
    ReadonlyMap<string, { readonly json: string; readonly reading: Reading }>
  >();
  const ordinaryOf = (place: Slot | 'all') => {
    const known = ordinaries.get(place);
    if (known !== undefined) return known;
    const drawn = [...draw(filling(`${marker} ordinary`, place))].map(
      ([name, one]) => [name, { json: JSON.stringify(one), reading: readCard(one) }] as const,
    );
    const made = new Map(drawn);
    ordinaries.set(place, made);
    return made;
  };
  return (text: string, place: Slot | 'all') => {
    const ordinary = ordinaryOf(place);
    const drawn = draw(filling(text, place));
    const problems = [...drawn].flatMap(([name, one]) => {
      const beside = ordinary.get(name);
      if (beside === undefined) return [`${name}: a card that is not there otherwise`];
      if (JSON.stringify(one) === beside.json) return [];
      return judged(name, one, beside.reading, text).map((problem) => `${name}: ${problem}`);
    });
    return { problems, count: drawn.size };
  };
}

const filling =
  (text: string, place: Slot | 'all') =>
  (slot: Slot): string =>
    place === 'all' || place === slot ? text : honestText(slot);

function judged(name: string, one: Drawn, ordinary: Reading, text: string): readonly string[] {
  const isKept = JSON.stringify(JSON.parse(JSON.stringify(one))) === JSON.stringify(one);
  return [...(isKept ? [] : ['broken JSON']), ...problemsOf(name, readCard(one), ordinary, text)];
}
