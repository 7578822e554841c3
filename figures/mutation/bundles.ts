import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** A test file and all files of the project that it needs, the mutated ones with their mutants, in one file. */
export interface Bundle {
  /** The test file's path in the project. */
  readonly test: string;
  /** Where Node.js finds the bundle. */
  readonly address: string;
  /** The mutated files in it. */
  readonly sources: ReadonlySet<string>;
  /** Another one when anything in it is another. */
  readonly hash: string;
}

export interface Bundles {
  /** Those that have a mutant in them. */
  readonly bundles: readonly Bundle[];
  /** The scripts of a worker's process. */
  readonly worker: string;
  readonly reporter: string;
}

const here = import.meta.dirname;
/** Packages that Node.js itself cannot import, and tsx can. */
const unreadable = /^adaptivecards$/;

/**
 * Bundles the test files, so that one import reads a test file and everything that it tests anew. Packages stay outside
 * and are found from `folder`, which has to be inside the project.
 */
export async function bundle(
  root: string,
  tests: readonly string[],
  texts: ReadonlyMap<string, string>,
  folder: string,
): Promise<Bundles> {
  const scripts = { worker: join(here, 'worker.ts'), reporter: join(here, 'reporter.ts') };
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...scripts, ...Object.fromEntries(tests.map((test) => [test, join(root, test)])) },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [asUnderTest(root, texts)],
  });
  const bundles = outputFiles.flatMap(({ path, contents, hash }): readonly Bundle[] => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    const test = relative(folder, path)
      .replace(/\.mjs$/, '')
      .replaceAll('\\', '/');
    const inputs = metafile.outputs[relative(root, path).replaceAll('\\', '/')]?.inputs ?? {};
    const sources = new Set(Object.keys(inputs).filter((input) => texts.has(input)));
    return sources.size === 0 ? [] : [{ test, address: pathToFileURL(path).href, sources, hash }];
  });
  return { bundles, worker: join(folder, 'worker.mjs'), reporter: join(folder, 'reporter.mjs') };
}

const asUnderTest = (root: string, texts: ReadonlyMap<string, string>): Plugin => ({
  name: 'as under test',
  setup(building) {
    building.onResolve({ filter: /^node:test$/ }, ({ importer }) =>
      dirname(importer) === here ? undefined : { path: join(here, 'harness.ts') },
    );
    building.onResolve({ filter: unreadable }, ({ path }) => ({
      path: createRequire(join(root, 'package.json')).resolve(path),
    }));
    building.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: atItsPlace(
        path,
        texts.get(relative(root, path).replaceAll('\\', '/')) ?? readFileSync(path, 'utf8'),
      ),
      loader: 'ts',
    }));
  },
});

/** A bundle stands somewhere else than its parts. */
const atItsPlace = (path: string, text: string): string =>
  text
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
