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

/** One pattern per kind; what matches first in the line wins. */
const inline = new RegExp(
  [
    '`(?<code>[^`]+)`',
    '\\*\\*(?<bold>\\S(?:.*?\\S)?)\\*\\*',
    '(?<![\\w*])\\*(?<star>[^\\s*](?:[^*]*[^\\s*])?)\\*(?![\\w*])',
    '(?<!\\w)_(?<under>[^\\s_](?:[^_]*[^\\s_])?)_(?!\\w)',
    '\\[(?<label>[^\\]]+)\\]\\((?<href>[^)\\s]+)\\)',
    '<at>(?<mention>[^<]+)</at>',
    '(?<bare>https?://[^\\s<>()]*[^\\s<>().,;:!?])',
  ].join('|'),
);

function inlineNodes(text: string): readonly (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let rest = text;
  for (let found = inline.exec(rest); found; found = inline.exec(rest)) {
    nodes.push(rest.slice(0, found.index), nodeFor(found[0], found.groups ?? {}));
    rest = rest.slice(found.index + found[0].length);
  }
  nodes.push(rest);
  return nodes;
}

function nodeFor(whole: string, groups: Readonly<Record<string, string | undefined>>): Node | string {
  const { code, bold, star, under, label, href, mention, bare } = groups;
  if (code !== undefined) return h('code', {}, code);
  if (bold !== undefined) return h('strong', {}, ...inlineNodes(bold));
  const slanted = star ?? under;
  if (slanted !== undefined) return h('em', {}, ...inlineNodes(slanted));
  if (mention !== undefined) return h('span', { class: 'mention' }, mention);
  const target = webAddress(href ?? bare);
  return target === undefined
    ? whole
    : h('a', { href: target, target: '_blank', rel: 'noopener noreferrer' }, label ?? whole);
}

/** Only http and https leave the page; anything else (javascript:, data:) is no address. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
