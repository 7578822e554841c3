import { setFlagsFromString, writeHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Writes all that this process has in its heap into a file, texts in full, after it has let go of what nobody holds. */
export function writeMemory(path: string): void {
  setFlagsFromString('--expose-gc');
  // Otherwise a text is cut after 1,024 characters.
  setFlagsFromString('--heap-snapshot-string-limit=1000000000');
  const collect = runInNewContext('gc') as () => void;
  // Objects with finalizers go in a second round.
  for (let round = 0; round < 2; round++) collect();
  writeHeapSnapshot(path);
}

const kept: string[] = [];

/** Leaks a text on purpose into memory and both outputs of this process, so that a search can be seen to find it. */
export function leak(text: string): void {
  kept.push(`kept ${text}`);
  process.stdout.write(`${text}\n`);
  process.stderr.write(`${text}\n`);
}
