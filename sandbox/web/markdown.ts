import { h } from './element.ts';

/**
 * The markdown Teams shows in messages and cards: bold, italic, code, links, lists, line breaks and `<at>` mentions.
 * It builds nodes and never parses HTML, so everything else stays the text it was.
 */
export function markdownNodes(text: string): DocumentFragment {
  const result = document.createDocumentFragment();
  for (const block of blocksOf(text)) result.append(block);
  return result;
}

/** The words alone, on one line. */
export function markdownWords(text: string): string {
  return blocksOf(text.replace(/\r?\n/g, '\n\n'))
    .map(({ textContent }) => textContent)
    .join(' ');
}

/** For the card renderer, which wants a string: the browser's own serialisation of the nodes, hence escaped. */
export function markdownHtml(text: string): string {
  const holder = document.createElement('div');
  holder.append(markdownNodes(text));
  return holder.innerHTML;
}

const item = /^\s*(?:[-*+]|(\d{1,3})[.)])\s+(.*)$/;

function blocksOf(text: string): readonly HTMLElement[] {
  const blocks: HTMLElement[] = [];
  let open: HTMLElement | undefined;
  for (const line of text.replace(/<br\s*\/?>/gi, '\n').split(/\r?\n/)) {
    const listed = item.exec(line);
    if (listed) {
      const tag = listed[1] === undefined ? 'ul' : 'ol';
      if (open?.localName !== tag) {
        open = tag === 'ul' ? h('ul') : h('ol', { start: listed[1] });
        blocks.push(open);
      }
      open.append(h('li', {}, ...inlineNodes(listed[2] ?? '')));
    } else if (line.trim() === '') {
      open = undefined;
    } else if (open?.localName === 'p') {
      open.append(h('br'), ...inlineNodes(line));
    } else {
      open = h('p', {}, ...inlineNodes(line));
      blocks.push(open);
    }
  }
  return blocks;
}

const punctuation = '[!-/:-@[-`{-~]';

/** What stands inside marks: an escaped character, which ends nothing, or any other. */
const inside = (others: string): string => `(?:\\\\[^]|[^\\\\${others}])`;

/** One pattern per kind; what matches first in the line wins. A backslash before punctuation is CommonMark's escape. */
const inline = new RegExp(
  [
    `\\\\(?<escaped>${punctuation})`,
    '`(?<code>[^`]+)`',
    `\\*\\*(?<bold>(?!\\s)${inside('')}*?)(?<!\\s)\\*\\*`,
    `(?<![\\w*])\\*(?<star>(?![\\s*])${inside('*')}+)(?<!\\s)\\*(?![\\w*])`,
    `(?<!\\w)_(?<under>(?![\\s_])${inside('_')}+)(?<!\\s)_(?!\\w)`,
    `\\[(?<label>${inside('\\]')}+)\\]\\((?<href>[^)\\s]+)\\)`,
    '<at>(?<mention>[^<]+)</at>',
    '(?<bare>https?://[^\\s<>()\\\\]*[^\\s<>()\\\\.,;:!?])',
  ].join('|'),
  'g',
);

function inlineNodes(text: string): readonly (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(inline)) {
    nodes.push(text.slice(end, found.index), nodeFor(found[0], found.groups ?? {}));
    end = found.index + found[0].length;
  }
  return [...nodes, text.slice(end)];
}

function nodeFor(whole: string, groups: Readonly<Record<string, string | undefined>>): Node | string {
  const { escaped, code, bold, star, under, label, href, mention, bare } = groups;
  if (escaped !== undefined) return escaped;
  if (code !== undefined) return h('code', {}, code);
  if (bold !== undefined) return h('strong', {}, ...inlineNodes(bold));
  const slanted = star ?? under;
  if (slanted !== undefined) return h('em', {}, ...inlineNodes(slanted));
  if (mention !== undefined) return h('span', { class: 'mention' }, mention);
  const target = webAddress(href ?? bare);
  if (target === undefined) return unescaped(whole);
  return h('a', { href: target, target: '_blank', rel: 'noopener noreferrer' }, unescaped(label ?? whole));
}

const unescaped = (text: string): string => text.replace(new RegExp(`\\\\(${punctuation})`, 'g'), '$1');

/** Only http and https leave the page; anything else (javascript:, data:) is no address. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
