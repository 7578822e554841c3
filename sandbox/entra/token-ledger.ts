import { createHmac, randomBytes } from 'node:crypto';
import type { Actor } from './audit-log.ts';

export interface LedgerEntry {
  readonly servicePrincipalId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly by: Actor;
  /** Tells equal tokens from different ones and nothing else: its key dies with the ledger. */
  readonly fingerprint: string;
  /** This very value passed validateCredentials for this service principal before it was saved. */
  readonly testedBefore: boolean;
}

/** Every SecretToken ever saved, without its text. Tests fail a run in which an untested one was saved. */
export class TokenLedger {
  readonly #key = randomBytes(32);
  readonly #passed = new Set<string>();
  readonly #entries: LedgerEntry[] = [];
  /** Whether an untested token is refused with an error, so that the run cannot go on as if nothing had happened. */
  isStrict = false;

  /** Tests that were passed before this moment count no more: a new attempt begins. */
  beginAttempt(): void {
    this.#passed.clear();
  }

  passedTest(servicePrincipalId: string, token: string): void {
    this.#passed.add(this.fingerprintOf(servicePrincipalId, token));
  }

  saved(servicePrincipalId: string, token: string, by: Actor, at: number): void {
    const fingerprint = this.fingerprintOf(servicePrincipalId, token);
    const testedBefore = this.#passed.has(fingerprint);
    this.#entries.push({ servicePrincipalId, at, by, fingerprint, testedBefore });
    if (this.isStrict && !testedBefore) throw new Error('a token was saved that had not passed its test');
  }

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  get savedUntested(): number {
    return this.#entries.filter((entry) => !entry.testedBefore).length;
  }

  fingerprintOf(servicePrincipalId: string, token: string): string {
    return createHmac('sha256', this.#key).update(`${servicePrincipalId}\n${token}`).digest('hex');
  }
}
