import { removed } from './scrub.ts';

/**
 * Removes whatever may be a token from an upstream's text when nobody knows the token: Entra tests the one that it has
 * saved, and may quote it. Kept are words, ids in the form of a GUID, dates, numbers, and addresses made of words.
 * Everything else of 8 characters or more goes, and so does the rest of a line that quotes a bearer token.
 */
export function scrubUnknown(text: string): string {
  return text
    .slice(0, searchedLength)
    .replace(
      /\b(bearer|authorization:(?:[^\S\r\n]+bearer)?)[^\S\r\n]+(\S+)[^\r\n]*/gi,
      (line: string, word: string, next: string) => (isHarmless(next) ? line : `${word} ${removed}`),
    )
    .replace(/[^\s"'`,;<>(){}[\]]{8,}/g, (run) => (isHarmless(run) ? run : removed))
    .replace(new RegExp(`${escaped(removed)}(?:\\s*${escaped(removed)})+`, 'g'), removed);
}

const searchedLength = 20_000;
const escaped = (literal: string): string => literal.replace(/[[\]]/g, '\\$&');

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
/** `word`, `Word`, `SystemForCrossDomainIdentity`, `WORD`, `v1`: nothing that a random text often looks like. */
const word = /^(?:[A-Z]?[a-z]+(?:[A-Z][a-z]{2,}|B2B)*|[A-Z]{1,6}|AADSTS\d{4,8}|[a-z]{0,2}\d{1,6})$/;
const separators = /[-_./:?&=+|*#@\\]|%2[0-9a-f]/i;
const shortestLeak = 8;

/** A hump of one letter, or a row of digits, is what a random text is made of. */
function isHarmless(run: string): boolean {
  const parts = run
    .replace(guid, '')
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z?/g, '')
    .split(separators)
    .filter((part) => part !== '');
  return parts.every((part) => (part.length < shortestLeak ? isShort(part) : word.test(part)));
}

/** Short pieces between separators may be pieces of a token: they have to be words as well. */
const isShort = (part: string): boolean => word.test(part) || /^[A-Z]{1,8}\d{0,8}$/.test(part);
