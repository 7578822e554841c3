import { removed, scrubber } from './scrub.ts';

/**
 * A value that cannot be printed, spread, serialised or logged by accident. `reveal` is called in the few adapter
 * lines that the architecture test names, inside the call that sends the value, and nowhere else.
 */
export class Secret {
  #value: string | undefined;
  /** Made at first use: an upstream's answer has several texts. */
  #scrubber: ((text: string) => string) | undefined;

  constructor(value: string) {
    this.#value = value;
  }

  /** The clear value. Throws after `forget`: using a secret whose work has ended is a bug. */
  reveal(): string {
    if (this.#value === undefined) throw new Error('the secret has been forgotten');
    return this.#value;
  }

  /** Ends the secret's life. Idempotent. */
  forget(): void {
    this.#value = undefined;
    this.#scrubber = undefined;
  }

  get length(): number {
    return this.#value?.length ?? 0;
  }

  /**
   * Removes from a text whatever 8 characters or more it has in common with the secret, in any usual encoding.
   * After `forget` nobody can tell what of the text is secret any more, so all of it goes.
   */
  scrub(text: string): string {
    if (this.#value === undefined) return removed;
    this.#scrubber ??= scrubber(this.#value);
    return this.#scrubber(text);
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): never {
    throw new TypeError('a secret cannot be serialised');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
