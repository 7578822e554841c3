import { createHash, randomBytes } from 'node:crypto';
import type { WorldClock } from '../clock.ts';
import { servicePrincipals } from '../seed.ts';

export const products = ['school', 'business'] as const;
export type Product = (typeof products)[number];

/** What Apple makes of a bearer token. Only `ok` lets a call through; Apple does not tell the caller which of the others it was. */
export type Verdict = 'ok' | 'expired' | 'revoked' | 'unknown';

export interface OrganisationToken {
  readonly id: string;
  /** As Apple lists it: `Token 1`. */
  readonly name: string;
  /** Epoch milliseconds, as are all moments here. */
  readonly madeAt: number;
  readonly expiresAt: number;
  readonly activeSince: number | undefined;
  readonly revokedAt: number | undefined;
}

interface Slot extends OrganisationToken {
  readonly digest: string;
  activeSince: number | undefined;
  revokedAt: number | undefined;
}

/** Apple says no. The message is meant for the person at the screen. */
export class OrganisationRefusal extends Error {
  override readonly name = 'OrganisationRefusal';
}

/** Apple documents at most two tokens at once. */
const slotCount = 2;

/**
 * Apple's side of one product: who may connect by SCIM, and until when. Keeps only digests of its tokens.
 * Rules from Apple's guide (axmc9a823611): a token lives one calendar year, at most two at once, the only one cannot be revoked.
 */
export class Organisation {
  readonly product: Product;
  readonly name: string;
  readonly tenantUrl: string;
  readonly #clock: WorldClock;
  readonly #random: () => string;
  readonly #slots: Slot[] = [];

  /** `random` makes token texts; a test that must replay passes its own. */
  constructor(product: Product, clock: WorldClock, random: () => string = randomTokenText) {
    const { displayName, tenantUrl } =
      product === 'school' ? servicePrincipals.appleSchool : servicePrincipals.appleBusiness;
    this.product = product;
    this.name = displayName;
    this.tenantUrl = tenantUrl;
    this.#clock = clock;
    this.#random = random;
  }

  /** Makes a token and gives back its text, which nobody can ask for again. Throws `OrganisationRefusal` when two are alive. */
  generate(): { readonly id: string; readonly name: string; readonly token: string } {
    return this.issue(this.#clock.now());
  }

  /** A token made at `madeAt`, for a world that begins with some. The slot rule holds as of now. */
  issue(madeAt: number, expiresAt: number = oneCalendarYearAfter(madeAt)) {
    if (this.#alive().length >= slotCount)
      throw new OrganisationRefusal(
        `${this.name} already has two tokens. Revoke the one that Entra does not use, then generate a new one.`,
      );
    const token = this.#random();
    const number = this.#slots.length + 1;
    const slot: Slot = {
      id: `${this.product}-token-${number}`,
      name: `Token ${number}`,
      digest: digestOf(token),
      madeAt,
      expiresAt,
      activeSince: undefined,
      revokedAt: undefined,
    };
    this.#slots.push(slot);
    return { id: slot.id, name: slot.name, token };
  }

  /** Takes effect at once. Throws `OrganisationRefusal` for the only token that is alive and for one that is not. */
  revoke(id: string): void {
    const alive = this.#alive();
    const slot = alive.find((candidate) => candidate.id === id);
    if (slot === undefined)
      throw new OrganisationRefusal(
        `${this.name} has no token ${id} that could be revoked. Reload the list.`,
      );
    if (alive.length === 1)
      throw new OrganisationRefusal(
        `${slot.name} is the only token of ${this.name} and cannot be revoked. Generate a second one first.`,
      );
    slot.revokedAt = this.#clock.now();
  }

  /** Pure: what Apple would have said to `token` at the moment `at`. A token of another product is unknown here. */
  accepts(token: string, at: number = this.#clock.now()): Verdict {
    const slot = this.#find(token);
    return slot === undefined ? 'unknown' : verdictOn(slot, at);
  }

  /** As `accepts`; a token that is accepted for the first time becomes active. */
  connect(token: string, at: number = this.#clock.now()): Verdict {
    const slot = this.#find(token);
    if (slot === undefined) return 'unknown';
    const verdict = verdictOn(slot, at);
    if (verdict === 'ok') slot.activeSince ??= at;
    return verdict;
  }

  /** The name under which Apple lists this token, if it is one of its own. */
  nameOf(token: string): string | undefined {
    return this.#find(token)?.name;
  }

  /** What Apple's page shows, oldest first: the tokens alive and, while there is room for it, the last dead one. */
  listed(): readonly OrganisationToken[] {
    const alive = this.#alive();
    const lastDead = this.#slots.findLast((slot) => !alive.includes(slot));
    const roomForDead = alive.length < slotCount;
    return this.#slots.filter((slot) => alive.includes(slot) || (roomForDead && slot === lastDead));
  }

  #alive(): readonly Slot[] {
    const now = this.#clock.now();
    return this.#slots.filter((slot) => verdictOn(slot, now) === 'ok');
  }

  #find(token: string): Slot | undefined {
    const digest = digestOf(token);
    return this.#slots.find((slot) => slot.digest === digest);
  }
}

function verdictOn(slot: OrganisationToken, at: number): Verdict {
  if (slot.revokedAt !== undefined && at >= slot.revokedAt) return 'revoked';
  return at >= slot.expiresAt ? 'expired' : 'ok';
}

/** The same day and hour next year; 29 February becomes 28 February. Apple's page only says "one calendar year". */
export function oneCalendarYearAfter(moment: number): number {
  const next = new Date(moment);
  const month = next.getUTCMonth();
  next.setUTCFullYear(next.getUTCFullYear() + 1);
  if (next.getUTCMonth() !== month) next.setUTCDate(0);
  return next.getTime();
}

/** Apple has not published what its tokens look like. This form, 96 url-safe characters, is an assumption. */
const randomTokenText = (): string => randomBytes(72).toString('base64url');

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');
