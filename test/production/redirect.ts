// Loaded into the process before the product, by NODE_OPTIONS=--require: leads what it connects to by name, and the one
// address that Azure gives its metadata service, to ports of this machine, as a name server and a router would. In the
// process, since ports below 1024 and name servers belong to the machine, which a test must not change. The names stay
// as they are above the sockets: the certificates are checked against them, and the product knows of nothing.
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { optionsOf } from '../../figures/hostile-urls/sockets.ts';

/** By `host:port`. Put in when this file is built. */
declare const ports: Readonly<Record<string, number>>;
/** A file to which everything else that was asked for is written, a line each. */
declare const elsewhere: string;

const loopback = ['127.0.0.1', 'localhost'];
const connect = Reflect.get(Socket.prototype, 'connect') as (...all: unknown[]) => Socket;

Socket.prototype.connect = function (this: Socket, ...all: unknown[]): Socket {
  const options = optionsOf(all);
  const { host = 'localhost', port, path } = options;
  if (typeof path === 'string' || loopback.includes(host)) return Reflect.apply(connect, this, all);
  const to = ports[`${host}:${port}`];
  if (to === undefined) {
    appendFileSync(elsewhere, `${host}:${port}\n`);
    const unknown = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
    process.nextTick(() => this.destroy(unknown));
    return this;
  }
  const listener = all.flat().filter((one) => typeof one === 'function');
  return Reflect.apply(connect, this, [{ ...options, host: '127.0.0.1', port: to }, ...listener]);
};

// Whoever started it is gone: nobody would ever end it.
process.stdin.on('end', () => process.exit(1)).resume();
if (process.stdin instanceof Socket) process.stdin.unref();
