import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { buildSync } from 'esbuild';
import { identity, type Entra } from './entra.ts';

const root = join(import.meta.dirname, '..', '..');

export interface Ran {
  readonly code: number | null;
  /** What stands on the screen, both streams. */
  readonly said: string;
  readonly entra: Entra;
}

let bundled: string | undefined;
/** The stand-in for az as one file that Node.js runs as it is. */
function standIn(): string {
  const entryPoints = [join(import.meta.dirname, 'az.ts')];
  bundled ??= buildSync({ entryPoints, platform: 'node', format: 'cjs', bundle: true, write: false })
    .outputFiles[0]?.text;
  return `#!${process.execPath}\n${bundled ?? ''}`;
}

/** A shell in which `az` is the stand-in, signed in to a tenant. */
export class Shell {
  readonly #folder = mkdtempSync(join(tmpdir(), 'scimitar-az-'));

  constructor(entra: Entra) {
    writeFileSync(join(this.#folder, 'az'), standIn(), { mode: 0o755 });
    this.entra = entra;
  }

  get entra(): Entra {
    return JSON.parse(readFileSync(this.#tenant, 'utf8')) as Entra;
  }
  set entra(entra: Entra) {
    writeFileSync(this.#tenant, JSON.stringify(entra));
  }

  /** Runs a script of `infra/` about the bot's identity; `typed` is what somebody answers. */
  async run(script: string, words: readonly string[], typed = ''): Promise<Ran> {
    const about = words.includes('--identity') ? [] : ['--identity', identity.appId];
    const child = spawn('bash', [join(root, 'infra', script), ...about, ...words], {
      cwd: this.#folder,
      env: { PATH: [this.#folder, process.env['PATH']].join(delimiter), AZ_TENANT: this.#tenant },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdin.end(typed);
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, said, entra: this.entra };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  get #tenant(): string {
    return join(this.#folder, 'tenant.json');
  }
}
