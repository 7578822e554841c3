import { helpFor } from '../domain/help.ts';
import type { UpstreamFailure } from '../domain/upstream.ts';

/** What Teams' own sign-in card says, where Teams shows it: mostly the sign-in is silent and the card stays unseen. */
export const signInCard = {
  text: 'Scimitar rotates tokens in your name, with your own role in Entra. Sign in, then go on in the dialog.',
  button: 'Sign in',
  summary: 'Sign in so that Scimitar can rotate the token in your name',
} as const;

/** On a dialog that opens while the sign-in is still under way. */
export const signInUnderWay =
  'Scimitar works in Entra in your name. Teams is signing you in meanwhile; if it asks you, the question stands in your chat with Scimitar.';

/** Beside a token that was submitted before the sign-in was there. */
export function signInProblemWords(upstream: UpstreamFailure | undefined): string {
  if (upstream === undefined)
    return 'You are not signed in yet, so nothing was done. Wait a moment, or answer the sign-in message in your chat with Scimitar, and submit again.';
  const { cause, nextStep } = helpFor(upstream);
  return `Nothing was done: you could not be signed in. ${cause} ${nextStep}`;
}
