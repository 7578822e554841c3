import { randomBytes } from 'node:crypto';
import { hosts, servicePrincipals } from '../sandbox/seed.ts';
import { startApp } from '../src/app.ts';
import { Chat, maya, tom, type OpenDialog } from '../test/scenarios/chat.ts';
import { disturb, hang } from '../test/scenarios/disturb.ts';
import { cleaningUp } from './cleaning-up.ts';
import type { Effort, Figure } from './figure.ts';
import { percentile } from './percentile.ts';
import { restartable, type StartBot } from './restartable.ts';

const bar = 1_000;
/** Milliseconds: not one answer may take as long. */
const longestAllowed = 3_000;
const rounds: Readonly<Record<Effort, number>> = { usual: 2, long: 25 };
const atOnce = [1, 16] as const;

/** Who does not answer while Teams waits for the bot. */
const silent = { Graph: hosts.graph, 'the token service': hosts.login } as const;
type Silent = keyof typeof silent;

/** What people press, in the order of one round. */
const presses = [
  'open the dialog',
  'set up',
  'submit a token',
  'claim',
  'open settings',
  'submit settings',
  'refresh',
] as const;
type Press = (typeof presses)[number];

/** Milliseconds of each answer. */
type Times = Readonly<Record<Press, readonly number[]>>;

/** How long Teams waits for the answer to an invoke while Graph, or the service that signs the bot in, says nothing. */
export const slowGraph: Figure = slowGraphFigure(startApp, rounds);

/** `start` starts the bot that is measured. */
export function slowGraphFigure(start: StartBot, repetitions: Readonly<Record<Effort, number>>): Figure {
  return {
    name: 'slow-graph',
    meaning:
      'the 99th percentile of the time to the answer of an invoke while Graph or the token service hangs',
    unit: 'ms',
    bar,
    async measure(effort) {
      const details: string[] = [];
      const worst: number[] = [];
      for (const who of Object.keys(silent) as Silent[])
        for (const [crowd, times] of await timeWhileSilent(start, who, repetitions[effort])) {
          const all = Object.values(times).flat();
          const longest = Math.max(...all);
          // One answer that takes longer than is allowed at all is a broken promise, however rare it is.
          worst.push(longest < longestAllowed ? percentile(all, 99) : longest);
          const each = presses.map((press) => `${press} ${Math.max(...times[press]).toFixed(0)}`).join(', ');
          details.push(
            `${who} hangs, ${crowd} at once: ${all.length} answers, p99 ${percentile(all, 99).toFixed(0)}, max ${longest.toFixed(0)} ms (${each})`,
          );
        }
      return { value: Math.max(...worst), details };
    },
  };
}

/** A sandbox of its own, in which one host falls silent and stays so. By how many press at once. */
const timeWhileSilent = (
  start: StartBot,
  who: Silent,
  repetitions: number,
): Promise<ReadonlyMap<number, Times>> =>
  cleaningUp(async (t) => {
    const { startBot, restart } = restartable((settings, world) =>
      start(settings, { ...world, leastPatience: 0 }),
    );
    const chat = await Chat.start(t, { startBot, durability: 'power-cut' });
    await chat.move('next rung');
    const settings = await chat.settings(maya);
    // The card as it stands now: an attempt takes its button away.
    const { id: conversationId, root: message } = chat.thread();
    const card = { conversationId, message };
    const dialogs: OpenDialog[] = [];
    for (let count = 0; count < repetitions * atOnce.reduce<number>((one, other) => one + other, 0); count++)
      dialogs.push(await chat.open(persons[count % 2] ?? maya));
    const filled = await chat.open(maya, settingsButton, settings);

    let unanswered = 0;
    disturb(chat.sandbox, silent[who], (request) => {
      unanswered++;
      return hang(request);
    });
    // A bot that has just been started has no access token yet.
    await restart();
    const timed = new Map<number, Times>();
    for (const crowd of atOnce) {
      const times = Object.fromEntries(presses.map((press) => [press, []])) as unknown as Record<
        Press,
        number[]
      >;
      for (let round = 0; round < repetitions; round++)
        for (const press of presses) {
          const before = chat.sandbox.client.deliveries.length;
          const forms = press === 'submit a token' ? dialogs.splice(0, crowd) : [];
          await Promise.all(
            Array.from({ length: crowd }, (_, index) =>
              act[press](chat, persons[index % 2] ?? maya, { card, settings, filled, form: forms[index] }),
            ),
          );
          for (const { status, answer, milliseconds } of chat.sandbox.client.deliveries.slice(before)) {
            if (status !== 200 || answer === undefined)
              throw new Error(`"${press}" was answered with ${status}.`);
            times[press].push(milliseconds);
          }
        }
      timed.set(crowd, times);
    }
    if (unanswered === 0) throw new Error(`Nobody asked ${who}.`);
    return timed;
  });

const persons = [maya, tom];
const settingsButton = 'Working hours of this channel';

type Where = Awaited<ReturnType<Chat['settings']>>;

interface Prepared {
  readonly card: Where;
  readonly settings: Where;
  readonly filled: OpenDialog;
  readonly form: OpenDialog | undefined;
}

const act: Readonly<
  Record<Press, (chat: Chat, who: (typeof persons)[number], prepared: Prepared) => Promise<unknown>>
> = {
  'open the dialog': (chat, who, { card }) => chat.open(who, 'Enter new token', card),
  'set up': (chat, { id: me }, { card: { conversationId, message } }) =>
    chat.sandbox.client.openDialog({
      ...{ me, conversationId, messageId: message.id, kind: 'submit' },
      data: {
        verb: 'watch',
        connection: servicePrincipals.appleBusiness.id,
        msteams: { type: 'task/fetch' },
      },
    }),
  'submit a token': (_chat, _who, { form }) =>
    form?.send({ token: randomBytes(72).toString('base64url'), expiry: '2027-11-24', testOnly: 'false' }) ??
    Promise.reject(new Error('there are too few dialogs')),
  claim: (chat, who, { card }) => chat.click(who, "I'll take it", {}, [], card),
  'open settings': (chat, who, { settings }) => chat.open(who, settingsButton, settings),
  'submit settings': (_chat, _who, { filled }) => filled.send(hours),
  // No card of the bot asks Teams to refresh it; should Teams ask all the same, it is answered.
  refresh: (chat, { id: me }, { card: { conversationId, message } }) =>
    chat.sandbox.client.act({
      ...{ me, conversationId, messageId: message.id },
      ...{ kind: 'execute', verb: 'refresh', data: {} },
    }),
};

const hours = {
  zone: 'Europe/Berlin',
  days: '1,2,3,4,5',
  from: '08:00',
  to: '17:00',
  holidays: '',
  onCall: '',
  digest: 'false',
};
