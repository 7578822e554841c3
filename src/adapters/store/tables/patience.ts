import { waitBefore } from '../../retry.ts';
import { StoreFailure } from '../store-failure.ts';
import { troubleOf, type Trouble } from './trouble.ts';

/** Milliseconds: of one request, and of a call with all its repetitions and waits. */
export const longestRequest = 8_000;
const oneCall = 20_000;

export interface Patience {
  /** As SCIMITAR_STORE names it. */
  readonly address: string;
  readonly machineTime: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From 0 to below 1: spreads the waits. */
  readonly random?: () => number;
}

type Send<T> = (abortSignal: AbortSignal) => Promise<T>;

interface Reading {
  /** An answer that is no failure, and gives undefined. */
  readonly isNothing: (trouble: Trouble) => boolean;
  readonly onTrouble?: (trouble: Trouble) => void;
}

/**
 * Sends until there is an answer that does not pass by itself, or time is over. It waits as long as the service says.
 *
 * @throws StoreFailure in the end; anything else is a bug
 */
export async function ask<T>(patience: Patience, send: Send<T>): Promise<T>;
export async function ask<T>(patience: Patience, send: Send<T>, reading: Reading): Promise<T | undefined>;
export async function ask<T>(patience: Patience, send: Send<T>, reading?: Reading): Promise<T | undefined> {
  const { address, machineTime, pause, random = Math.random } = patience;
  const until = machineTime() + oneCall;
  for (let asked = 1; ; asked++) {
    try {
      return await send(
        AbortSignal.timeout(Math.min(longestRequest, Math.max(1, Math.ceil(until - machineTime())))),
      );
    } catch (error) {
      const trouble = troubleOf(error);
      // Neither it nor its causes are passed on: they hold the request with its signature.
      if (trouble === undefined) throw error;
      reading?.onTrouble?.(trouble);
      if (reading?.isNothing(trouble) === true) return undefined;
      const wait = waitBefore('while-time', asked, trouble.retryAfter, random);
      if (!trouble.mayPass || machineTime() + wait >= until) throw new StoreFailure(address, trouble.meaning);
      await pause(wait);
    }
  }
}
