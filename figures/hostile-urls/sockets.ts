import net from 'node:net';
import tls from 'node:tls';

/** `host:port` of each socket that this process opened, in order. */
export interface Sockets {
  readonly opened: readonly string[];
  restore(): void;
}

type Options = net.TcpNetConnectOpts & { readonly path?: string };

/**
 * Writes down every socket that this process opens, and leads all of them to one port of this machine, where the
 * certificate is trusted: nothing leaves it, whatever is asked for.
 */
export function watchSockets(port: number, certificate: string): Sockets {
  const opened: string[] = [];
  const connect = Reflect.get(net.Socket.prototype, 'connect') as (...all: unknown[]) => net.Socket;
  const connectTls = tls.connect;
  net.Socket.prototype.connect = function (this: net.Socket, ...all: unknown[]): net.Socket {
    const { host = 'localhost', port: asked, path } = optionsOf(all);
    opened.push(path ?? `${host}:${asked}`);
    const rest = all.flat().filter((one) => typeof one === 'function');
    return Reflect.apply(connect, this, [{ host: '127.0.0.1', port }, ...rest]);
  };
  tls.connect = ((options: object, ...rest: unknown[]) =>
    Reflect.apply(connectTls as (...all: unknown[]) => unknown, tls, [
      { ...options, ca: certificate },
      ...rest,
    ])) as typeof connectTls;
  return {
    opened,
    restore() {
      net.Socket.prototype.connect = connect;
      tls.connect = connectTls;
    },
  };
}

/** As Node.js reads them: an object, a port and a host, or both in the list that it made of them itself. */
export function optionsOf(all: readonly unknown[]): Options {
  const [first, second] = all.flat();
  if (typeof first === 'object' && first !== null) return first as Options;
  return { port: Number(first), ...(typeof second === 'string' ? { host: second } : {}) };
}
