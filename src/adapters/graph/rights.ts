import type { NobodyHas } from '../../domain/answer.ts';
import type { PersonId } from '../../domain/ids.ts';
import { isNobody, type Grants, type Holders } from '../../domain/roles.ts';
import type { Right, Rights } from '../../ports/people.ts';
import type { Graph } from './client.ts';
import { directoryRoleName } from './directory-role-names.ts';
import { isDocument, listOf } from './shapes.ts';

type Document = Readonly<Record<string, unknown>>;
/** Of these, as many are named at most. */
const mostAsked = 5;

/**
 * Asks Entra whether a person has a role: the account has to be enabled, a member and no guest of the tenant, and be
 * named, or be in one of the groups or directory roles, also through other groups (`checkMemberGroups` and
 * `checkMemberObjects` are transitive; the latter takes the template ids of directory roles). No answer in time is no yes.
 */
export function graphRights(graph: Graph, grants: Grants, machineTime: () => number): Rights {
  /** Empty for what Entra does not have: who is not in the directory has no right, and that is an answer. */
  const read = async (path: string, within: number): Promise<Document | undefined> => {
    const answer = await graph({ method: 'get', path, within, repeatable: true });
    if (!answer.ok) return answer.failure.kind === 'not-found' ? {} : undefined;
    return isDocument(answer.value) ? answer.value : undefined;
  };

  /** Whether the person is in one of them. */
  const isIn = async (
    call: 'checkMemberGroups' | 'checkMemberObjects',
    person: PersonId,
    ids: readonly string[],
    within: number,
  ): Promise<boolean | undefined> => {
    if (ids.length === 0) return false;
    const path = `/users/${person}/${call}`;
    const body = call === 'checkMemberGroups' ? { groupIds: ids } : { ids };
    const answer = await graph({ method: 'post', path, body, within, repeatable: true });
    if (!answer.ok) return answer.failure.kind === 'not-found' ? false : undefined;
    const found: unknown = isDocument(answer.value) ? answer.value['value'] : undefined;
    // What is no list of ids is no answer either: a no has to be one.
    if (!Array.isArray(found) || !found.every((id) => typeof id === 'string')) return undefined;
    return found.some((id) => ids.includes(id.toLowerCase()));
  };

  /** Whoever is named or in a group needs no other answer; who is not found anywhere needs all of them. */
  const holds = async (person: PersonId, of: Holders, within: number): Promise<boolean | undefined> => {
    if (of.everyone === true || of.people.includes(person)) return true;
    const found = await Promise.all([
      isIn('checkMemberGroups', person, of.groups, within),
      isIn('checkMemberObjects', person, of.directoryRoles, within),
    ]);
    return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
  };

  const whomToAsk = async (
    of: Holders,
    within: number,
  ): Promise<{ readonly ask: readonly string[]; readonly nobody?: NobodyHas }> => {
    const [people, groups] = await Promise.all([
      Promise.all(
        of.people
          .slice(0, mostAsked)
          .map((id) => read(`/users/${id}?$select=displayName,accountEnabled`, within)),
      ),
      Promise.all(
        of.groups.slice(0, mostAsked).map(async (id) => {
          const [group, members] = await Promise.all([
            read(`/groups/${id}?$select=displayName`, within),
            read(`/groups/${id}/members?$select=id&$top=1`, within),
          ]);
          return { group, isEmpty: members !== undefined && listOf(members).length === 0 };
        }),
      ),
    ]);
    const there = people.filter((person) => person?.['accountEnabled'] !== false);
    const names = [
      ...there.map((person) => person?.['displayName']),
      ...groups
        .filter(({ isEmpty }) => !isEmpty)
        .map(({ group }) => group?.['displayName'])
        .map((name) => (typeof name === 'string' ? `a member of "${name}"` : undefined)),
      ...of.directoryRoles.slice(0, mostAsked).map((id) => `somebody with the role ${directoryRoleName(id)}`),
    ].filter((name): name is string => typeof name === 'string');
    const isGone =
      of.directoryRoles.length === 0 &&
      of.everyone !== true &&
      of.people.length + of.groups.length <= mostAsked &&
      people.every((person) => person !== undefined && person['accountEnabled'] !== true) &&
      groups.every(({ isEmpty }) => isEmpty);
    return { ask: names, ...(isGone ? { nobody: 'gone' as const } : {}) };
  };

  return {
    async may(person, role, withinMilliseconds): Promise<Right> {
      const of = grants[role];
      if (isNobody(of)) return { may: 'no', ask: [], nobody: 'not-given' };
      const until = machineTime() + withinMilliseconds;
      const [user, has] = await Promise.all([
        read(`/users/${person}?$select=id,accountEnabled,userType`, withinMilliseconds),
        holds(person, of, withinMilliseconds),
      ]);
      // An account that Entra does not let in needs no second answer.
      if (user?.['userType'] === 'Guest') return { may: 'no', ask: [], outsider: 'guest' };
      if (user === undefined || has === undefined) return { may: 'unknown' };
      if (has && user['accountEnabled'] === true && user['userType'] === 'Member') return { may: 'yes' };
      return { may: 'no', ...(await whomToAsk(of, Math.max(1, until - machineTime()))) };
    },
  };
}
