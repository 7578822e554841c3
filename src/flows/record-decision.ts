import type { Decision } from '../domain/trail.ts';
import type { Right } from '../ports/people.ts';
import type { Ports } from '../ports/ports.ts';
import type { Trail } from '../ports/trail.ts';

/**
 * Writes down that an act of a person was allowed or refused, by which rule. Answers whether it is written: what was
 * allowed and cannot be written down has to be refused, with the notice `not-recorded`. A refusal stays one either way.
 */
export const recordDecision = async (
  { trail }: Pick<Ports, 'trail'>,
  decision: Omit<Decision, 'kind'>,
): Promise<boolean> => (await trail.decide(decision)) === 'written';

/** What Entra's word on a right decides: silence counts as no. */
export const decidedBy = (right: Right): Pick<Decision, 'outcome' | 'rule'> => ({
  outcome: right.may === 'yes' ? 'allowed' : 'refused',
  rule:
    right.may === 'unknown'
      ? 'unconfirmed'
      : right.may === 'no' && right.outsider !== undefined
        ? 'guest'
        : 'role',
});

/** The trail as a turn sees it: each decision is recorded with the place where it was asked for. */
export const decidedIn = (trail: Trail, where: Pick<Decision, 'conversation' | 'card'>): Trail => ({
  ...trail,
  decide: (decision) => trail.decide({ ...where, ...decision }),
});
