import { readFileSync } from 'node:fs';
import type { PageState } from './page-api.ts';

interface Manifest {
  readonly bots: readonly {
    readonly commandLists: readonly {
      readonly scopes: readonly string[];
      readonly commands: PageState['commands'];
    }[];
  }[];
}

/** The commands as Teams offers them while one types: those of the app's manifest for personal chats. */
export function commandList(): PageState['commands'] {
  const path = new URL('../appPackage/manifest.json', import.meta.url);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  return manifest.bots[0]?.commandLists.find(({ scopes }) => scopes.includes('personal'))?.commands ?? [];
}
