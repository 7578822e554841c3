import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdaptiveCard, HostConfig, SerializationContext } from 'adaptivecards';
import { answerCard, cardFor, dialogFor, noticeText } from '../../src/cards/card-for.ts';
import type { Card } from '../../src/cards/card.ts';
import { mentionsIn, objectsIn, piecesOf, textsOf } from './pieces.ts';
import { honest, samplesOf, type Outside, type Samples } from './samples.ts';

const nasty = [
  '[x](http://evil.example)',
  '<at>Everyone</at>',
  '${name} {{DATE(2026-11-23T00:00:00Z)}}',
  '**b** _i_ ~~s~~ `c` # h &lt;at&gt;',
  'line\r\nbreak\u2028and\u0085more',
  '\u202Egnp.exe\u202C \u2066\u200F\u{E0041}',
  '# heading',
  '1. list',
  '- list',
  'a\u0300\u0300\u0300\u0300\u0300\u0300\u0300\u0300',
  'x'.repeat(5_000),
  '\uD800',
  '',
] as const;
const hostile = (text: string): Outside => ({
  person: text,
  colleague: text,
  tag: text,
  connection: text,
  channel: text,
  team: text,
  said: text,
  reason: text,
  upstream: text.repeat(text.length > 100 ? 10 : 1),
  code: text,
});

interface Shown {
  readonly name: string;
  readonly card: Card;
  readonly summary: string;
}

const shown = ({ announcements, answers, dialogs }: Samples): readonly Shown[] => [
  ...Object.entries(announcements).map(([name, sample]) => ({ name, ...cardFor(sample) })),
  ...Object.entries(answers).map(([name, sample]) => ({ name: `answer ${name}`, ...answerCard(sample) })),
  ...Object.entries(dialogs).map(([name, sample]) => {
    const { card, title } = dialogFor(sample);
    return { name: `dialog ${name}`, card, summary: title };
  }),
];

/** What the renderer takes from its host: Teams shows six actions. */
const teams = new HostConfig({ actions: { maxActions: 6 } });

const unseen = /[\p{Cf}\p{Cc}\p{Cs}\u2028\u2029]/u;

const sets: readonly (readonly [name: string, shown: readonly Shown[]])[] = [
  ['honest texts', shown(samplesOf(honest))],
  ...nasty.map(
    (text) => [`${JSON.stringify(text.slice(0, 30))} from outside`, shown(samplesOf(hostile(text)))] as const,
  ),
];

const checks: Readonly<Record<string, (card: Card, summary: string) => void>> = {
  'is an Adaptive Card 1.5 in which every binding has its value': (card) => {
    assert.equal(card.type, 'AdaptiveCard');
    assert.equal(card.version, '1.5');
    for (const { field, text } of textsOf(card))
      if (!field.startsWith('exact')) assert.ok(!text.includes('${') && !text.includes('{{'), text);
  },
  'is read by the renderer without a complaint': (card) => {
    const context = new SerializationContext();
    const read = new AdaptiveCard();
    read.hostConfig = teams;
    read.parse(card, context);
    const events = Array.from(
      { length: context.eventCount },
      (_, index) => context.getEventAt(index).message,
    );
    const failures = read.validateProperties().validationEvents.map(({ message }) => message);
    assert.deepEqual([...events, ...failures], []);
  },
  'stays under 25 KB': (card) => {
    const bytes = Buffer.byteLength(JSON.stringify(card), 'utf16le');
    assert.ok(bytes <= 25 * 1024, `${bytes} bytes`);
  },
  'has at most six actions': (card) => {
    for (const { actions } of objectsIn(card)) if (Array.isArray(actions)) assert.ok(actions.length <= 6);
  },
  'labels every input, names it once, and says what is wrong with it': (card) => {
    for (const input of piecesOf(card, 'Input.')) {
      assert.ok(typeof input['label'] === 'string' && input['label'] !== '');
      assert.ok(typeof input['id'] === 'string');
      assert.equal(piecesOf(card, 'Input.').filter(({ id }) => id === input['id']).length, 1);
      if (input['isRequired'] === true) assert.ok(typeof input['errorMessage'] === 'string');
    }
  },
  'sends an object with a verb with every action, and an old client does too': (card) => {
    for (const action of [...piecesOf(card, 'Action.Submit'), ...piecesOf(card, 'Action.Execute')]) {
      const data = action['data'];
      assert.ok(typeof data === 'object' && data !== null && 'verb' in data);
      if (action['type'] !== 'Action.Execute') continue;
      assert.equal(action['verb'], data.verb);
      const [fallback] = objectsIn(action['fallback']);
      assert.equal(fallback?.['type'], 'Action.Submit');
      assert.deepEqual(fallback['data'], data);
    }
  },
  'uses nothing that Teams does not draw': (card) => {
    for (const piece of objectsIn(card)) {
      assert.ok(!('isEnabled' in piece) && !('$when' in piece) && !('$data' in piece));
      assert.ok(!piecesOf(card, 'Action.').includes(piece) || !('style' in piece));
      if (piece['type'] === 'TextBlock') assert.equal(piece['wrap'], true);
    }
  },
  'begins with a heading and can be read aloud': (card) => {
    const headings = piecesOf(card, 'TextBlock').filter(({ style }) => style === 'heading');
    assert.ok(headings.length > 0);
    for (const field of ['speak', 'fallbackText'] as const)
      assert.ok(textsOf(card).some((found) => found.field === field && found.text !== ''));
  },
  'tells its tone by a symbol and a word as well': (card) => {
    for (const piece of objectsIn(card)) {
      const symbol = { good: '✓', accent: 'ⓘ', warning: '!', attention: '!' }[String(piece['style'])];
      if (symbol === undefined) continue;
      const [, first] = objectsIn(piece);
      assert.match(String(first?.['text']), new RegExp(`^${symbol} \\w`));
    }
  },
  'calls only those whom it also tells Teams of, each by a name of their own': (card) => {
    const mentions = mentionsIn(card).filter(({ type }) => type === 'mention');
    const called = piecesOf(card, 'TextBlock').flatMap(
      ({ text }) => String(text).match(/<at>.*?<\/at>/g) ?? [],
    );
    assert.deepEqual(
      called,
      mentions.map(({ text }) => text),
    );
    assert.equal(new Set(called.map((text) => text.toLowerCase())).size, called.length);
    for (const { text, mentioned } of mentions) {
      const [name] = objectsIn(mentioned);
      assert.equal(text, `<at>${String(name?.['name'])}</at>`);
      assert.doesNotMatch(String(name?.['name']), /[<>*`~[\]\\]|^\s|\s$|^$/);
    }
  },
  'shows texts from outside as harmless text': ({ msteams, ...card }) => {
    const calls = objectsIn(msteams).map(({ text }) => String(text));
    for (const { field, text: shown } of textsOf(card)) {
      assert.doesNotMatch(shown.replaceAll('\n', field.startsWith('exact') ? '' : '\n'), unseen, field);
      if (field.startsWith('exact')) continue;
      const text = field === 'text' ? calls.reduce((rest, call) => rest.replaceAll(call, ''), shown) : shown;
      assert.doesNotMatch(text, /<at|<\w/i, field);
      if (field === '$schema' || field === 'url') continue;
      assert.doesNotMatch(text, /https?:\/\/evil/, field);
      if (field !== 'text' && field !== 'value') continue;
      // Only the two bold words that the cards themselves write may act.
      const ours = text.replace(/^\*\*(Cause|Next step):\*\*/, '');
      assert.doesNotMatch(
        ours.replace(/\\./g, ''),
        /[*`[\]~]|^#|^[-+] |^\d+[.)] |(?<!\w)_|_(?!\w)|&\w+;/,
        field,
      );
      assert.ok(Array.from(text).length < 1_000);
    }
  },
  'has a notification of one line and at most 120 characters': (_card, summary) => {
    assert.ok(summary !== '' && Array.from(summary).length <= 120);
    assert.doesNotMatch(summary, /[\r\n]|\\[*_`~#[\]]|<at>/);
  },
};

for (const [texts, cards] of sets)
  for (const [sentence, check] of Object.entries(checks))
    test(`with ${texts} every card ${sentence}`, () => {
      for (const { name, card, summary } of cards)
        try {
          check(card, summary);
        } catch (error) {
          throw new Error(`${name}: ${String(error)}`, { cause: error });
        }
    });

test('no card makes the console speak', (context) => {
  const spies = (['warn', 'error', 'log'] as const).map((name) =>
    context.mock.method(console, name, () => undefined),
  );
  shown(samplesOf(honest));
  assert.deepEqual(
    spies.map((spy) => spy.mock.callCount()),
    [0, 0, 0],
  );
});

test('a notice is said in plain sentences of one line', () => {
  for (const text of [...nasty, 'Maya Lindqvist'])
    for (const [name, notice] of Object.entries(samplesOf({ ...honest, ...hostile(text) }).notices)) {
      const words = noticeText(notice);
      assert.match(words, /^[^\n]+[.…]$/, name);
      assert.doesNotMatch(words, /[\p{Cf}\p{Cc}<>]|\$\{|\bundefined\b/u, name);
      assert.ok(Array.from(words).length < 600, name);
    }
});
