import { spellings, type Spelling } from './spellings.ts';

/** The promise: no run of 8 characters of a token gets out. */
const leakLength = 8;
/** 8 bytes that begin anywhere fill so many digits of base64. */
const leakDigits = 10;
/** Every pattern is at least as long as this, and is looked up by its first bytes. */
const keyLength = 8;

const filterMask = 2 ** 23 - 1;

/** Where a run of a token stands: in which of the tokens, by its number, and how it is spelled. */
export interface Hit {
  readonly token: number;
  readonly spelling: string;
}

/**
 * Searches bytes for every run of 8 characters of all tokens at once, in all spellings. Each position of the text is
 * looked at once: its next 8 bytes are looked up in a table of the patterns' first 8 bytes, and only where they stand
 * there the rest is compared. The time does not depend on how many tokens there are. Tokens are ASCII.
 */
export class TokenSearch {
  /** All spelled tokens behind each other; a pattern is a part of it. */
  readonly #spelled: Buffer;
  /** Of each pattern: where it begins, how long it is, whose it is, and the next with the same first bytes. */
  readonly #from: Uint32Array;
  readonly #length: Uint16Array;
  readonly #owner: Uint32Array;
  readonly #next: Int32Array;
  /** Open addressing: the first pattern with these first bytes, or -1. */
  readonly #table: Int32Array;
  readonly #mask: number;
  /** One bit for each hash: most of a text is passed over without a look into the large table. */
  readonly #filter = new Uint8Array((filterMask + 1) / 8);
  /** The longest pattern: so much of a stream has to be seen together. */
  readonly longest: number;

  constructor(tokens: readonly string[]) {
    const texts: string[] = [];
    const from: number[] = [];
    const length: number[] = [];
    const owner: number[] = [];
    const known = new Set<string>();
    let offset = 0;
    for (const [token, text] of tokens.entries())
      for (const [index, spelling] of spellings.entries()) {
        const whole = spelling.of(text);
        for (const [start, end] of runsOf(text, spelling, whole)) {
          const run = whole.slice(start, end);
          if (end - start < keyLength || known.has(run)) continue;
          known.add(run);
          from.push(offset + start);
          length.push(end - start);
          owner.push(token * spellings.length + index);
        }
        texts.push(whole);
        offset += whole.length;
      }
    this.#spelled = Buffer.from(texts.join(''), 'latin1');
    this.#from = Uint32Array.from(from);
    this.#length = Uint16Array.from(length);
    this.#owner = Uint32Array.from(owner);
    this.#next = new Int32Array(from.length).fill(-1);
    this.longest = length.reduce((one, other) => Math.max(one, other), 0);
    this.#mask = 2 ** Math.ceil(Math.log2(Math.max(16, from.length * 3))) - 1;
    this.#table = new Int32Array(this.#mask + 1).fill(-1);
    for (let pattern = 0; pattern < from.length; pattern++) this.#insert(pattern);
  }

  get patterns(): number {
    return this.#from.length;
  }

  /** Each token and spelling once. */
  in(bytes: Buffer): readonly Hit[] {
    const found = new Map<number, Hit>();
    let low = word(bytes, 0);
    let high = word(bytes, 4);
    for (let at = 0; at + keyLength <= bytes.length; at++) {
      const bit = hash(low, high) & filterMask;
      if (((this.#filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0)
        for (let pattern = this.#first(bytes, at); pattern >= 0; pattern = this.#next[pattern] ?? -1) {
          const owner = this.#owner[pattern] ?? 0;
          if (!found.has(owner) && this.#stands(pattern, bytes, at)) found.set(owner, this.#hit(owner));
        }
      low = (low >>> 8) | (high << 24);
      high = (high >>> 8) | ((bytes[at + keyLength] ?? 0) << 24);
    }
    return [...found.values()];
  }

  #hit(owner: number): Hit {
    const spelling = spellings[owner % spellings.length]?.name ?? '';
    return { token: Math.floor(owner / spellings.length), spelling };
  }

  #stands(pattern: number, bytes: Buffer, at: number): boolean {
    const [from, length] = [this.#from[pattern] ?? 0, this.#length[pattern] ?? 0];
    return (
      at + length <= bytes.length && this.#spelled.compare(bytes, at, at + length, from, from + length) === 0
    );
  }

  #insert(pattern: number): void {
    const from = this.#from[pattern] ?? 0;
    const slot = this.#slotOf(this.#spelled, from);
    const bit = hash(word(this.#spelled, from), word(this.#spelled, from + 4)) & filterMask;
    this.#filter[bit >>> 3] = (this.#filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
    this.#next[pattern] = this.#table[slot] ?? -1;
    this.#table[slot] = pattern;
  }

  #first(bytes: Buffer, at: number): number {
    return this.#table[this.#slotOf(bytes, at)] ?? -1;
  }

  /** The slot of these first 8 bytes, or the empty one where they would stand. */
  #slotOf(bytes: Buffer, at: number): number {
    const low = word(bytes, at);
    const high = word(bytes, at + 4);
    let slot = hash(low, high) & this.#mask;
    for (;;) {
      const held = this.#table[slot] ?? -1;
      if (held < 0) return slot;
      const from = this.#from[held] ?? 0;
      if (word(this.#spelled, from) === low && word(this.#spelled, from + 4) === high) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}

const word = (bytes: Buffer, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24);

const hash = (low: number, high: number): number => {
  const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high ^ (low >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};

/** Where each run of 8 characters stands in the spelled text: beginnings and ends. */
function* runsOf(
  text: string,
  { of, isByCharacter }: Spelling,
  whole: string,
): Generator<readonly [start: number, end: number]> {
  if (!isByCharacter) {
    for (let end = leakDigits; end <= whole.length; end++) yield [end - leakDigits, end];
    return;
  }
  const ends = [0];
  for (const character of text) ends.push((ends.at(-1) ?? 0) + of(character).length);
  for (let index = leakLength; index <= text.length; index++)
    yield [ends[index - leakLength] ?? 0, ends[index] ?? 0];
}
