import type { PersonId } from '../../domain/ids.ts';
import type { Right, Rights } from '../../ports/people.ts';
import type { Graph } from './client.ts';
import { isDocument } from './shapes.ts';

/** Who may rotate: named people, the members of one Entra group, or both. */
export interface Rotators {
  readonly people: readonly PersonId[];
  readonly group?: string;
}

/**
 * Asks Entra whether a person may rotate: the account has to be enabled, a member and no guest of the tenant, and be
 * named or be in the group, also through other groups (`checkMemberGroups` is transitive). No answer in time is no yes.
 */
export function graphRights(graph: Graph, rotators: Rotators, machineTime: () => number): Rights {
  const read = async (path: string, within: number): Promise<Record<string, unknown> | undefined> => {
    const answer = await graph({ method: 'get', path, within, repeatable: true });
    // Who is not in the directory has no right: that is an answer.
    if (!answer.ok) return answer.failure.kind === 'not-found' ? {} : undefined;
    return isDocument(answer.value) ? answer.value : undefined;
  };

  const inGroup = async (person: PersonId, within: number): Promise<boolean | undefined> => {
    if (rotators.group === undefined) return false;
    const path = `/users/${person}/checkMemberGroups`;
    const body = { groupIds: [rotators.group] };
    const answer = await graph({ method: 'post', path, body, within, repeatable: true });
    if (!answer.ok) return answer.failure.kind === 'not-found' ? false : undefined;
    if (!isDocument(answer.value) || !Array.isArray(answer.value['value'])) return undefined;
    const group = rotators.group.toLowerCase();
    return answer.value['value'].some((id) => typeof id === 'string' && id.toLowerCase() === group);
  };

  /** Names to ask, as far as Entra tells them in time. */
  const whomToAsk = async (within: number): Promise<readonly string[]> => {
    const group =
      rotators.group === undefined
        ? undefined
        : read(`/groups/${rotators.group}?$select=displayName`, within);
    const people = rotators.people.slice(0, 5).map((id) => read(`/users/${id}?$select=displayName`, within));
    const names = (await Promise.all(people)).map((person) => person?.['displayName']);
    const groupName = (await group)?.['displayName'];
    return [...names, typeof groupName === 'string' ? `a member of "${groupName}"` : undefined].filter(
      (name): name is string => typeof name === 'string',
    );
  };

  return {
    async mayRotate(person, withinMilliseconds): Promise<Right> {
      const until = machineTime() + withinMilliseconds;
      const account = read(`/users/${person}?$select=id,accountEnabled,userType`, withinMilliseconds);
      const named = rotators.people.includes(person);
      const [user, member] = await Promise.all([account, named ? true : inGroup(person, withinMilliseconds)]);
      if (user === undefined || member === undefined) return { may: 'unknown' };
      if (member && user['accountEnabled'] === true && user['userType'] === 'Member') return { may: 'yes' };
      return { may: 'no', ask: await whomToAsk(Math.max(1, until - machineTime())) };
    },
  };
}
