import { appleView } from '../sandbox/apple/apple-view.ts';
import { moveClock } from '../sandbox/moving.ts';
import { playOpening } from '../sandbox/opening.ts';
import type { DialogResult } from '../sandbox/page-api.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { channels, people } from '../sandbox/seed.ts';
import { threadsView } from '../sandbox/teams/page-view.ts';

const [maya] = people;
const [, operations] = channels;

export interface Entry {
  readonly token: string;
  /** Default: the day on which Apple's newest token runs out. */
  readonly expiry?: string;
  readonly testOnly?: boolean;
}

/** A tenant whose first reminder stands in the channel, and the one person who acts in it. */
export interface Scene {
  readonly sandbox: Sandbox;
  /** Opens the token dialog from the living card, and gives the function that submits it. */
  readonly openDialog: () => Promise<(entry: Entry) => Promise<DialogResult>>;
  /** A new token of Apple School Manager; the oldest one is revoked where there is no room. */
  readonly makeToken: () => string;
}

/** Runs the work in a new sandbox and closes it in every case. */
export async function inScene<T>(options: SandboxOptions, work: (scene: Scene) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ limits: false, ...options });
  try {
    await playOpening(sandbox);
    await moveClock(sandbox, 'next rung');
    await sandbox.app.drain();
    return await work(sceneOf(sandbox));
  } finally {
    await sandbox.close();
  }
}

function sceneOf(sandbox: Sandbox): Scene {
  const { client, teams, cloud, clock } = sandbox;
  const school = cloud.apple.school;
  const tokens = () => appleView([school], clock)[0]?.tokens ?? [];
  return {
    sandbox,
    async openDialog() {
      const { place, data } = livingCard(threadsView(operations.id, teams));
      const here = { me: maya.id, ...place };
      const opened = await client.openDialog({ ...here, kind: 'submit', data });
      const form = opened.kind === 'card' ? dataOf(opened.card, 'enter-token') : undefined;
      if (form === undefined) throw new Error(`the token dialog did not open: ${opened.kind}`);
      return ({ token, expiry = tokens().at(-1)?.expiresOn, testOnly = false }) =>
        client.submitDialog({ ...here, data: { ...form, token, expiry, testOnly: String(testOnly) } });
    },
    makeToken() {
      const alive = tokens().filter(({ state }) => state === 'new' || state === 'active');
      const [oldest] = alive;
      if (alive.length > 1 && oldest !== undefined) school.revoke(oldest.id);
      return school.generate().token;
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** The newest thread whose card offers to enter a token. */
function livingCard(threads: ReturnType<typeof threadsView>) {
  for (const { id, root } of threads.toReversed()) {
    const data = dataOf(root.card, 'enter-token');
    if (data !== undefined) return { place: { conversationId: id, messageId: root.id }, data };
  }
  throw new Error('no card in the channel offers to enter a token');
}

/** The data of the button with this verb, wherever it is on the card. */
function dataOf(part: unknown, verb: string): Fields | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  const fields = part as Fields;
  if (fields['verb'] === verb && typeof fields['cycle'] === 'string') return fields;
  for (const inner of Object.values(fields)) {
    const found = dataOf(inner, verb);
    if (found !== undefined) return found;
  }
  return undefined;
}
