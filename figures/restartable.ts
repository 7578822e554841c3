import type { SandboxOptions } from '../sandbox/sandbox.ts';
import { startApp, type App } from '../src/app.ts';

/** How a bot is started: the product's own way, or with a fault planted. */
export type StartBot = typeof startApp;

/** A bot in this process that can be ended and started again at the same address, with the same store and nothing else. */
export function restartable(start: StartBot): {
  readonly startBot: NonNullable<SandboxOptions['startBot']>;
  readonly restart: () => Promise<void>;
} {
  let again = (): Promise<void> => Promise.reject(new Error('the bot has not been started'));
  return {
    async startBot(settings, world) {
      let running = await start(settings, world);
      const { port } = running;
      again = async () => {
        await running.close();
        running = await start({ ...settings, port }, world);
      };
      const app: App = {
        port,
        tick: () => running.tick(),
        upcoming: () => running.upcoming(),
        drain: () => running.drain(),
        close: () => running.close(),
      };
      return app;
    },
    restart: () => again(),
  };
}
