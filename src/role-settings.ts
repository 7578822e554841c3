import { personId } from './domain/ids.ts';
import {
  isNobody,
  nobody,
  parseHolders,
  roles,
  type Grants,
  type Holders,
  type HoldersProblem,
  type Role,
} from './domain/roles.ts';

/** A setting without the blanks around it; undefined when it is empty. */
export type Given = (name: string) => string | undefined;
/** Notes that a setting is wrong. */
export type Wrong = (setting: string, text: string) => void;

export const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The setting that gives a role. */
export const roleSettings: Readonly<Record<Role, string>> = {
  view: 'SCIMITAR_ROLE_VIEW',
  claim: 'SCIMITAR_ROLE_CLAIM',
  submit: 'SCIMITAR_ROLE_SUBMIT',
  approve: 'SCIMITAR_ROLE_APPROVE',
  configure: 'SCIMITAR_ROLE_CONFIGURE',
};
/** A role with a setting of its own is held by those; any other by the rotators, but for `approve`. */
export function readGrants(given: Given, wrong: Wrong): Grants {
  const rotators = readRotators(given, wrong);
  const told = new Set<Role>();
  const read = (role: Role): Holders => {
    const text = given(roleSettings[role]);
    if (text === undefined) return role === 'approve' ? nobody : rotators;
    const { holders, problems } = parseHolders(role, text);
    for (const problem of problems) wrong(roleSettings[role], holdersProblems[problem]);
    if (problems.length > 0) told.add(role);
    return holders;
  };
  const grants = Object.fromEntries(roles.map((role) => [role, read(role)])) as Grants;
  if (isNobody(grants.configure) && !told.has('configure'))
    if (roles.some((role) => given(roleSettings[role]) !== undefined))
      wrong(
        roleSettings.configure,
        'gives this role to nobody, and then nobody could set anything up. Set it to at least one group:<object id>, person:<object id> or role:<template id>.',
      );
    else
      wrong(
        'SCIMITAR_ROTATOR_GROUP',
        'is missing. Set it to the object id of the Entra group whose members may rotate tokens, or name people in SCIMITAR_ROTATORS, or give the roles one by one, SCIMITAR_ROLE_CONFIGURE first.',
      );
  return grants;
}

const holdersProblems: Readonly<Record<HoldersProblem, string>> = {
  form: 'holds something that is not group:<object id>, person:<object id> or role:<template id of an Entra role>. Separate several by commas; names and mail addresses do not work.',
  everyone: 'says everyone. Only SCIMITAR_ROLE_VIEW may: name groups, people or roles.',
  'too-many': 'names more than 20 of one kind. Put them into one group and name that.',
};

function readRotators(given: Given, wrong: Wrong): Holders {
  const group = given('SCIMITAR_ROTATOR_GROUP');
  const listed = (given('SCIMITAR_ROTATORS') ?? '').split(/[\s,;]+/).filter((entry) => entry !== '');
  if (group !== undefined && !guid.test(group))
    wrong('SCIMITAR_ROTATOR_GROUP', 'is not the object id of a group.');
  if (listed.some((entry) => !guid.test(entry)))
    wrong(
      'SCIMITAR_ROTATORS',
      'holds something that is not an object id. List the object ids of people, separated by commas; names and mail addresses do not work.',
    );
  return {
    people: listed.map(personId),
    groups: group === undefined ? [] : [group.toLowerCase()],
    directoryRoles: [],
  };
}
