// The engine's own file: the types of the package's front door lead into TypeScript sources of another package.
import { GlobalSettings, Template } from 'adaptivecards-templating/lib/template-engine.js';

/** An Adaptive Card 1.5 as JSON, ready to be an attachment's content. */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly body: readonly unknown[];
  readonly actions?: readonly unknown[];
  /** What Teams alone knows: the width, and whom the card calls by name. */
  readonly msteams?: { readonly width?: 'Full'; readonly entities?: readonly unknown[] };
}

/** Left to itself the engine leaves `${name}` in the text where the data has no `name`, and says nothing. */
const missing: string[] = [];
GlobalSettings.getUndefinedFieldValueSubstitutionString = (path) => {
  missing.push(path);
  return '?';
};

/** Fills a layout whose fields are those of `Data`. */
export type Layout<Data> = (data: Data) => Card;

/**
 * Parses a layout once and gives the function that fills it. What the data brings is text and never expanded again.
 * A layout uses no `$when`: what may be absent is a list of none or one (see `optional`), so every warning and every
 * field without a value is a mistake in the layout, and throws.
 */
export function layout(json: object): Layout<object> {
  const template = new Template(json);
  return (data) => {
    missing.length = 0;
    const card = template.expand({ $root: data }) as Card;
    const complaints = [...missing, ...template.getLastTemplateExpansionWarnings()];
    if (complaints.length > 0) throw new Error(`a layout could not be filled: ${complaints.join(', ')}`);
    return card;
  };
}

/** A part of a card that may be absent, as layouts want it. */
export const optional = <T>(part: T | undefined): readonly T[] => (part === undefined ? [] : [part]);

/** One paragraph, line or list entry of a layout. */
export interface Text {
  readonly text: string;
}
export const texts = (lines: readonly string[]): readonly Text[] => lines.map((text) => ({ text }));

export interface Fact {
  readonly title: string;
  readonly value: string;
}
