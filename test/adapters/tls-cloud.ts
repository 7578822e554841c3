import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { WorldClock } from '../../sandbox/clock.ts';
import { startCloud, type Cloud } from '../../sandbox/entra/cloud.ts';
import { hosts } from '../../sandbox/seed.ts';
import { makeCertificate } from '../certificate.ts';
import { headersOf, serveHosts } from '../hosts-over-http.ts';

export interface TlsCloud extends Cloud {
  /** As the global fetch, over TLS: certificates are checked, and every host is found on loopback. */
  readonly fetch: typeof fetch;
  /** The same, without trust in the cloud's certificate. */
  readonly distrustingFetch: typeof fetch;
  /** Requests so far, `<method> <host><path>`. */
  readonly requests: string[];
  /** Bodies of the forms that the token endpoint was sent. */
  readonly forms: URLSearchParams[];
  close(): Promise<void>;
}

/** The simulated cloud behind one HTTPS server whose certificate names Entra's and Graph's hosts. */
export async function startTlsCloud(): Promise<TlsCloud> {
  const cloud = await startCloud({ clock: new WorldClock() });
  const { certificate, key } = makeCertificate({ names: [hosts.login, hosts.graph] });
  const requests: string[] = [];
  const forms: URLSearchParams[] = [];
  const hosted = await serveHosts(
    async (request) => {
      const { host, pathname, search } = new URL(request.url);
      requests.push(`${request.method} ${host}${pathname}${search}`);
      if (isTokenRequest(pathname)) forms.push(new URLSearchParams(await request.clone().text()));
      return cloud.wires.get(host)?.(request);
    },
    { certificate, key },
  );
  return {
    ...cloud,
    requests,
    forms,
    fetch: fetchOverTls(hosted.port, certificate),
    distrustingFetch: fetchOverTls(hosted.port, undefined),
    async close() {
      hosted.close();
      await cloud.network.close();
    },
  };
}

/** MSAL adds a query. */
export const isTokenRequest = (line: string): boolean => /\/oauth2\/v2\.0\/token(\?|$)/.test(line);

const fetchOverTls =
  (port: number, ca: string | undefined): typeof fetch =>
  async (input, init) => {
    const asked = new Request(input, init);
    const { hostname, pathname, search } = new URL(asked.url);
    const body = Buffer.from(await asked.arrayBuffer());
    const sent = httpsRequest({
      host: '127.0.0.1',
      port,
      servername: hostname,
      path: pathname + search,
      method: asked.method,
      headers: { ...Object.fromEntries(asked.headers), host: hostname, 'content-length': body.length },
      agent: false,
      ...(ca === undefined ? {} : { ca }),
    });
    sent.end(body);
    const [incoming] = (await once(sent, 'response')) as [IncomingMessage];
    const content = await buffer(incoming);
    const status = incoming.statusCode ?? 0;
    return new Response(status === 204 ? null : content, { status, headers: headersOf(incoming) });
  };
