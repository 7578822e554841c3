// Runs a bundle from what the engine has compiled of it before. The first to run it keeps that for the others.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

const [, , bundle = ''] = process.argv;
const compiled = `${bundle}.compiled`;
const script = new Script(
  `(function (require, module, exports, __filename, __dirname) {${readFileSync(bundle, 'utf8')}\n})`,
  { filename: bundle, ...(existsSync(compiled) && { cachedData: readFileSync(compiled) }) },
);
const module = { exports: {} };
const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
run(createRequire(bundle), module, module.exports, bundle, dirname(bundle));
// By now it also holds the functions that a start needs.
if (!existsSync(compiled)) writeFileSync(compiled, script.createCachedData());
