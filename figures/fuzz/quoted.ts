import { remembered } from '../../src/domain/remembered.ts';
import { Secret } from '../../src/domain/secret.ts';
import { smallerTexts } from './shrink.ts';

/** A text in which a token stands whole: what is around it may become smaller, and the token stays. */
export interface Quoted {
  readonly before: string;
  /** The token and what belongs to it, such as quotation marks. */
  readonly quote: string;
  readonly behind: string;
  readonly token: string;
}

export const textOf = ({ before, quote, behind }: Quoted): string => before + quote + behind;
export const sizeOf = (quoted: Quoted): number => textOf(quoted).length;

export function* smallerQuoted(quoted: Quoted): Generator<Quoted> {
  for (const before of smallerTexts(quoted.before)) yield { ...quoted, before };
  for (const behind of smallerTexts(quoted.behind)) yield { ...quoted, behind };
}

/** The tokens of the fuzzing as secrets, which nobody forgets. */
export const secretOf = remembered((token: string) => new Secret(token), 100);
