import type { Organisation } from '../apple/organisation.ts';
import type { ReadFaults } from './faults.ts';

/** What the provisioning service learns when it connects with the saved token. */
export type ScimAnswer = 'accepted' | 'refused' | 'unavailable';

/** The far end of a job, asked by every cycle. Cycles speak to the state itself, so that moving 60 days stays cheap. */
export interface ScimTarget {
  /** What it says to `token` at the moment `at` (epoch milliseconds). */
  connect(token: string, at: number): ScimAnswer;
  /** What to call this token on the page, never a part of it. */
  nameOf(token: string): string;
}

export const appleTarget = (organisation: Organisation, faults: ReadFaults): ScimTarget => ({
  connect(token, at) {
    const { apple } = faults();
    if (apple === 'down') return 'unavailable';
    if (apple === 'refuses') return 'refused';
    return organisation.connect(token, at) === 'ok' ? 'accepted' : 'refused';
  },
  nameOf: (token) => organisation.nameOf(token) ?? 'a token that Apple does not know',
});

/** A service of no interest, which takes any token. */
export const acceptingTarget: ScimTarget = {
  connect: () => 'accepted',
  nameOf: () => 'its own token',
};
