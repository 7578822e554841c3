import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly type: string;
  readonly body: string;
}

const web = new URL('../web/', import.meta.url);

/** The page's files by path, bundled in memory: the page loads nothing from elsewhere. */
export async function buildAssets(): Promise<ReadonlyMap<string, Asset>> {
  const [html, css, script] = await Promise.all([
    readFile(new URL('index.html', web), 'utf8'),
    readFile(new URL('style.css', web), 'utf8'),
    bundle(),
  ]);
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/style.css', { type: 'text/css; charset=utf-8', body: css }],
    ['/main.js', { type: 'text/javascript; charset=utf-8', body: script }],
  ]);
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('main.ts', web))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}
