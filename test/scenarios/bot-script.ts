import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';

/** What `fork` takes to start the bot as a process of its own. */
export interface BotScript {
  readonly loader: string;
  readonly bundle: string;
}

let made: Promise<BotScript> | undefined;

/**
 * The process's code with all its packages in one file, and compiled: finding, reading and compiling thousands of files
 * is two thirds of a start. Made once for whoever starts many, in a folder that goes when they end.
 */
export const botScript = (): Promise<BotScript> => (made ??= makeBotScript());

async function makeBotScript(): Promise<BotScript> {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-bot-process-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const [loader, bundle] = [join(folder, 'load-bundle.cjs'), join(folder, 'bot-process.cjs')];
  const common = { bundle: true, platform: 'node', format: 'cjs', target: 'node20' } as const;
  await Promise.all([
    build({ ...common, entryPoints: [join(import.meta.dirname, 'load-bundle.ts')], outfile: loader }),
    build({
      ...common,
      entryPoints: [join(import.meta.dirname, 'bot-process.ts')],
      outfile: bundle,
      // Names stay: the product and its packages tell errors and classes by them.
      minifyWhitespace: true,
      legalComments: 'none',
      plugins: [watchedDriver, nativePackages],
    }),
  ]);
  await promisify(execFile)(process.execPath, [loader, bundle]);
  return { loader, bundle };
}

/** The store's commits are counted where its driver makes them. */
const watchedDriver: Plugin = {
  name: 'watched-driver',
  setup(bundle) {
    bundle.onResolve({ filter: /^@photostructure\/sqlite$/ }, ({ importer }) =>
      importer.endsWith('counted-commits.ts')
        ? undefined
        : { path: join(import.meta.dirname, 'counted-commits.ts') },
    );
  },
};

/** Packages that load a binary from beside them stay where they are. */
const nativePackages: Plugin = {
  name: 'native-packages',
  setup(bundle) {
    bundle.onResolve({ filter: /^(@photostructure\/sqlite|dtrace-provider)$/ }, ({ importer, path }) => ({
      path: createRequire(importer).resolve(path),
      external: true,
    }));
  },
};
