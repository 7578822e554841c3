// Writes the app package for Teams without the toolkit: `npm run package`, or `npm run package -- dev --out app.zip`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fillManifest, variablesIn } from './filled-manifest.ts';
import { zip } from './zip.ts';

const folder = import.meta.dirname;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [environment = 'prod'] = positionals;
// npm runs scripts in the folder of the package and names the one that it was called in.
const calledIn = process.env['INIT_CWD'] ?? process.cwd();
const out =
  values.out === undefined
    ? join(folder, 'build', `appPackage.${environment}.zip`)
    : resolve(calledIn, values.out);

const written = variablesIn(readFileSync(join(folder, '..', 'env', `.env.${environment}`), 'utf8'));
const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
const manifest = fillManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), { ...written, ...given });
if (manifest.ok) {
  const icons = ['color.png', 'outline.png'].map((name) => ({
    name,
    bytes: readFileSync(join(folder, name)),
  }));
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, zip([{ name: 'manifest.json', bytes: Buffer.from(manifest.value) }, ...icons]));
  process.stdout.write(`${relative(calledIn, out)}\n`);
} else {
  process.stderr.write(
    `The app package cannot be made: ${manifest.failure.join(' ')}\nSet it in env/.env.${environment}, or for this call: BOT_ID=… npm run package\n`,
  );
  process.exitCode = 1;
}
