import { actingAnywhere, actingBare, actingIn, bindingsIn, datesIn, type Acting } from './markdown.ts';

/** A card as somebody sees it, with the words beside it: notification, title of a dialog. */
export interface Drawn {
  readonly card: unknown;
  readonly beside: readonly string[];
}

/** What a card holds that acts, by kind; and what it shows. */
export interface Reading {
  readonly acting: ReadonlyMap<string, number>;
  /** Every action without its title, in order. */
  readonly actions: readonly string[];
  /** Every element and input by type, texts of an upstream left out. */
  readonly elements: readonly string[];
  /** Mentions for which text and entity are not equal. */
  readonly unmatched: readonly string[];
  readonly shown: string;
  /** UTF-16, as Teams counts. */
  readonly bytes: number;
}

/** How Teams reads the field of a card that holds a text. */
type Place = 'markdown' | 'bare' | 'exact' | 'typed';

interface Piece {
  readonly place: Place;
  readonly text: string;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Written from Teams' rules, and not from what the product does about them. */
export function readCard({ card, beside }: Drawn): Reading {
  const objects = objectsIn(card);
  const pieces = [...objects.flatMap(textsOf), ...beside.map((text) => ({ place: 'bare', text }) as const)];
  return {
    acting: sumOf(pieces.map(actingOf)),
    actions: objects.filter(isAction).map(withoutTitle),
    elements: objects.flatMap(elementOf),
    unmatched: unmatchedMentions(card, pieces),
    shown: pieces.map(({ text }) => text).join('\n'),
    bytes: Buffer.byteLength(JSON.stringify(card), 'utf16le'),
  };
}

function objectsIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!isObject(value)) return [];
  // What a button sends is data, and mentions are read by themselves.
  const inside = Object.entries(value).filter(([name]) => name !== 'data' && name !== 'msteams');
  return [value, ...inside.flatMap(([, part]) => objectsIn(part))];
}

const isAction = ({ type, selectAction }: Json): boolean =>
  (typeof type === 'string' && type.startsWith('Action.')) || selectAction !== undefined;

const withoutTitle = ({ title: _title, card: _card, ...action }: Json): string => JSON.stringify(action);

const elementOf = ({ type, title, value }: Json): readonly string[] => {
  if (type === undefined && title !== undefined && value !== undefined) return ['Fact'];
  if (typeof type !== 'string' || type === 'RichTextBlock' || type === 'TextRun') return [];
  return [type];
};

const bareFields = [
  'title',
  'label',
  'placeholder',
  'errorMessage',
  'speak',
  'fallbackText',
  'altText',
  'name',
];

function textsOf(of: Json): readonly Piece[] {
  const { type } = of;
  const piece = (place: Place, field: string): readonly Piece[] => {
    const text = of[field];
    return typeof text === 'string' ? [{ place, text }] : [];
  };
  if (type === 'TextRun') return piece('exact', 'text');
  const isFact = type === undefined && of['title'] !== undefined && of['value'] !== undefined;
  if (isFact) return [...piece('markdown', 'title'), ...piece('markdown', 'value')];
  const own = type === 'Input.Text' ? piece('typed', 'value') : piece('bare', 'value');
  return [...piece('markdown', 'text'), ...own, ...bareFields.flatMap((field) => piece('bare', field))];
}

function actingOf({ place, text }: Piece): Acting {
  const everywhere = actingAnywhere(text);
  if (place === 'typed') return everywhere;
  if (place === 'exact') return { ...everywhere, ...datesIn(text) };
  return {
    ...everywhere,
    ...datesIn(text),
    ...bindingsIn(text),
    ...(place === 'markdown' ? actingIn(text) : actingBare(text)),
  };
}

function sumOf(all: readonly Acting[]): ReadonlyMap<string, number> {
  const sum = new Map<string, number>();
  for (const acting of all)
    for (const [kind, count] of Object.entries(acting)) sum.set(kind, (sum.get(kind) ?? 0) + count);
  return sum;
}

/** Teams notifies where a text and an entity are equal to the character; in whatever field that is drawn. */
function unmatchedMentions(card: unknown, pieces: readonly Piece[]): readonly string[] {
  const msteams = isObject(card) ? card['msteams'] : undefined;
  const entities = isObject(msteams) ? objectsIn(msteams['entities']) : [];
  const meant = entities
    .filter(({ type }) => type === 'mention')
    .map(({ text, mentioned }) => ({
      text: String(text),
      name: isObject(mentioned) ? mentioned['name'] : '',
    }));
  const called = pieces
    .filter(({ place }) => place === 'markdown')
    .flatMap(({ text }) => text.match(/<at\b[^>]*>.*?<\/at>/gis) ?? []);
  const exact = pieces.filter(({ place }) => place === 'exact').map(({ text }) => text);
  return [
    ...called.filter((text) => !meant.some((one) => one.text === text)),
    ...meant
      .filter(
        ({ text, name }) =>
          called.filter((one) => one === text).length !== 1 || text !== `<at>${String(name)}</at>`,
      )
      .map(({ text }) => text),
    ...meant.flatMap(({ text }) => (exact.some((one) => one.includes(text)) ? [text] : [])),
  ];
}
