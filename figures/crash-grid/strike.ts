import { seconds } from '../../src/domain/calendar.ts';
import { isRunning } from '../../src/domain/rotation.ts';
import { BotProcess, Dead, StoreAway, type Event, type Watch } from './process.ts';
import { hangOf, isCallFault, lasting, meet, type CallFault, type Fault } from './faults.ts';
import type { Point } from './points.ts';
import type { Step } from '../../src/domain/steps.ts';
import type { Town } from './town.ts';

/** One fault at one point of one step. */
export interface Strike {
  readonly step: Step;
  readonly point: Point;
  readonly fault: Fault;
  /** So many calls and commits after that point. */
  readonly later?: number;
}

const settledWithin = seconds(60) + seconds(1);

/** The processes of one town, and the faults that strike them: each strikes once. */
export class Fleet {
  readonly #town: Town;
  readonly #waiting: Strike[];
  /** Of a step that is nothing but its commit: it strikes at whatever comes next. */
  #next: Strike | undefined;
  #calls: { readonly fault: CallFault; readonly once: boolean; readonly until: number } | undefined;
  #met = 0;
  #current: BotProcess;
  readonly struck: Strike[] = [];
  /** Delivers the submit of the person once more, when there has been one. */
  again: (() => void) | undefined;

  constructor(town: Town, strikes: readonly Strike[]) {
    this.#town = town;
    this.#waiting = [...strikes];
    this.#current = new BotProcess(town, this.#watch);
  }

  /** Whoever takes turns; waits until somebody does. */
  async process(): Promise<BotProcess> {
    while (!this.#current.takesTurns) await this.#town.clock.pause(seconds(1));
    return this.#current;
  }

  /** What a call meets in place of its service. */
  answer(pass: () => Promise<Response>, request: Request): Promise<Response> {
    const calls = this.#calls;
    if (calls === undefined || this.#town.clock.now() > calls.until) return pass();
    if (calls.once) this.#calls = undefined;
    return meet(calls.fault, pass, this.#town.clock, this.#met++, hangOf(request));
  }

  readonly #watch: Watch = (event, of) => {
    const now = this.#due(event);
    if (now === undefined) return;
    this.struck.push(now);
    this.#strike(now, event, of);
  };

  #due(event: Event): Strike | undefined {
    if (this.#next !== undefined) {
      const { later = 0 } = this.#next;
      if (later > 0) {
        this.#next = { ...this.#next, later: later - 1 };
        return undefined;
      }
      const next = this.#next;
      this.#next = undefined;
      return next;
    }
    if (event.kind === 'call') return undefined;
    const index = this.#waiting.findIndex((strike) => isAt(strike, event));
    const [found] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (found === undefined) return undefined;
    const isCommitOnly = event.kind === 'committed' && found.point === 'after effect';
    if (!isCommitOnly && found.later === undefined) return found;
    this.#next = found;
    return undefined;
  }

  #strike({ fault, point }: Strike, event: Event, of: BotProcess): void {
    const { clock } = this.#town;
    if (isCallFault(fault)) {
      const once = point !== 'after intent';
      this.#calls = { fault, once, until: once ? Infinity : clock.now() + lasting.failing };
      return;
    }
    switch (fault) {
      case 'SIGKILL':
        of.kill();
        void this.#startAfter(seconds(5));
        throw new Dead('killed');
      case 'SIGTERM':
        void of.stop().then(() => this.#startAfter(seconds(2)));
        return;
      case 'deploy':
        // The new version runs already when the old one is asked to stop.
        this.#start();
        void clock.pause(seconds(10)).then(() => of.stop());
        return;
      case 'lease lost':
        of.standsUntil = clock.now() + lasting.pause;
        this.#start();
        return;
      case 'clock jump':
        of.skew += event.kind === 'commit' ? lasting.jump : -lasting.jump;
        void clock.pause(lasting.jumped).then(() => void (of.skew = 0));
        return;
      case 'store write fails':
        if (point === 'after intent') of.refusesUntil = clock.now() + lasting.failing;
        else if (event.kind === 'commit') throw new StoreAway('the store takes no writes');
        else of.refusesUntil = clock.now() + 1;
        return;
      case 'duplicate invoke':
        this.again?.();
    }
  }

  #start(): void {
    this.#current = new BotProcess(this.#town, this.#watch);
    void this.#settles(this.#town.clock.now());
  }

  /** Whatever was under way is settled a minute after a start, unless another fault strikes in that minute. */
  async #settles(started: number): Promise<void> {
    const { clock } = this.#town;
    const before = this.struck.length;
    const isStruck = this.#calls !== undefined && clock.now() <= this.#calls.until;
    await clock.pause(settledWithin);
    if (isStruck || this.struck.length > before) return;
    for (const rotation of this.#town.rotations())
      // One whose clock was ahead is settled when somebody presses, or as much later.
      if (
        isRunning(rotation) &&
        Date.parse(rotation.startedAt) < started &&
        Date.parse(rotation.leaseUntil) < clock.now() + settledWithin
      )
        this.#town.failed(`an attempt is ${rotation.state} a minute after the restart`);
  }

  async #startAfter(milliseconds: number): Promise<void> {
    await this.#town.clock.pause(milliseconds);
    this.#start();
  }
}

function isAt({ step, point }: Strike, event: Exclude<Event, { kind: 'call' }>): boolean {
  const begins = event.begins.includes(step);
  const ends = event.ends.includes(step);
  if (point === 'before intent') return event.kind === 'commit' && begins;
  if (point === 'after intent') return event.kind === 'committed' && begins;
  return begins ? event.kind === 'committed' && ends : event.kind === 'commit' && ends;
}
