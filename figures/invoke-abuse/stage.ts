import type { Exchange } from '../../sandbox/network.ts';
import { channels, hosts, servicePrincipals } from '../../sandbox/seed.ts';
import { eventId } from '../../sandbox/teams/inbound-activity.ts';
import { buttonsOf, Chat, maya, tom, type Cleanup, type OpenDialog } from '../../test/scenarios/chat.ts';
import { Door, type Answer, type Fields } from '../front-door/door.ts';
import type { StartBot } from '../restartable.ts';

/** Fields of an activity to be replaced, as deep as they are named; `undefined` takes one out. */
export type Bend = Readonly<Record<string, unknown>>;

/**
 * A bot that watches two connections in two channels, with what Teams sends when somebody presses rightly. Whatever is bent
 * is one of these activities but for the bend.
 */
export class Stage {
  readonly chat: Chat;
  readonly door: Door;
  readonly #graph: readonly Exchange[];

  private constructor(door: Door, graph: readonly Exchange[]) {
    this.chat = door.chat;
    this.door = door;
    this.#graph = graph;
  }

  static async set(t: Cleanup, startBot: StartBot): Promise<Stage> {
    const graph: Exchange[] = [];
    const observe = (exchange: Exchange) => {
      if (exchange.host === hosts.graph && isAboutProvisioning(exchange)) graph.push(exchange);
    };
    const chat = await Chat.start(t, { startBot, observe });
    await chat.move('next rung');
    const stage = new Stage(new Door(t, chat), graph);
    await stage.#watchBusiness();
    // What works when it is done rightly; and the activities that everything else is bent from.
    for (const title of ["I'll take it", 'Nobody has it any more'])
      if (!(await stage.acts(() => chat.press(maya, title, { until: '2026-12-14' }))))
        throw new Error(`"${title}", rightly pressed, had no effect`);
    // A card from before these is out of date for somebody else.
    return stage;
  }

  /** Apple Business Manager, in the other channel. */
  async #watchBusiness(): Promise<void> {
    const { chat } = this;
    const general = channels[0].id;
    await chat.sandbox.client.say({
      me: maya.id,
      conversationId: general,
      text: 'settings',
      mentionBot: true,
    });
    const [welcome] = chat.threads();
    const found = welcome?.replies[0];
    if (welcome === undefined || found === undefined) throw new Error('nothing was found in Entra');
    const here = { conversationId: welcome.id, message: found };
    const dialog = await chat.open(maya, 'Watch Apple Business Manager', here);
    await dialog.submit({ expiry: '2027-11-01', sure: 'true' });
    await chat.sandbox.app.drain();
  }

  get business(): string {
    return servicePrincipals.appleBusiness.id;
  }

  /** What a button of the living card sends now. */
  data(title: string): Fields {
    const found = buttonsOf(this.chat.thread().root.card).find(
      // Whoever has it already is offered to take it over.
      (button) => [title, `${title} over`].includes(button.title) && button.type !== 'Action.ShowCard',
    );
    if (found === undefined)
      throw new Error(
        `the card has no "${title}", but: ${buttonsOf(this.chat.thread().root.card)
          .map((button) => button.title)
          .join(', ')}`,
      );
    return found.data;
  }

  /** "I'll take it", as Teams sends it now. */
  claim(inputs: Fields = { until: '2026-12-14' }): Fields {
    const { activity } = this.#newest('adaptiveCard/action');
    const data = { ...this.data("I'll take it"), ...inputs };
    const { verb } = data as { readonly verb?: unknown };
    return {
      ...activity,
      id: eventId(),
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    };
  }

  /** The newest submit of a dialog. */
  submit(): Fields {
    return { ...this.#newest('task/submit').activity, id: eventId() };
  }

  openToken(who: typeof maya | typeof tom = maya): Promise<OpenDialog> {
    return this.chat.open(who);
  }

  #newest(name: string): { readonly activity: Fields } {
    const { deliveries } = this.chat.sandbox.client;
    const activity = deliveries.findLast((delivery) => delivery.name === name)?.activity as
      Fields | undefined;
    if (activity === undefined) throw new Error(`no ${name} was delivered`);
    return { activity };
  }

  /** Over a socket, with a token of Teams'. */
  async send(activity: Fields): Promise<Answer> {
    return this.door.post({ ...(await this.door.good()), body: JSON.stringify(activity) });
  }

  /** What changes when something is done: the store, what Teams shows, and what Graph is asked to do. */
  state(): string {
    const { teams } = this.door.effects();
    return JSON.stringify({
      kept: this.door.kept(),
      teams,
      graph: this.#graph.length,
      secrets: this.chat.secrets(),
    });
  }

  /** What the store says of the bent thing beside refusals that were written down. */
  async acts(work: () => Promise<unknown>): Promise<boolean> {
    const before = this.state();
    await work();
    await this.chat.sandbox.app.drain();
    return this.state() !== before;
  }
}

/** Whoever presses is looked up in Entra: that is the question, and no effect. */
const isAboutProvisioning = ({ path }: Exchange): boolean => /servicePrincipals|synchronization/i.test(path);

/** As deep as the bend is named. */
export function bent(activity: Fields, bend: Bend): Fields {
  const merged = Object.entries(bend).map(([name, value]) => {
    const before = activity[name];
    return [name, isFields(value) && isFields(before) ? bent(before, value) : value];
  });
  return { ...activity, ...(Object.fromEntries(merged) as Fields) };
}
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
