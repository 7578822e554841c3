import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hosts } from '../../sandbox/seed.ts';
import { startKillable, type Killable } from '../../test/scenarios/killable.ts';
import { cleaningUp } from '../cleaning-up.ts';
import { answers, collect, type Sink } from '../sinks.ts';
import { spellings } from '../spellings.ts';
import { TokenSearch, type Hit } from '../token-search.ts';
import { flows, interrupted, madeUp, type Flow } from './flows.ts';
import { searchFile } from './memory.ts';

export interface Leak extends Hit {
  readonly sink: string;
}

export interface Played {
  readonly leaks: readonly Leak[];
  readonly tokens: number;
  /** Bytes that were searched. */
  readonly searched: number;
}

const memory = 'memory';
/** So often the process dies; the last one lives on and sees the other tokens. */
const deaths = 2;
const settle = 1_000;

/** Plays so many tokens through one bot in a process of its own, and searches all that left it, and what it keeps. */
export const playCanaries = (count: number, extra: readonly Flow[] = []): Promise<Played> =>
  cleaningUp(async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'scimitar-canary-'));
    const kept = mkdtempSync(join(tmpdir(), 'scimitar-memory-'));
    for (const path of [folder, kept])
      t.after(() => {
        rmSync(path, { recursive: true, force: true });
      });
    const printed = { stdout: '', stderr: '' };
    const { options, sinks } = collect(folder);
    const killable = await startKillable(
      t,
      options,
      (where, text) => (printed[where] += text.toString('latin1')),
    );
    const { chat } = killable;
    await chat.move('next rung');
    const tokens: string[] = [];
    for (let death = 0; death < deaths; death++) tokens.push(await interrupted(killable, death));
    const played = [...extra, ...flows];
    for (let index = 0; tokens.length < count; index++) {
      const flow = played[index % played.length];
      if (flow !== undefined) tokens.push(await flow(killable, Math.floor(index / played.length)));
    }
    await chat.sandbox.app.drain();

    const decoy = madeUp();
    await plant(killable, decoy, folder, options.writeLog);
    await pause(settle);
    const heap = join(kept, 'bot.heapsnapshot');
    await killable.ask({ kind: 'write memory', path: heap });

    const search = new TokenSearch([...tokens, decoy]);
    const all: readonly Sink[] = [
      ...sinks(chat.sandbox).map((sink) =>
        // Only the bot answers Teams: for this sink it can merely be shown that it is searched like the others.
        sink.name === answers ? { ...sink, text: `${sink.text} ${decoy}` } : sink,
      ),
      { name: 'standard output', text: printed.stdout },
      { name: 'standard error', text: printed.stderr },
    ];
    const leaks = all.flatMap(({ name, text }) =>
      search.in(Buffer.from(text, 'latin1')).map((hit) => ({ ...hit, sink: name })),
    );
    leaks.push(...(await searchFile(heap, search)).map((hit) => ({ ...hit, sink: memory })));
    for (const name of [...all.map((sink) => sink.name), memory])
      if (!leaks.some(({ sink, token }) => sink === name && token === tokens.length))
        throw new Error(`A planted leak was not found in: ${name}.`);
    return {
      leaks: leaks.filter(({ token }) => token < tokens.length),
      tokens: tokens.length,
      searched: all.reduce((sum, { text }) => sum + text.length, statSync(heap).size),
    };
  });

/** Leaks a token that nobody enters into every place, by the way that a leak of the bot's own would take. */
async function plant(
  { ask, chat }: Killable,
  decoy: string,
  folder: string,
  writeLog: (line: string) => void,
): Promise<void> {
  writeLog(JSON.stringify({ event: 'planted', decoy }));
  writeFileSync(join(folder, 'planted'), spellings.map(({ of }) => of(decoy)).join('\n'));
  await ask({ kind: 'leak', text: decoy });
  await chat.sandbox.cloud.network.fetch(`https://${hosts.login}/planted?${encodeURIComponent(decoy)}`, {
    method: 'POST',
    headers: { planted: decoy },
    body: Buffer.from(decoy).toString('hex'),
  });
}
