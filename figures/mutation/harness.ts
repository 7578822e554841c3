// Stands in for node:test in a bundled test file: it runs what is asked for with the true one, stops after the first
// failure, and tells which test is on. A file that is read again is a file that has never run.
import * as node from 'node:test';
import { shared } from './turn.ts';

type Fn = (...args: unknown[]) => unknown;
type Args = readonly [name: string, ...rest: readonly unknown[]];

const turn = shared.scimitarTurn;
const names = new Map<string, number>();
const path: string[] = [];
let reading = true;

turn.calls.push(() => {
  reading = false;
});

/** What stands at the top of the file waits for the suite that it belongs to. */
function orLater(call: () => void): void {
  if (reading) turn.calls.push(call);
  else call();
}

/** The names of its suites and its own; a second one of the same name has a number. */
function nameOf(name: string): string {
  const full = [...path, name].join(' > ');
  const count = (names.get(full) ?? 0) + 1;
  names.set(full, count);
  return count === 1 ? full : `${full} #${count}`;
}

const functionIn = (rest: readonly unknown[]): Fn =>
  rest.find((one): one is Fn => typeof one === 'function') ?? (() => undefined);
const optionsIn = (rest: readonly unknown[]): object =>
  rest.find((one): one is object => typeof one === 'object' && one !== null) ?? {};

export function test(...[name, ...rest]: Args): Promise<void> {
  const body = functionIn(rest);
  orLater(() => {
    const full = nameOf(name);
    if (turn.tests?.has(full) === false) return;
    void node.test(name, { ...optionsIn(rest), timeout: turn.timeout }, async (context) => {
      if (turn.failed !== undefined) return;
      turn.began();
      try {
        await body(context);
      } catch (error) {
        turn.failed ??= full;
        throw error;
      } finally {
        turn.ended(full);
      }
    });
  });
  return Promise.resolve();
}

export function describe(...[name, ...rest]: Args): void {
  const body = functionIn(rest);
  orLater(() => {
    const inside = `${[...path, name].join(' > ')} > `;
    if (turn.tests !== undefined && ![...turn.tests].some((full) => full.startsWith(inside))) return;
    // One at a time, so that it is known which test is on.
    void node.describe(name, { ...optionsIn(rest), concurrency: 1 }, () => {
      path.push(name);
      body();
      path.pop();
    });
  });
}

const hook =
  (add: (fn: () => Promise<void>) => void, evenAfterAFailure: boolean) =>
  (fn: Fn): void => {
    orLater(() => {
      add(async () => {
        if (turn.failed === undefined || evenAfterAFailure) await fn();
      });
    });
  };

export const before = hook(node.before, false);
export const beforeEach = hook(node.beforeEach, false);
export const after = hook(node.after, true);
export const afterEach = hook(node.afterEach, true);
export const it = test;
export const suite = describe;
export const { mock } = node;
