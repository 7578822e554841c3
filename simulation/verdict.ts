/**
 * Everything that can be wrong with what a world was told.
 *
 * - `lost`      a rung that had to be sent never was
 * - `doubled`   the same thing stands there twice, and nothing explains it
 * - `late`      a rung came after its latest moment, though somebody was awake to send it
 * - `burst`     two rungs of one connection in one look
 * - `unasked`   a message that had no reason to come then: too early, in closed hours, in a promise, after the end
 * - `stale`     a card does not show what the store holds
 * - `failed`    an error that only a bug can cause
 */
export const wrongs = ['lost', 'doubled', 'late', 'burst', 'unasked', 'stale', 'failed'] as const;
export type Wrong = (typeof wrongs)[number];

export interface Finding {
  readonly wrong: Wrong;
  readonly at: number;
  readonly about: string;
  readonly explanation: string;
}
