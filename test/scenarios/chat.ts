import type { JWTPayload } from 'jose';
import { WorldClock } from '../../sandbox/clock.ts';
import { moveClock, moveUntil } from '../../sandbox/moving.ts';
import { playOpening } from '../../sandbox/opening.ts';
import type { ActResult, DialogResult, Message, MoveClock, Thread } from '../../sandbox/page-api.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';
import type { ServicePrincipal } from '../../sandbox/entra/tenant.ts';
import { bot, channels, people, servicePrincipals, serviceUrl } from '../../sandbox/seed.ts';
import { signChannelToken } from '../../sandbox/sts.ts';
import type { Copy } from '../../sandbox/teams/client.ts';
import { deliver, type Delivery } from '../../sandbox/teams/delivery.ts';
import { invokeActivity } from '../../sandbox/teams/inbound-activity.ts';
import { chatView, threadsView } from '../../sandbox/teams/page-view.ts';

export const [maya, tom, priya, guest] = people;
export const operations = channels[1];
/** Monday, 23 November 2026, 08:00 UTC: Apple School Manager's token has 61 days. */
export const monday = Date.parse('2026-11-23T08:00:00Z');

type Who = (typeof people)[number];
type Fields = Readonly<Record<string, unknown>>;

/** Where it is said what has to be done at the end: a test's context, or a figure's. */
export interface Cleanup {
  after(work: () => unknown): void;
}

/** A button as somebody sees it: where it is, and what it sends. */
interface Button {
  readonly type: string;
  readonly title: string;
  readonly verb?: string;
  readonly data: Fields;
}

/** The form of a connection's reminders as it is filled in on the first day. */
export const usualReminders = {
  expiry: '2027-01-23',
  sure: 'true',
  ladder: '60, 45, 30, 21, 14, 7, 3, 1, 0',
  owner: '',
  deputy: '',
  manager: '',
};

/** An open dialog in somebody's hands. */
export interface OpenDialog {
  readonly result: DialogResult;
  /** What the dialog says, all its words in reading order. */
  readonly words: string;
  submit(inputs: Fields, copies?: readonly Copy[], as?: Who): Promise<OpenDialog>;
  /** The same, without waiting for what the bot does after it has answered. */
  send(inputs: Fields, copies?: readonly Copy[], as?: Who): Promise<OpenDialog>;
}

/** The real bot in the simulated tenant, told as what people see and do. */
export class Chat {
  readonly sandbox: Sandbox;
  /** The bot's own log, a line an event. */
  readonly log: readonly string[];

  private constructor(sandbox: Sandbox, log: readonly string[]) {
    this.sandbox = sandbox;
    this.log = log;
  }

  /** A tenant in which Apple School Manager is watched; the world stands still until it is moved. */
  static async start(t: Cleanup, options: SandboxOptions & { readonly opening?: false } = {}): Promise<Chat> {
    const log: string[] = [];
    const clock = options.clock ?? new WorldClock(monday);
    const sandbox = await startSandbox({
      clock,
      limits: false,
      keepActivities: true,
      writeLog: (line) => log.push(line),
      ...options,
    });
    t.after(() => sandbox.close());
    if (options.opening !== false) await playOpening(sandbox);
    return new Chat(sandbox, log);
  }

  /** The same chat, with a log that somebody else writes. */
  with(log: readonly string[]): Chat {
    return new Chat(this.sandbox, log);
  }

  /** Moves the world, with the bot looking on, and waits until it has said everything. */
  async move(to: MoveClock['to'] | { readonly days: number } | { readonly minutes: number }): Promise<void> {
    const { sandbox } = this;
    if (typeof to === 'string') await moveClock(sandbox, to);
    else {
      const minutes = 'days' in to ? to.days * 24 * 60 : to.minutes;
      await moveUntil(sandbox, sandbox.clock.now() + minutes * 60_000);
    }
    await sandbox.app.drain();
  }

  /** Time goes by and the bot does not look, as when its machine is off. */
  async sleep(days: number): Promise<void> {
    this.sandbox.setFaults({ botSleeps: true });
    await this.move({ days });
    this.sandbox.setFaults({ botSleeps: false });
  }

  /** The settings and secrets of Apple School Manager's provisioning, in clear. */
  secrets(): Readonly<Record<string, string>> {
    return this.school.secrets.snapshot();
  }

  get school(): ServicePrincipal {
    const found = this.sandbox.cloud.tenant.servicePrincipals.get(servicePrincipals.appleSchool.id);
    if (found === undefined) throw new Error('Apple School Manager is not in the tenant');
    return found;
  }

  /** What the bot logged under this name, as objects. */
  logged(event: string): readonly Fields[] {
    return this.log.map((line) => JSON.parse(line) as Fields).filter((fields) => fields['event'] === event);
  }

  /** Threads of the channel in which the bot was set up, oldest first. */
  threads(): readonly Thread[] {
    return threadsView(operations.id, this.sandbox.teams);
  }

  /** The threads of tokens, oldest first; digests and answers have others. */
  livingThreads(): readonly Thread[] {
    return this.threads().filter(({ root }) => isLiving(root));
  }

  /** The newest thread that began with a card about a connection. */
  thread(about = 'Apple School Manager'): Thread {
    const found = this.threads().findLast(({ root }) => isLiving(root) && wordsOf(root).includes(about));
    if (found === undefined) throw new Error(`nobody sees a card about ${about}`);
    return found;
  }

  /** The living card, in words. */
  card(): string {
    return wordsOf(this.thread().root);
  }

  /** The replies of the living card's thread, in words. */
  replies(): readonly string[] {
    return this.thread().replies.map(wordsOf);
  }

  /** What somebody sees in the personal chat, in words. */
  chatOf(who: Who): readonly string[] {
    return this.chatMessages(who).map(wordsOf);
  }

  chatMessages(who: Who): readonly Message[] {
    return chatView(this.sandbox.teams, this.#person(who)).messages;
  }

  /** Says something in the personal chat, and gives the bot's last answer in words. */
  async say(who: Who, text: string): Promise<string> {
    const conversationId = this.sandbox.teams.chatOf(this.#person(who));
    await this.sandbox.client.say({ me: who.id, conversationId, text, mentionBot: false });
    await this.sandbox.app.drain();
    return this.chatOf(who).at(-1) ?? '';
  }

  /** Presses a button of the living card, or of another message. */
  async press(
    who: Who,
    title: string,
    inputs: Fields = {},
    copies: readonly Copy[] = [],
    on = this.#living(),
  ): Promise<ActResult> {
    const result = await this.click(who, title, inputs, copies, on);
    await this.sandbox.app.drain();
    return result;
  }

  /** The same, without waiting for what the bot does after it has answered. */
  async click(
    who: Who,
    title: string,
    inputs: Fields = {},
    copies: readonly Copy[] = [],
    on = this.#living(),
  ): Promise<ActResult> {
    const button = buttonOf(on.message, title);
    const { verb, data } = button;
    const kind = button.type === 'Action.Execute' ? 'execute' : 'submit';
    const place = { me: who.id, conversationId: on.conversationId, messageId: on.message.id };
    return this.sandbox.client.act(
      { ...place, kind, ...(verb === undefined ? {} : { verb }), data: { ...data, ...inputs } },
      copies,
    );
  }

  /** Presses a button that opens a dialog. */
  async open(who: Who, title = 'Enter new token', on = this.#living()): Promise<OpenDialog> {
    const place = { me: who.id, conversationId: on.conversationId, messageId: on.message.id };
    const { data } = buttonOf(on.message, title);
    return this.#dialog(place, await this.sandbox.client.openDialog({ ...place, kind: 'submit', data }));
  }

  /** Says `settings` in the channel, and gives the answer with its buttons, for `press` and `open`. */
  async settings(who: Who): Promise<{ readonly conversationId: string; readonly message: Message }> {
    const { client, app } = this.sandbox;
    await client.say({ me: who.id, conversationId: operations.id, text: 'settings', mentionBot: true });
    await app.drain();
    const thread = this.threads().at(-1);
    const message = thread?.replies.at(-1);
    if (thread === undefined || message === undefined) throw new Error('the bot did not show the settings');
    return { conversationId: thread.id, message };
  }

  /** Delivers the newest activity of this kind once more, with some of its fields changed. `undefined` takes one out. */
  async retell(kind: { readonly type?: string; readonly name?: string }, changes: Fields): Promise<Delivery> {
    const { deliveries } = this.sandbox.client;
    const found = deliveries.findLast(
      ({ type, name }) => (kind.type ?? type) === type && (kind.name ?? name) === name,
    );
    if (found?.activity === undefined)
      throw new Error(`nothing was delivered that is ${JSON.stringify(kind)}`);
    return this.tell(changed(found.activity, changes));
  }

  /** An invoke as Teams makes it in somebody's personal chat, for `tell`. */
  invoke(who: Who, name: Parameters<typeof invokeActivity>[1], value: Fields): Fields {
    const { teams } = this.sandbox;
    const scene = { teams, serviceUrl, person: this.#person(who), place: 'personal chat' } as const;
    return invokeActivity(scene, name, value, undefined);
  }

  /** Delivers any activity, as Teams would, and waits for what follows. */
  async tell(activity: Fields, claims?: JWTPayload): Promise<Delivery> {
    const { app, clock } = this.sandbox;
    const delivery = await deliver(activity, {
      botEndpoint: `http://127.0.0.1:${app.port}/api/messages`,
      patience: 30_000,
      signToken: () =>
        signChannelToken({
          audience: bot.appId,
          serviceUrl,
          now: clock.now(),
          ...(claims === undefined ? {} : { claims }),
        }),
    });
    await app.drain();
    return delivery;
  }

  /** The last message of somebody's personal chat, for `press` and `open`. */
  lastIn(who: Who): { readonly conversationId: string; readonly message: Message } {
    const message = this.chatMessages(who).at(-1);
    if (message === undefined) throw new Error(`${who.name} has an empty chat`);
    return { conversationId: this.sandbox.teams.chatOf(this.#person(who)), message };
  }

  #dialog(
    place: { me: string; conversationId: string; messageId: string },
    result: DialogResult,
  ): OpenDialog {
    const send: OpenDialog['send'] = async (inputs, copies = [], as) => {
      if (result.kind !== 'card') throw new Error(`there is no form to submit: ${JSON.stringify(result)}`);
      const button = buttonsOf(result.card).find(({ type }) => type === 'Action.Submit');
      const data = { ...button?.data, ...inputs };
      const me = as?.id ?? place.me;
      return this.#dialog(place, await this.sandbox.client.submitDialog({ ...place, me, data }, copies));
    };
    return {
      result,
      words: result.kind === 'card' ? words(result.card) : result.kind === 'close' ? '' : result.text,
      send,
      submit: async (...how) => {
        const answer = await send(...how);
        await this.sandbox.app.drain();
        return answer;
      },
    };
  }

  #living(): { readonly conversationId: string; readonly message: Message } {
    const { id, root } = this.thread();
    return { conversationId: id, message: root };
  }

  #person(who: Who) {
    const person = this.sandbox.teams.findPerson(who.id);
    if (person === undefined) throw new Error(`${who.name} is not there`);
    return person;
  }
}

/** Deep: objects are merged, everything else is replaced. */
const changed = (from: Fields, changes: Fields): Fields => ({
  ...from,
  ...Object.fromEntries(
    Object.entries(changes).map(([name, value]) => {
      const before = from[name];
      return [
        name,
        isFields(value) && isFields(before) && !Array.isArray(value) ? changed(before, value) : value,
      ];
    }),
  ),
});

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** All that a card says, in reading order: texts, facts, titles, labels, placeholders and choices. */
export function words(card: unknown): string {
  if (Array.isArray(card)) return card.map(words).join('\n');
  if (!isFields(card)) return '';
  const own = ['text', 'title', 'value', 'label', 'errorMessage', 'placeholder'].flatMap((name) => {
    const value = card[name];
    return typeof value === 'string' ? [value] : [];
  });
  const inner = Object.entries(card).flatMap(([name, value]) =>
    isFields(value) && name !== 'data' && name !== 'fallback' ? [words(value)] : [],
  );
  return [...own, ...inner].filter((text) => text !== '').join('\n');
}

/** The root card of a token's thread, not a digest or a list of what was found. */
const isLiving = ({ card }: Message): boolean =>
  /"scimitar\.[0-9a-f]+\.(rung|card)\./.test(JSON.stringify(card));

const wordsOf = ({ text, card }: Message): string =>
  [text ?? '', words(card)].filter((part) => part !== '').join('\n');

export function buttonsOf(card: unknown): readonly Button[] {
  if (Array.isArray(card)) return card.flatMap(buttonsOf);
  if (!isFields(card)) return [];
  const inner = Object.entries(card).flatMap(([name, value]) =>
    name === 'data' || name === 'fallback' ? [] : buttonsOf(value),
  );
  const { type, title, verb, data } = card;
  if (typeof type !== 'string' || !type.startsWith('Action.') || typeof title !== 'string') return inner;
  const button = { type, title, data: isFields(data) ? data : {} };
  return [typeof verb === 'string' ? { ...button, verb } : button, ...inner];
}

function buttonOf({ card }: Message, title: string): Button {
  const buttons = buttonsOf(card);
  const found = buttons.find((button) => button.title === title && button.type !== 'Action.ShowCard');
  if (found === undefined)
    throw new Error(
      `there is no button "${title}" among: ${buttons.map((button) => button.title).join(', ')}`,
    );
  return found;
}
