import { graphDirectory } from '../../../src/adapters/graph/directory.ts';
import { graphRights } from '../../../src/adapters/graph/rights.ts';
import { bot, people, rotators, team } from '../../../sandbox/seed.ts';
import type { Place } from '../../../src/domain/connection.ts';
import { personId, type Person } from '../../../src/domain/ids.ts';
import type { DirectoryPerson, OnCall } from '../../../src/domain/people.ts';
import type { Result } from '../../../src/domain/result.ts';
import { nobody, type Grants } from '../../../src/domain/roles.ts';
import type { UpstreamFailure } from '../../../src/domain/upstream.ts';
import type { Right } from '../../../src/ports/people.ts';
import { graphAnswers } from '../corpus/graph-answers.ts';
import { mutatedAnswers, read } from '../documents.ts';
import type { Parser } from '../parser.ts';
import type { Source } from '../source.ts';
import { listed, mutated } from '../texts.ts';
import { graphThat, isGuid, sizeOfAnswers, smallerAnswers, type Answers } from '../told-by-graph.ts';

const [maya, tom] = people;
const within = 10_000;
const peoplePieces: readonly string[] = [
  ...people.flatMap(({ id, name, upn, mail }) => [id, name, upn, mail]),
  ...[rotators.id, bot.appId, "'", 'IT on call'],
  ...listed('Member Guest member #EXT# %27 / ? # .. @'),
];

const fieldsOf = (text: string | undefined): Readonly<Record<string, unknown>> => {
  const document = read(text ?? '');
  return typeof document === 'object' && document !== null && !Array.isArray(document)
    ? (document as Readonly<Record<string, unknown>>)
    : {};
};

/** What is asked of Graph is one of its paths, in which what somebody typed is one name. */
const wrongPath = (paths: readonly string[]): string | undefined =>
  paths.every((path) => /^\/users(\?[^#]*|\/[^/?#]+(\/manager)?\?[^#]*)$|^\/teams\/[^/?#]+\/tags$/.test(path))
    ? undefined
    : 'asked for a path that somebody else made';

interface FoundPeople {
  readonly person: Result<DirectoryPerson | undefined, UpstreamFailure>;
  readonly manager: Result<Person | undefined, UpstreamFailure>;
  readonly tag: Result<Extract<OnCall, { kind: 'tag' }> | undefined, UpstreamFailure>;
  readonly asked: readonly string[];
}

const { aadGroupId } = team;
const place: Place = {
  serviceUrl: '',
  teamId: team.id,
  teamName: team.name,
  aadGroupId,
  channelId: team.id,
  channelName: 'General',
};

const about = (path: string): string =>
  path.includes('/manager')
    ? 'manager'
    : path.startsWith('/users?')
      ? 'list'
      : path.startsWith('/teams')
        ? 'tags'
        : 'user';

const directory: Parser<Answers, FoundPeople> = {
  name: 'graph-directory',
  draw: (source) => ({
    typed: mutated(
      source,
      source.oneOf([maya.upn, maya.id, tom.mail, 'alex_x#EXT#@a.b', "o'neil@a.b", 'IT on call']),
      peoplePieces,
    ),
    ...mutatedAnswers(
      source,
      {
        user: source.oneOf(graphAnswers.users),
        manager: source.oneOf(graphAnswers.users),
        list: graphAnswers.userLists[0],
        tags: graphAnswers.tags[0],
      },
      peoplePieces,
    ),
  }),
  async run(answers) {
    const asked: string[] = [];
    const directory = graphDirectory(graphThat(answers, ({ path }) => about(path), asked));
    const typed = answers['typed'] ?? '';
    return {
      person: await directory.person(typed, within),
      manager: await directory.managerOf(personId(maya.id), within),
      tag: await directory.tag(place, typed, within),
      asked,
    };
  },
  wrong({ person, manager, tag, asked }, answers) {
    const path = wrongPath(asked);
    if (path !== undefined) return path;
    if (!person.ok || !manager.ok || !tag.ok) return 'took an answer for silence';
    for (const found of [person.value, manager.value])
      if (found !== undefined && (!isGuid(found.id) || found.name === ''))
        return 'found somebody without an id or a name';
    const member = person.value;
    if (member !== undefined && (member.enabled || !member.guest)) {
      const documents = [fieldsOf(answers['user']), ...listIn(answers['list'])];
      const told = documents.filter(({ id }) => typeof id === 'string' && id.toLowerCase() === member.id);
      if (member.enabled && !told.some(({ accountEnabled }) => accountEnabled === true))
        return 'took a disabled account for enabled';
      if (!member.guest && !told.some(({ userType }) => userType === 'Member'))
        return 'took a guest for a member';
    }
    if (
      tag.value !== undefined &&
      (tag.value.id === '' || tag.value.name.toLowerCase() !== (answers['typed'] ?? '').trim().toLowerCase())
    )
      return 'found another tag';
    return undefined;
  },
  smaller: smallerAnswers,
  sizeOf: sizeOfAnswers,
};

function listIn(text: string | undefined): readonly Readonly<Record<string, unknown>>[] {
  const { value } = fieldsOf(text);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter(
    (item): item is Readonly<Record<string, unknown>> => typeof item === 'object' && item !== null,
  );
}

const roleId = '62e90394-69f5-4237-9190-012177145e10';
const holders = { people: [personId(tom.id)], groups: [rotators.id], directoryRoles: [roleId] };
const grants: Grants = {
  view: holders,
  claim: holders,
  submit: holders,
  approve: nobody,
  configure: { ...nobody, everyone: true },
};

const membershipPieces = [...peoplePieces, roleId, rotators.id.toUpperCase()];

function rightAnswers(source: Source): Answers {
  const [membership] = graphAnswers.memberships;
  const [group, members] = graphAnswers.groups;
  return {
    who: source.oneOf([maya.id, tom.id]),
    role: source.oneOf(['submit', 'submit', 'approve', 'configure']),
    ...mutatedAnswers(
      source,
      {
        user: graphAnswers.users[0],
        checkMemberGroups: source.chance(0.5) ? membership : { value: [] },
        checkMemberObjects: source.chance(0.3) ? { value: [roleId] } : { value: [] },
        group,
        members,
      },
      membershipPieces,
    ),
  };
}

const aboutRight = (path: string): string =>
  path.endsWith('/checkMemberGroups')
    ? 'checkMemberGroups'
    : path.endsWith('/checkMemberObjects')
      ? 'checkMemberObjects'
      : path.includes('/members')
        ? 'members'
        : path.startsWith('/groups')
          ? 'group'
          : 'user';

const names = (text: string | undefined, id: string): boolean => {
  const { value } = fieldsOf(text);
  return Array.isArray(value) && value.some((one) => typeof one === 'string' && one.toLowerCase() === id);
};

/** Only an enabled account of a member, named or in a group or role that has it, is a yes. */
const rights: Parser<Answers, Right> = {
  name: 'graph-rights',
  draw: rightAnswers,
  run: (answers) =>
    graphRights(
      graphThat(answers, ({ path }) => aboutRight(path)),
      grants,
      () => 0,
    ).may(personId(answers['who'] ?? ''), (answers['role'] ?? 'submit') as 'submit', within),
  wrong(right, answers) {
    if (!['yes', 'no', 'unknown'].includes(right.may)) return 'gave an answer that there is not';
    if (right.may !== 'yes') return undefined;
    const { accountEnabled, userType } = fieldsOf(answers['user']);
    if (accountEnabled !== true || userType !== 'Member')
      return 'allowed an account that is no enabled member';
    if (answers['role'] === 'configure') return undefined;
    const isNamed = answers['who'] === tom.id;
    const isIn =
      names(answers['checkMemberGroups'], rotators.id) || names(answers['checkMemberObjects'], roleId);
    return answers['role'] === 'submit' && (isNamed || isIn)
      ? undefined
      : 'allowed somebody who has not the role';
  },
  *smaller({ who = '', role = '', ...answers }) {
    for (const smaller of smallerAnswers(answers)) yield { who, role, ...smaller };
  },
  sizeOf: sizeOfAnswers,
};

export const graphPeople = [directory, rights] as const;
