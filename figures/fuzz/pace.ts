/** An execution that takes so many times as long as others of its size is a finding. */
export const slowest = 200;
/** Fewer say nothing of what is usual. */
const fewest = 30;

/** Four steps for each doubling of the time, from a nanosecond on. */
const steps = 4;
const stepOf = (milliseconds: number): number =>
  Math.max(0, Math.min(199, Math.round(Math.log2(Math.max(1, milliseconds * 1e6)) * steps)));
const timeOf = (step: number): number => 2 ** (step / steps) / 1e6;

interface SizeClass {
  readonly counts: Uint32Array;
  total: number;
  /** Milliseconds; as of the last time that it was counted. */
  median: number;
  countedAt: number;
}

/** How long executions take, each size class of inputs (twice as long is another one) by itself. */
export class Pace {
  readonly #classes = new Map<number, SizeClass>();
  readonly #walk = millisecondsPerCharacter();

  /** Whether it took far longer than usual. What is unusual is measured again before it is told. */
  isSlow(size: number, milliseconds: number): boolean {
    const sizes = this.#classOf(size);
    const before = sizes.total;
    const step = stepOf(milliseconds);
    sizes.counts[step] = (sizes.counts[step] ?? 0) + 1;
    sizes.total++;
    return before >= fewest && this.isTooSlow(size, milliseconds);
  }

  /**
   * Whether a time is too long for a size. Most inputs may be turned away at the first look: a walk through such a text,
   * measured on this machine, is what any of them may take.
   */
  isTooSlow(size: number, milliseconds: number): boolean {
    return milliseconds > slowest * Math.max(this.#medianOf(this.#classOf(size)), size * this.#walk);
  }

  #medianOf(sizes: SizeClass): number {
    if (sizes.total < sizes.countedAt * 1.1) return sizes.median;
    let passed = 0;
    let step = 0;
    while (step < 199 && (passed += sizes.counts[step] ?? 0) * 2 < sizes.total) step++;
    [sizes.median, sizes.countedAt] = [timeOf(step), sizes.total];
    return sizes.median;
  }

  #classOf(size: number): SizeClass {
    const key = Math.floor(Math.log2(size + 1));
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    const made = { counts: new Uint32Array(200), total: 0, median: 0, countedAt: 0 };
    this.#classes.set(key, made);
    return made;
  }
}

/** Of the quickest of several walks, so that nothing else that the machine does counts. */
function millisecondsPerCharacter(): number {
  const text = 'walk '.repeat(20_000);
  const times = Array.from({ length: 7 }, () => {
    const began = performance.now();
    let sum = 0;
    for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
    return sum > 0 ? performance.now() - began : 0;
  });
  return Math.min(...times) / text.length;
}
