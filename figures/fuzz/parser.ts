import type { Source } from './source.ts';

/**
 * A parser of text or data from outside: how it is fed, and what it may never do. That it throws, rejects or takes long is
 * seen by whoever runs it; `wrong` is written from the rule that stands in the documentation, not from the parser.
 */
export interface Parser<Input, Output> {
  readonly name: string;
  draw(source: Source): Input;
  /** Changes nothing of its input, which may be run again. */
  run(input: Input): Output | Promise<Output>;
  /** What is wrong with an output, in words that hold nothing of the input. */
  wrong(output: Output, input: Input, planted: readonly string[]): string | undefined;
  /** Whatever is shown, logged or kept of an output. */
  told?(output: Output, input: Input): string;
  /** Inputs that are smaller by a part. Texts are made smaller without it. */
  smaller?(input: Input): Iterable<Input>;
  /** Characters. Needed for what is no text. */
  sizeOf?(input: Input): number;
}

/** Any of them: only its own `draw` makes its inputs. */
export type AnyParser = Parser<unknown, unknown>;
