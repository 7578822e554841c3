import { Random } from '../../simulation/random.ts';

/** What one execution is drawn from: one seed gives one input, and the tokens that are hidden in it. */
export class Source extends Random {
  readonly #tokens: readonly string[];
  readonly #planted: string[] = [];

  constructor(seed: number, tokens: readonly string[]) {
    super(seed);
    this.#tokens = tokens;
  }

  /** Those that were asked for so far. */
  get planted(): readonly string[] {
    return this.#planted;
  }

  oneOf<T>(choices: readonly T[]): T {
    const chosen = choices[this.between(0, choices.length - 1)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  }

  /** A token, which from now on is looked for in whatever is told. */
  token(): string {
    const token = this.oneOf(this.#tokens);
    this.#planted.push(token);
    return token;
  }
}
