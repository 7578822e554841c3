import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WorldClock } from '../../sandbox/clock.ts';
import type { Cloud } from '../../sandbox/entra/cloud.ts';
import { bot as seed, rotators, tenant } from '../../sandbox/seed.ts';
import type { App } from '../../src/app.ts';
import { Chat, maya, type Cleanup } from '../scenarios/chat.ts';
import { freePort } from '../free-port.ts';
import { InstalledBot } from './bot.ts';
import type { Installation } from './installation.ts';
import { addManagedIdentity, startMicrosoft, type Microsoft } from './microsoft.ts';

type Env = Readonly<Record<string, string>>;

/** What the bot signs in with. */
export interface Identity {
  /** Its settings, and what Azure adds. `folder` is there for files. */
  readonly env: (folder: string, microsoft: Microsoft) => Env;
  /** What has been done in Entra beforehand. */
  readonly register?: (cloud: Cloud) => void;
  /** What may not be printed. */
  readonly secrets: readonly string[];
}

/** The installed bot, the simulated Microsoft and the people in front of Teams, in the machine's own time. */
export interface Stage {
  readonly chat: Chat;
  readonly bot: InstalledBot;
  readonly microsoft: Microsoft;
  /** All that the bot finds in its environment. */
  readonly env: Env;
}

const nothing = (): Promise<void> => Promise.resolve();

/** `zone`: IANA name, of the channel. */
export async function startStage(
  t: Cleanup,
  installation: Installation,
  identity: Identity,
  zone = 'UTC',
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'scimitar-production-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const port = await freePort();
  const bot = new InstalledBot(t, installation, port);
  let microsoft: Microsoft | undefined;
  const chat = await Chat.start(t, {
    opening: false,
    clock: new WorldClock(),
    limits: true,
    async startBot(_settings, _world, network): Promise<App> {
      microsoft = await startMicrosoft(t, network, folder);
      // It looks for what is due by its own timer, and nobody hears when it has.
      return { port, tick: nothing, drain: nothing, upcoming: () => Promise.resolve([]), close: nothing };
    },
  });
  if (microsoft === undefined) throw new Error('the stage has no Microsoft');
  const { cloud } = chat.sandbox;
  addManagedIdentity(cloud);
  identity.register?.(cloud);
  const env = {
    ...microsoft.env,
    BOT_ID: seed.appId,
    BOT_TENANT_ID: tenant.id,
    SCIMITAR_ROTATOR_GROUP: rotators.id,
    SCIMITAR_STORE: join(folder, 'scimitar.db'),
    SCIMITAR_TIME_ZONE: zone,
    ...identity.env(folder, microsoft),
  };
  return { chat, bot, microsoft, env };
}

/**
 * Starts it, and has Maya ask how things stand until she is answered: on a busy machine the first words to a process may
 * outlast what it waits for Entra, and people ask again.
 */
export async function begin({ chat, bot, env }: Stage): Promise<void> {
  const started = await bot.start(env);
  if (started !== 'serving') throw new Error(`it did not start:\n${bot.output}`);
  for (let asked = 0; asked < 5; asked++)
    if (/connections? (is|are) watched/.test(await chat.say(maya, '/status'))) return;
  throw new Error(`nobody is answered:\n${bot.output}`);
}

/** Waits until somebody can see it. `within`: milliseconds. */
export async function until<T>(what: string, look: () => T | undefined | false, within = 60_000): Promise<T> {
  const last = performance.now() + within;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > last) throw new Error(`nobody saw ${what} within ${within / 1000} s`);
    await pause(100);
  }
}
