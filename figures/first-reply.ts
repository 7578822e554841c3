import type { Wire } from '../sandbox/wire.ts';
import { hosts } from '../sandbox/seed.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Effort, Figure } from './figure.ts';
import { median } from './median.ts';
import { inScene } from './scene.ts';

const bar = 300;
/** How long Graph takes for each answer, in milliseconds. What is left of the time must not depend on it. */
const graphDelays = [0, 100, 250];
const repetitions: Readonly<Record<Effort, number>> = { usual: 5, long: 40 };

/** From the submitted dialog to the first reply in the thread, without Graph's own time: the worst median of the delays. */
export const firstReply: Figure = {
  name: 'first-reply',
  meaning:
    'from a submitted token to the reply "applied and tested", without the time that Graph itself takes',
  unit: 'ms',
  bar,
  async measure(effort) {
    const medians: number[] = [];
    for (const delay of graphDelays) {
      const times: number[] = [];
      for (let count = 0; count < repetitions[effort]; count++) times.push(await timeOneRotation(delay));
      medians.push(median(times));
    }
    return { value: Math.max(...medians) };
  },
};

/** One rotation in a sandbox of its own, in milliseconds. */
const timeOneRotation = (graphDelay: number): Promise<number> =>
  inScene({ durability: 'power-cut' }, async (scene) => {
    const { sandbox, openDialog, makeToken } = scene;
    const submit = await openDialog();
    const token = makeToken();
    sandbox.cloud.tenant.graphDelay = graphDelay;
    const watched = watch(sandbox);
    const began = performance.now();
    const result = await submit({ token });
    if (result.kind !== 'message') throw new Error(`The token was not taken: ${result.kind}.`);
    await sandbox.app.drain();
    const { repliedAt, graph } = watched();
    if (repliedAt === undefined) throw new Error('The thread got no reply that the token is applied.');
    return repliedAt - began - lengthOf(graph, began, repliedAt);
  });

/** In milliseconds of one clock. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Observes both ends at the simulated network. Graph's own time is each moment in which it works on a call that the
 * reply waits for; calls at the same time count once. The way through the network's sockets counts as ours. The living
 * card is brought up to date beside the rotation, and asks for the job's health for that: what is asked before the
 * saved token has been checked is for the card alone, delays no reply, and is not taken off.
 */
function watch({ cloud: { wires } }: Sandbox) {
  const graph: Span[] = [];
  let checked = false;
  let repliedAt: number | undefined;
  around(wires, hosts.graph, async (request, wire) => {
    const from = performance.now();
    const forTheCardOnly = !checked && /\/synchronization\/jobs\/[^/]+$/.test(new URL(request.url).pathname);
    const isCheck = (await request.clone().text()).includes('useSavedCredentials');
    const response = await wire(request);
    if (!forTheCardOnly) graph.push({ from, to: performance.now() });
    checked ||= isCheck;
    return response;
  });
  around(wires, hosts.connector, async (request, wire) => {
    const isReply = request.method === 'POST' && /applied and tested/i.test(await request.clone().text());
    const response = await wire(request);
    if (isReply && response.ok) repliedAt ??= performance.now();
    return response;
  });
  return () => ({ repliedAt, graph });
}

function around(
  wires: Map<string, Wire>,
  host: string,
  pass: (request: Request, wire: Wire) => Promise<Response>,
): void {
  const wire = wires.get(host);
  if (wire === undefined) throw new Error(`the sandbox has no host ${host}`);
  wires.set(host, (request) => pass(request, wire));
}

/** How much of the time between two moments the spans cover together. */
export function lengthOf(spans: readonly Span[], from: number, to: number): number {
  let covered = 0;
  let end = from;
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    covered += Math.max(0, Math.min(span.to, to) - Math.max(span.from, end));
    end = Math.max(end, Math.min(span.to, to));
  }
  return covered;
}
