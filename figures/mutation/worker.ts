// The process in which tests run under a mutant, one file after the other. Packages are loaded once; a bundle is read
// anew each time, so that nothing of the last mutant is left in it.
import { describe } from 'node:test';
import { mostly, shared, type Play, type Played, type Switches, type Tested, type Turn } from './turn.ts';

/** How often a mutant may be passed while a file is read: tests with many cases make them there. */
const outside = 10_000_000;

let plays = 0;
const switches: Switches = { active: -1, hits: 0, limit: Infinity, touch: undefined };
shared.scimitarMutants = switches;

async function play({ bundle, mutant = -1, tests, timeout, limit = Infinity, cover }: Play): Promise<Played> {
  plays++;
  const name = `play ${plays}`;
  const notes = new Notes(cover);
  const turn: Turn = {
    tests: tests && new Set(tests),
    timeout,
    began: () => {
      notes.began();
      Object.assign(switches, { hits: 0, limit });
    },
    ended: (test) => {
      notes.ended(test);
      Object.assign(switches, { hits: 0, limit: outside });
    },
    failed: undefined,
    calls: [],
  };
  shared.scimitarTurn = turn;
  Object.assign(switches, {
    active: mutant,
    hits: 0,
    limit: outside,
    touch: cover === undefined ? undefined : notes.touch,
  });
  const answer = (ok: boolean): Played => ({
    ok,
    ...(turn.failed !== undefined && { failed: turn.failed }),
    ...notes.all(),
    memory: process.memoryUsage.rss(),
  });
  const over = new Promise<boolean>((resolve) => {
    shared.scimitarHeard = ({ type, data }) => {
      if (data.name === name && (type === 'test:pass' || type === 'test:fail')) resolve(type === 'test:pass');
    };
  });
  try {
    await import(`${bundle}?${plays}`);
  } catch {
    return answer(false);
  }
  void describe(name, () => {
    for (const call of turn.calls) call();
  });
  return answer(await over);
}

/** Which test came by which mutant, how often, and what it took. */
class Notes {
  readonly #tests: Tested[] = [];
  readonly #outside = new Set<number>();
  /** By mutant: how often the present test came by. */
  readonly #counts: Uint32Array;
  #inATest = false;
  #now: number[] = [];
  #cpu = process.cpuUsage();
  #time = performance.now();

  constructor(mutants = 0) {
    this.#counts = new Uint32Array(mutants);
  }

  readonly touch = (id: number): void => {
    if (!this.#inATest) this.#outside.add(id);
    else if ((this.#counts[id] = (this.#counts[id] ?? 0) + 1) === 1) this.#now.push(id);
  };

  began(): void {
    this.#inATest = true;
    this.#now = [];
    this.#cpu = process.cpuUsage();
    this.#time = performance.now();
  }

  ended(name: string): void {
    const { user, system } = process.cpuUsage(this.#cpu);
    const time = performance.now() - this.#time;
    const often = this.#now.flatMap((id) => {
      const count = this.#counts[id] ?? 0;
      this.#counts[id] = 0;
      return count > mostly ? [[id, count] as const] : [];
    });
    this.#tests.push({ name, cpu: (user + system) / 1_000, time, mutants: this.#now, often });
    this.#inATest = false;
  }

  all(): Pick<Played, 'tests' | 'outside'> {
    return { tests: this.#tests, outside: [...this.#outside] };
  }
}

process.on('disconnect', () => {
  process.exit();
});
process.on('message', (asked: Play) => {
  void play(asked).then((played) => process.send?.(played));
});
