import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  appServicePath,
  identityHeader,
  managedIdentity,
  metadataHost,
} from '../../sandbox/entra/managed-identity.ts';
import type { Cloud } from '../../sandbox/entra/cloud.ts';
import type { Network } from '../../sandbox/network.ts';
import { hosts } from '../../sandbox/seed.ts';
import { makeCertificate } from '../certificate.ts';
import { serveHosts } from '../hosts-over-http.ts';
import type { Cleanup } from '../scenarios/chat.ts';

type Env = Readonly<Record<string, string>>;

/** The simulated Microsoft as a process of this machine finds it: by its real names, over TLS. */
export interface Microsoft {
  /** What leads a process there. */
  readonly env: Env;
  /** The same, without trust in the authority that has signed its certificates. */
  readonly distrusting: Env;
  /** What App Service and Container Apps tell a process that has a managed identity. */
  readonly appService: Env;
  /** `host:port` of everything else that a process wanted to reach. */
  elsewhere(): readonly string[];
}

/** Hop by hop: they belong to one connection and are not handed on (RFC 9110, section 7.6.1). */
const ofOneConnection = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

/** Puts TLS with certificates of an authority of its own in front of the simulated services. `folder` is its own. */
export async function startMicrosoft(t: Cleanup, network: Network, folder: string): Promise<Microsoft> {
  const authority = makeCertificate({ names: ['An authority for tests'] });
  const [ca, redirect, asked] = ['ca.pem', 'redirect.cjs', 'elsewhere.txt'].map((name) => join(folder, name));
  if (ca === undefined || redirect === undefined || asked === undefined) throw new Error('three names');
  writeFileSync(ca, authority.certificate);

  const forward = (request: Request, host = new URL(request.url).host): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    for (const name of ofOneConnection) headers.delete(name);
    return network.fetch(
      new Request(`https://${host}${pathname}${search}`, new Request(request, { headers })),
    );
  };
  const secure = await serveHosts(
    (request) => forward(request),
    makeCertificate({ names: Object.values(hosts), issuer: authority }),
  );
  const metadata = await serveHosts((request) => forward(request, metadataHost));
  t.after(() => {
    secure.close();
    metadata.close();
  });

  const ports = Object.fromEntries(Object.values(hosts).map((host) => [`${host}:443`, secure.port]));
  await build({
    entryPoints: [join(import.meta.dirname, 'redirect.ts')],
    outfile: redirect,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    define: {
      ports: JSON.stringify({ ...ports, [`${metadataHost}:80`]: metadata.port }),
      elsewhere: JSON.stringify(asked),
    },
  });
  const distrusting = { NODE_OPTIONS: `--require="${redirect}"` };
  return {
    distrusting,
    env: { ...distrusting, NODE_EXTRA_CA_CERTS: ca },
    appService: {
      IDENTITY_ENDPOINT: `http://127.0.0.1:${metadata.port}${appServicePath}`,
      IDENTITY_HEADER: identityHeader,
    },
    elsewhere: () => (existsSync(asked) ? readFileSync(asked, 'utf8').trimEnd().split('\n') : []),
  };
}

/** Azure's own endpoint for tokens, which the sandbox has no use for. */
export const addManagedIdentity = ({ wires, tenant }: Cloud): void => {
  wires.set(metadataHost, managedIdentity(tenant));
};
