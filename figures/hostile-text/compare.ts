import { evaluated, marker } from './marker.ts';
import type { Reading } from './read-card.ts';

/** Bytes, UTF-16: what every limit that Teams ever published lets pass. */
const largest = 28 * 1024;
/** A name is cut somewhere behind these characters. */
const surelyShown = 25;

/** A word that is as long as a token is not said back where somebody may have pasted one. */
const longestWord = 16;
const mayHoldToken = 'no-such-connection';

/** What is wrong with a card that holds a hostile text, beside the same card with an ordinary one. */
export function problemsOf(
  name: string,
  hostile: Reading,
  ordinary: Reading,
  text: string,
): readonly string[] {
  return [
    ...[...hostile.acting].flatMap(([kind, count]) =>
      count > (ordinary.acting.get(kind) ?? 0) ? [`${kind} beyond those meant`] : [],
    ),
    ...(sameActions(hostile, ordinary, text) ? [] : ['other actions']),
    ...(same(ordinary.elements, hostile.elements) || foldIsGone(hostile, ordinary, text)
      ? []
      : ['other elements']),
    ...(hostile.unmatched.length > 0 ? ['a mention in text or entities alone'] : []),
    ...(hostile.bytes > largest ? [`${hostile.bytes} bytes`] : []),
    ...(hostile.shown.includes(evaluated) && !text.includes(evaluated) ? ['an evaluated template'] : []),
    ...(isHidden(name, hostile, ordinary, text) ? ['nothing shown of the text'] : []),
  ];
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index]);

/** An upstream that said nothing has no words that could be unfolded. */
const foldIsGone = (hostile: Reading, ordinary: Reading, text: string): boolean =>
  !text.includes(marker) && hostile.actions.length === ordinary.actions.length - 1;

const sameActions = (hostile: Reading, ordinary: Reading, text: string): boolean =>
  same(hostile.actions, ordinary.actions) ||
  (foldIsGone(hostile, ordinary, text) &&
    same(
      ordinary.actions.filter((action) => !action.includes('Action.ShowCard')),
      hostile.actions.filter((action) => !action.includes('Action.ShowCard')),
    ));

function isHidden(name: string, hostile: Reading, ordinary: Reading, text: string): boolean {
  if (!ordinary.shown.includes(marker) || hostile.shown.includes(marker)) return false;
  const at = text.replace(/\s+/g, ' ').indexOf(marker);
  const isLong = name.includes(mayHoldToken) && text.split(/\s+/).some((word) => word.length >= longestWord);
  return at >= 0 && at < surelyShown && !isLong;
}
