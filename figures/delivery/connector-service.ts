import type { Random } from '../../simulation/random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { countOf, readAsked, type Asked } from './asked.ts';
import { carryOut, type Done } from './carry-out.ts';
import { drawFate, type Fate, type Faults } from './fates.ts';
import type { Ledger, Posted } from './ledger.ts';
import type { LimitWatch } from './limits.ts';

/** Whoever calls: a process that may have died when the answer comes. */
export interface Caller {
  isAlive(): boolean;
  die(): void;
}

export interface ServiceOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly limits: LimitWatch;
  /** A message was posted; its answer will tell it, unless the bot dies before. */
  readonly onPosted?: (posted: Posted, willTell: boolean) => void;
}

/** Milliseconds, at most: calls that leave one after the other may arrive closer together. */
const underWay = 15;

/** The Bot Connector service, as far as the bot needs it, in simulated time: a `fetch` for each process. */
export class ConnectorService {
  calls = 0;
  ambiguous = 0;
  crashes = 0;
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  fetchFor(caller: Caller): typeof fetch {
    const held = new Map<string, number>();
    return (input, init) => {
      const address = input instanceof Request ? input.url : String(input);
      const body = typeof init?.body === 'string' ? init.body : '';
      const asked = readAsked(address, init?.method ?? 'GET', body);
      return unlessAborted(init?.signal ?? undefined, this.#call(caller, asked, held));
    };
  }

  /** `held`: until when Teams has asked this process to leave a lane alone. */
  async #call(caller: Caller, asked: Asked, held: Map<string, number>): Promise<Response> {
    const { clock, random, faults, limits } = this.#options;
    if (!caller.isAlive()) return never();
    const { kind, thread } = countOf(asked);
    const lane = `${kind} on ${thread}`;
    const waits = (held.get(lane) ?? 0) - clock.now();
    if (waits > 0) limits.exceeded.push(`${lane}: Teams had asked to wait ${waits.toFixed(1)} ms more`);
    const fate = drawFate(random, faults);
    if (fate.kind === 'crash') this.#kill(caller, fate.arrives ? underWay : 0);
    if (fate.kind === 'crash' && !fate.arrives) return never();
    await clock.pause(random.unit() * underWay);
    this.calls++;
    limits.count({ at: clock.now(), thread, kind });
    const done = isCarriedOut(fate) ? carryOut(asked, this.#options.ledger, random, clock.now()) : undefined;
    if (done?.posted !== undefined) this.#options.onPosted?.(done.posted, fate.kind === 'answered');
    if (fate.kind === 'ambiguous') this.ambiguous++;
    if (fate.kind === 'crash' || (fate.kind === 'ambiguous' && fate.answer === 'none')) return never();
    await clock.pause(fate.after);
    if (!caller.isAlive()) return never();
    if (fate.kind === 'throttled' && fate.retryAfter !== undefined)
      held.set(lane, clock.now() + fate.retryAfter * 1_000);
    return answer(fate, done);
  }

  #kill(caller: Caller, after: number): void {
    const { clock } = this.#options;
    this.crashes++;
    // In a moment of its own: what has been answered by then has been written down.
    clock.at(clock.now() + after, () => {
      caller.die();
    });
  }
}

const isCarriedOut = (fate: Fate): boolean =>
  fate.kind === 'answered' ||
  (fate.kind === 'crash' && fate.arrives) ||
  (fate.kind === 'ambiguous' && fate.isDone);

/** The answer as the bot gets it. Throws as `fetch` does when the connection breaks. */
function answer(fate: Exclude<Fate, { readonly kind: 'crash' }>, done: Done | undefined): Response {
  if (fate.kind === 'throttled')
    return new Response('', {
      status: 429,
      headers: fate.retryAfter === undefined ? {} : { 'retry-after': String(fate.retryAfter) },
    });
  if (done !== undefined && (fate.kind === 'answered' || fate.answer === 'late')) {
    if (done.posted !== undefined) {
      done.posted.isKnown = true;
      done.posted.isAnswered = fate.kind === 'answered';
    }
    return new Response(done.body, { status: done.status });
  }
  if (fate.kind === 'answered') throw new Error('a call that is answered was not carried out');
  if (fate.answer === 'dropped') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
  return new Response('', { status: fate.answer === 412 ? 412 : 502 });
}

const never = (): Promise<never> => new Promise(() => undefined);

/** As `fetch` gives up: what becomes of the call itself is another matter. */
function unlessAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(new Error('The call was given up.'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  });
}
