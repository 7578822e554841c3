import { deliver, type Delivery, type Route } from './delivery.ts';
import { eventId } from './inbound-activity.ts';
import type { JsonObject } from './json-object.ts';

/** Another delivery of the same activity, as Teams does when it is unsure whether the first arrived. */
export type Copy = 'same id' | 'new id';

/** Brings activities to the bot and writes down how that went. */
export class Postman {
  readonly #route: Route;
  readonly #keepActivities: boolean;
  readonly #deliveries: Delivery[] = [];

  constructor(route: Route, keepActivities: boolean) {
    this.#route = route;
    this.#keepActivities = keepActivities;
  }

  /** In the order of their answers. */
  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** Sends the activity and its copies at the same moment; gives back the first one's delivery when all have ended. */
  async send(activity: JsonObject, copies: readonly Copy[] = []): Promise<Delivery> {
    const [first] = await Promise.all([
      this.#deliver(activity),
      ...copies.map((copy) => this.#deliver(copyOf(activity, copy))),
    ]);
    return first;
  }

  /** Once more, later. Throws when the activity was not kept. */
  async again({ activity }: Delivery, copy: Copy): Promise<Delivery> {
    if (activity === undefined)
      throw new Error('this activity was not kept; make the client with keepActivities');
    return this.#deliver(copyOf(activity, copy));
  }

  async #deliver(activity: JsonObject): Promise<Delivery> {
    const plain = await deliver(activity, this.#route);
    const delivery = this.#keepActivities ? { ...plain, activity } : plain;
    this.#deliveries.push(delivery);
    return delivery;
  }
}

const copyOf = (activity: JsonObject, copy: Copy): JsonObject =>
  copy === 'same id' ? activity : { ...activity, id: eventId() };
