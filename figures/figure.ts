/** What a measurement found. `details` say where a bad value comes from, and never hold anything secret. */
export interface Measured {
  readonly value: number;
  readonly details?: readonly string[];
}

/** `long` repeats more. */
export type Effort = 'usual' | 'long';

/** Something that Scimitar promises in numbers, and how it is measured. */
export interface Figure {
  readonly name: string;
  /** What the number is, in one sentence. */
  readonly meaning: string;
  readonly unit: string;
  /** It takes too long to be measured for every change. */
  readonly isForNights?: true;
  /** The largest value that keeps the promise, in `unit`. */
  readonly bar: number;
  /**
   * Throws when nothing could be measured, also when the measurement itself cannot be trusted. What takes hours says from
   * time to time how far it is.
   */
  readonly measure: (effort: Effort, progress?: (line: string) => void) => Promise<Measured>;
}
