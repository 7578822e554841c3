import { setTimeout as pause } from 'node:timers/promises';
import { lookAtCertificate } from './adapters/certificate.ts';
import { startApp, type App } from './app.ts';
import { looks, readSettings } from './config.ts';

/** A stop that takes longer is cut short: whatever is under way is taken up again after the next start. */
const stopWithin = 25_000;

const settings = readSettings(process.env, (path) => {
  const certificate = lookAtCertificate(path, Date.now());
  return certificate.ok ? undefined : certificate.failure;
});
if (!settings.ok) {
  console.error('Scimitar cannot start with these settings:');
  for (const { setting, text } of settings.failure) console.error(`  ${setting} ${text}`);
  console.error('All settings are described in docs/settings.md.');
  process.exit(1);
}

let app: App;
try {
  app = await startApp(settings.value, {
    now: Date.now,
    machineTime: Date.now,
    pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
    fetch: globalThis.fetch,
    writeLog: (line) => {
      console.log(line);
    },
  });
} catch (error) {
  console.error(`Scimitar cannot start: ${error instanceof Error ? error.message : 'unknown error'}`);
  process.exit(1);
}

const state = { stopping: false };
async function stop(): Promise<void> {
  if (state.stopping) return;
  state.stopping = true;
  setTimeout(() => process.exit(1), stopWithin).unref();
  await app.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

await pause(looks.firstAfter, undefined, { ref: false });
while (!state.stopping) {
  await app.tick();
  await pause(looks.every, undefined, { ref: false });
}
