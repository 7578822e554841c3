import { appleView } from './apple/apple-view.ts';
import { entraView } from './entra/entra-view.ts';
import { saveNewToken } from './entra/portal.ts';
import { moveClock } from './moving.ts';
import { playOpening } from './opening.ts';
import { startPageServer, type PageServer } from './page-server.ts';
import { commandList } from './commands.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { people } from './seed.ts';

/** How often the bot looks for what is due, in machine time. */
const lookEvery = 5_000;
const usualPort = 3979;

interface Running {
  readonly sandbox: Sandbox;
  readonly page: PageServer;
  readonly looking: NodeJS.Timeout;
}

async function start(port: number): Promise<Running> {
  const sandbox = await startSandbox({
    mayReadChannels: true,
    mayReadAudits: true,
    ...(process.argv.includes('--log') && { writeLog: console.log }),
  });
  await playOpening(sandbox);
  const { cloud, clock, teams, client, app } = sandbox;
  const organisations = [cloud.apple.school, cloud.apple.business];
  const page = await startPageServer({
    teams,
    client,
    clock,
    people,
    port,
    commands: commandList(),
    view: { entra: () => entraView(cloud.tenant), apple: () => appleView(organisations, clock) },
    control: {
      moveClock: (to) => moveClock(sandbox, to),
      setFaults: (faults) => {
        sandbox.setFaults(faults);
      },
      faults: () => sandbox.faults(),
      generateToken: (product) => cloud.apple[product].generate().token,
      revokeToken: (id) => {
        const owner = organisations.find((organisation) =>
          appleView([organisation], clock).some(({ tokens }) => tokens.some((token) => token.id === id)),
        );
        if (owner === undefined) throw new Error('Apple lists no such token.');
        owner.revoke(id);
      },
      saveToken: (me, connection) => {
        saveNewToken(cloud, me, connection);
      },
      // The answer goes out before the world it comes from ends.
      reset: () => void setTimeout(() => void restart(), 50),
    },
  });
  const looking = setInterval(() => {
    cloud.tenant.catchUp();
    if (!sandbox.faults().botSleeps) void app.tick();
  }, lookEvery);
  return { sandbox, page, looking };
}

async function stop({ sandbox, page, looking }: Running): Promise<void> {
  clearInterval(looking);
  await page.close();
  await sandbox.close();
}

let running = await start(Number(process.env['PORT'] ?? usualPort));

async function restart(): Promise<void> {
  const port = Number(new URL(running.page.url).port);
  await stop(running);
  running = await start(port);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void stop(running).finally(() => process.exit(0));
  });

console.log(`Scimitar's sandbox is ready: open ${running.page.url}`);
console.log('Everything runs on this machine only. Ctrl-C ends it.');
