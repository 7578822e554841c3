import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hostileTextFigure } from '../../figures/hostile-text.ts';
import { marker } from '../../figures/hostile-text/marker.ts';
import type { Drawn } from '../../figures/hostile-text/read-card.ts';
import type { MakeLog } from '../../figures/hostile-text/read-log.ts';
import { drawAll, type Draw } from '../../figures/hostile-text/slots.ts';
import { hostileStrings } from '../../figures/hostile-text/strings.ts';
import { jsonLog } from '../../src/adapters/log.ts';

const link = `[${marker}](https://evil.example)`;
const call = `<at>${marker}</at>`;
const name = 'reminder, full';

/** The real card with a fault in it where the text is the hostile one. */
const planted =
  (plant: (card: string) => string): Draw =>
  (fill) => {
    const drawn = drawAll(fill);
    const one = drawn.get(name);
    if (one === undefined) throw new Error(`no card is named ${name}`);
    const isHostile = [link, call].includes(fill('person'));
    return new Map([[name, isHostile ? (JSON.parse(plant(JSON.stringify(one))) as Drawn) : one]]);
  };

const added = (part: string, more: object) => (card: string) =>
  card.replace(`"${part}":[`, `"${part}":[${JSON.stringify(more)},`);
const text = (words: string) => ({ type: 'TextBlock', text: words });

const plants: Readonly<Record<string, readonly [plant: (card: string) => string, problem: RegExp]>> = {
  'a mention that nobody meant': [
    (card) => card.replaceAll('‹at›', '<at>').replaceAll('‹/at›', '</at>'),
    /mention beyond those meant/,
  ],
  'an entity without its text': [
    (card) => card.replace(/"text":"<at>[^"]*<\/at>","mentioned"/, '"text":"<at>Admin</at>","mentioned"'),
    /a mention in text or entities alone/,
  ],
  'a link in Markdown': [
    (card) => card.replaceAll('\\\\[', '[').replaceAll('\\\\]', ']').replaceAll('\\\\(', '('),
    /link beyond those meant/,
  ],
  'an address': [(card) => card.replaceAll('https: //', 'https://'), /address beyond those meant/],
  'an image': [added('body', { type: 'Image', url: 'https://evil.example' }), /other elements/],
  'an image in Markdown': [added('body', text('![x]')), /image beyond those meant/],
  'a heading': [added('body', text('# x')), /block beyond those meant/],
  'a tag': [added('body', text('<b>')), /tag beyond those meant/],
  'an entity of HTML': [added('body', text('&lt;')), /entity beyond those meant/],
  'a date function': [added('body', text('{{DATE(x)}}')), /date beyond those meant/],
  'a binding': [added('body', text('${x}')), /binding beyond those meant/],
  'a template that was evaluated': [added('body', text('1681')), /an evaluated template/],
  'a colour of a terminal': [added('body', text('\u001B[31m')), /control beyond those meant/],
  'another direction': [added('body', text('\u202E')), /format beyond those meant/],
  'an action': [added('actions', { type: 'Action.Submit', title: 'x' }), /other actions/],
  'an action that sends something else': [
    (card) => card.replace(/"verb":"[^"]*"/, '"verb":"evil"'),
    /other actions/,
  ],
  'a card that is too large': [added('body', text('x'.repeat(15_000))), /\d{5} bytes/],
  'a text that is taken away': [(card) => card.replaceAll(marker, ''), /nothing shown of the text/],
};

const measure = (draw: Draw, strings: readonly string[] = [link, call]) =>
  hostileTextFigure({ draw, strings }).measure('usual');

describe('hostile text', () => {
  test('some of it on every card and in the log does nothing', async () => {
    const some = hostileStrings.filter((_, index) => index % 20 === 0);
    const { value, details = [] } = await measure(drawAll, some);
    assert.equal(value, 0, details.join('\n'));
    assert.match(details.join('\n'), /^\d\d strings, 11 slots, \d{4,} cards$/);
  });

  test('there are more than 300', () => {
    assert.ok(hostileStrings.length >= 300);
  });

  for (const [sentence, [plant, problem]] of Object.entries(plants))
    test(`${sentence} is counted`, async () => {
      const { value, details = [] } = await measure(planted(plant));
      assert.ok(value > 0);
      assert.match(details.join('\n'), problem);
    });

  test('a card without a fault is not counted', async () => {
    const { value, details = [] } = await measure(planted((card) => card));
    assert.equal(value, 0, details.join('\n'));
  });

  const logs: Readonly<Record<string, readonly [plant: (line: string) => string, problem: RegExp]>> = {
    'a line of the log that is two': [
      (line) => line.replaceAll('\\n', '\n'),
      /12 lines of the log for 3 events/,
    ],
    'a control character in the log': [(line) => line.replaceAll('\\u001b', '\u001B'), /a control character/],
    'a line that says something else': [(line) => line.replace(marker, ''), /says something else/],
  };
  for (const [sentence, [plant, problem]] of Object.entries(logs))
    test(`${sentence} is counted`, async () => {
      const makeLog: MakeLog = (write) =>
        jsonLog(
          (line) => {
            write(plant(line));
          },
          () => 'now',
        );
      const strings = [`\u001B[2J${marker}\n{}`];
      const { value, details = [] } = await hostileTextFigure({
        draw: planted((card) => card),
        makeLog,
        strings,
      }).measure('usual');
      assert.ok(value > 0);
      assert.match(details.join('\n'), problem);
    });
});
