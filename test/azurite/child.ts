import { createRequire } from 'node:module';

// The table service of Azurite, in memory, on a free port; forked by azurite.ts. Its own command cannot tell which port it
// took, starts telemetry, and keeps a file. The parts and their order are those of the pinned version.
interface TableServer {
  start(): Promise<void>;
  getHttpServerAddress(): string;
}
const require = createRequire(import.meta.url);
const part = (name: string): unknown => require(`azurite/dist/src/${name}.js`);
const { default: Server } = part('table/TableServer') as {
  default: new (configuration: unknown) => TableServer;
};
const { default: Configuration } = part('table/TableConfiguration') as {
  default: new (...parts: unknown[]) => unknown;
};
(part('common/Logger') as { configLogger(enabled: boolean): void }).configLogger(false);

const parts = {
  host: '127.0.0.1',
  port: 0,
  keepAliveTimeout: 5,
  metadataPath: 'unused.json',
  debugLog: false,
  accessLog: false,
  accessLogStream: undefined,
  debugLogPath: undefined,
  loose: false,
  skipApiVersionCheck: false,
  certificate: '',
  key: '',
  password: '',
  oauth: undefined,
  disableProductStyleUrl: false,
  isInMemory: true,
};
const server = new Server(new Configuration(...Object.values(parts)));
process.on('disconnect', () => process.exit(0));
await server.start();
process.send?.({ address: server.getHttpServerAddress() });
