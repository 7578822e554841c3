import type { Sandbox } from '../../sandbox/sandbox.ts';

/**
 * Puts something between the bot and one of the simulated hosts. `meet` answers in its place, or lets the call through
 * with `undefined`; it may read a clone of the request. Gives back how to take it away again.
 */
export function disturb(
  { cloud }: Pick<Sandbox, 'cloud'>,
  host: string,
  meet: (request: Request) => Promise<Response | undefined> | Response | undefined,
): () => void {
  const wire = cloud.wires.get(host);
  if (wire === undefined) throw new Error(`the sandbox has no host ${host}`);
  cloud.wires.set(host, async (request) => (await meet(request)) ?? wire(request));
  return () => {
    cloud.wires.set(host, wire);
  };
}

/** Answers when the caller has gone away: never, as far as the caller is concerned. */
export const hang = ({ signal }: Request): Promise<Response> =>
  new Promise((resolve) => {
    const gone = () => {
      resolve(new Response(null, { status: 504 }));
    };
    if (signal.aborted) gone();
    signal.addEventListener('abort', gone);
  });

/** Holds back all calls to a host; the function given back lets them go, and the later ones with them. */
export function holdBack(sandbox: Pick<Sandbox, 'cloud'>, host: string): () => void {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const restore = disturb(sandbox, host, async () => {
    await released;
    return undefined;
  });
  return () => {
    restore();
    release();
  };
}

/** The calls that a rotation makes, in their order. */
export const steps = ['right', 'snapshot', 'test', 'save', 'read back', 'check', 'health', 'start'] as const;
export type Step = (typeof steps)[number];

/** Which step of a rotation a call of Graph belongs to. The right is asked twice, with the same calls. */
export async function stepOf(request: Request): Promise<Step | 'other'> {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith('/checkMemberGroups')) return 'right';
  if (pathname.endsWith('/secrets')) return request.method === 'PUT' ? 'save' : 'snapshot';
  if (pathname.endsWith('/start')) return 'start';
  if (pathname.endsWith('/validateCredentials'))
    return (await request.clone().text()).includes('useSavedCredentials') ? 'check' : 'test';
  return /\/jobs\/[^/]+$/.test(pathname) ? 'health' : 'other';
}
