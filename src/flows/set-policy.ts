import type { Act } from '../domain/act.ts';
import { isApprovalPolicy, withPolicy, type ApprovalPolicy, type FourEyes } from '../domain/approval.ts';
import type { Moment } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { PolicyProblem } from '../domain/dialog-view.ts';
import type { Person } from '../domain/ids.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import type { Ports } from '../ports/ports.ts';
import { isNobodys } from './permission.ts';

export const policyOf = ({ fourEyes }: Pick<Connection, 'fourEyes'>): ApprovalPolicy =>
  fourEyes?.policy ?? 'none';

/**
 * Reads the policy of a filled form; a form from before it was asked for leaves it as it is. Nobody asks for a second
 * person where nobody could be one: then no token could be entered any more.
 */
export async function readPolicy(
  ports: Pick<Ports, 'rights'>,
  typed: string | undefined,
  of: Pick<Connection, 'fourEyes'>,
  person: Person,
): Promise<Result<ApprovalPolicy, PolicyProblem>> {
  const before = policyOf(of);
  if (typed === undefined || typed === '' || typed === before) return ok(before);
  if (!isApprovalPolicy(typed)) return failed('unknown');
  if (typed === 'none') return ok(typed);
  const nobody = await isNobodys(ports, person, 'approve');
  if (nobody === undefined) return failed('no-answer');
  return nobody ? failed('nobody') : ok(typed);
}

/** The connection's new policy and what is told of it; nothing where it stays. */
export function changePolicy(
  of: Connection,
  policy: ApprovalPolicy,
  by: Person,
  now: Moment,
): { readonly fourEyes: FourEyes; readonly act: Act } | undefined {
  if (policy === policyOf(of)) return undefined;
  const fourEyes = withPolicy(of, policy, now);
  const { before } = fourEyes;
  return {
    fourEyes,
    act: { kind: 'four-eyes', by, policy, ...(before === undefined ? {} : { from: before.until }) },
  };
}
