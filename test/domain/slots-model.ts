import {
  addCalendarYears,
  addDays,
  addMilliseconds,
  dateIn,
  hours,
  utc,
  type CalendarDate,
  type Moment,
} from '../../src/domain/calendar.ts';
import type { ExpirySource } from '../../src/domain/connection.ts';
import { connectionId, cycleId, rotationId, tenantId } from '../../src/domain/ids.ts';
import type { SlotAnswer } from '../../src/domain/noticed.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import type { Proof, SlotAdvice, SlotFacts } from '../../src/domain/slots.ts';
import type { Dice } from './random.ts';

/** A token as Apple has it. */
interface AppleToken {
  readonly number: number;
  readonly madeOn: CalendarDate;
  readonly expiresOn: CalendarDate;
  revoked: boolean;
}

export type Advise = (facts: SlotFacts, proof: Proof, evenExpired: boolean) => SlotAdvice;

/** People read a date off a screen at most so many days wrong, and enter a token at most so long after it was made. */
const misread = 30;
const lyingAbout = 25;
const start = '2026-01-05T09:00:00.000Z' as Moment;

/**
 * A year or three of one connection: Apple's two slots, what Entra has saved, and what Scimitar gets to see of it.
 * People make, enter, test, paste and revoke tokens as they like. Every advice is compared with what Apple lists.
 */
export class SlotWorld {
  readonly #dice: Dice;
  readonly #tokens: AppleToken[] = [];
  #now = start;
  #saved: AppleToken;
  #savedByScimitar: string | undefined;
  #savedElsewhereAt: Moment | undefined;
  #rotations: Rotation[] = [];
  #answers: SlotFacts['answers'] = [];
  #healthy = 0;
  #works = true;
  readonly #before: NonNullable<SlotFacts['before']>;
  /** How often somebody was asked to revoke. */
  asked = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
    this.#now = addMilliseconds(start, -hours(24 * dice.number(0, 330)));
    this.#saved = this.#make();
    this.#now = start;
    this.#before = this.#dated(this.#saved, 'typed');
    if (dice.once(3)) this.#make();
  }

  /** Plays one story; gives what was wrong, if anything. */
  play(advise: Advise, steps: number): string | undefined {
    for (let step = 0; step < steps; step++) {
      this.#now = addMilliseconds(this.#now, hours(this.#dice.oneOf([1, 3, 24, 24 * 9, 24 * 50])));
      this.#act();
      this.#cycle();
      const proof = { healthyCycles: this.#healthy, isHealthy: this.#works };
      const advice = advise(this.#facts(), proof, this.#dice.once(2));
      const wrong = this.#judge(advice);
      if (wrong !== undefined) return wrong;
      if (advice.do === 'revoke') this.#follow(advice);
    }
    return undefined;
  }

  #act(): void {
    const acts = [
      () => void this.#make(),
      () => void this.#make(),
      () => {
        this.#enter(false);
      },
      () => {
        this.#enter(false);
      },
      () => {
        this.#enter(true);
      },
      () => {
        this.#paste();
      },
      () => {
        this.#revoke();
      },
      () => undefined,
      () => undefined,
    ];
    this.#dice.oneOf(acts)();
  }

  #make(): AppleToken {
    const madeOn = dateIn(utc, this.#now);
    const token = {
      number: this.#tokens.length + 1,
      madeOn,
      expiresOn: addCalendarYears(madeOn, 1),
      revoked: false,
    };
    if (this.#listed().length < 2) this.#tokens.push(token);
    return token;
  }

  /** What Apple lists: two at most, and those that are not over. */
  #listed(): readonly AppleToken[] {
    const today = dateIn(utc, this.#now);
    return this.#tokens.filter(({ revoked, expiresOn }) => !revoked && expiresOn >= today);
  }

  #lives(token: AppleToken): boolean {
    return this.#listed().includes(token);
  }

  /** Somebody enters a token in Scimitar: a fresh one, or whatever is still at hand. */
  #enter(testOnly: boolean): void {
    const today = dateIn(utc, this.#now);
    const atHand = this.#tokens.filter(({ madeOn }) => addDays(madeOn, lyingAbout) >= today);
    const token = atHand.at(-1);
    if (token === undefined) return;
    const fingerprint = String(token.number).padStart(12, '0');
    if (fingerprint === this.#savedByScimitar) return;
    const { expiresOn, source } = this.#dated(token, this.#dice.oneOf(['typed', 'derived', 'decoded']));
    const attempt = {
      id: rotationId(`rotation-${this.#rotations.length}`),
      tenant: tenantId('t'),
      connection: connectionId('c'),
      cycle: cycleId('c'),
      by: { id: 'p' as never, name: 'P' },
      startedAt: this.#now,
      testOnly,
      expiresOn,
      expirySource: source,
      fingerprint,
      journal: [],
      fence: 1,
    };
    if (!this.#lives(token)) {
      this.#rotations.push({ ...attempt, state: 'refused', stage: 'testing', why: 'upstream' });
      return;
    }
    if (testOnly) {
      this.#rotations.push({ ...attempt, state: 'tested-only' });
      return;
    }
    this.#saved = token;
    this.#healthy = 0;
    const ends = this.#dice.number(1, 10);
    const savedAt = this.#now;
    if (ends === 1) {
      // The save was not confirmed: Scimitar still names the token before as the one that it saved last.
      this.#rotations.push({ ...attempt, state: 'interrupted', stage: 'saving' });
      return;
    }
    this.#savedByScimitar = fingerprint;
    if (ends === 2) this.#rotations.push({ ...attempt, state: 'unproven', savedAt });
    else
      this.#rotations.push({
        ...attempt,
        state: 'applied',
        savedAt,
        startedJob: false,
        lookAgainAt: this.#now,
        overdue: false,
      });
  }

  /** Somebody saves a token in Entra's portal; Entra's audit log shows it. */
  #paste(): void {
    if (!this.#dice.once(3)) return;
    const listed = this.#listed();
    if (listed.length === 0) return;
    this.#saved = this.#dice.oneOf(listed);
    this.#savedElsewhereAt = this.#now;
    this.#healthy = 0;
  }

  /** Somebody revokes a token at Apple, also the one in use; the only one cannot be revoked. */
  #revoke(): void {
    const listed = this.#listed();
    if (listed.length > 1 && this.#dice.once(2)) this.#dice.oneOf(listed).revoked = true;
  }

  /** A provisioning cycle, and what follows for a token that waits for its proof. */
  #cycle(): void {
    this.#works = this.#lives(this.#saved);
    if (!this.#works) {
      this.#healthy = 0;
      return;
    }
    this.#healthy += this.#dice.number(0, 3);
    const proof = {
      began: this.#now,
      ended: this.#now,
      outcome: 'succeeded',
      exported: 0,
      escrowed: 0,
    } as const;
    this.#rotations = this.#rotations.map((rotation) =>
      rotation.state !== 'applied'
        ? rotation
        : rotation.fingerprint === this.#savedByScimitar
          ? { ...rotation, state: 'proven', proof }
          : { ...rotation, state: 'unproven' },
    );
  }

  #dated(token: AppleToken, source: ExpirySource): { expiresOn: CalendarDate; source: ExpirySource } {
    const wrong = source === 'typed' && this.#dice.once(4) ? this.#dice.number(-misread, misread) : 0;
    return { expiresOn: addDays(token.expiresOn, wrong), source };
  }

  #facts(): SlotFacts {
    return {
      slots: 2,
      today: dateIn(utc, this.#now),
      rotations: this.#rotations,
      ...(this.#savedByScimitar === undefined ? {} : { inUse: this.#savedByScimitar }),
      before: this.#before,
      answers: this.#answers,
      ...(this.#savedElsewhereAt === undefined ? {} : { savedElsewhereAt: this.#savedElsewhereAt }),
    };
  }

  /** The tokens that somebody would take for the named one: the same date, or a day or two beside it. */
  #named(date: CalendarDate): readonly AppleToken[] {
    return this.#listed().filter(
      ({ expiresOn }) => expiresOn >= addDays(date, -2) && expiresOn <= addDays(date, 2),
    );
  }

  #judge(advice: SlotAdvice): string | undefined {
    if (advice.do === 'nothing') return undefined;
    const named = this.#named(advice.revoke);
    if (named.includes(this.#saved)) return `the token in use was to be revoked (${advice.revoke})`;
    if (named.length > 0 && this.#listed().length === 1)
      return `a sole token was to be revoked (${advice.revoke})`;
    return undefined;
  }

  #follow(advice: Extract<SlotAdvice, { do: 'revoke' }>): void {
    this.asked++;
    if (this.#dice.once(3)) return;
    const [named] = this.#named(advice.revoke);
    if (named !== undefined && this.#listed().length > 1) named.revoked = true;
    const answer: SlotAnswer = named === undefined ? 'only-one' : 'revoked';
    this.#answers = [...this.#answers, { rotation: advice.rotation, answer, at: this.#now }];
  }
}
