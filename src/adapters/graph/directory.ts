import { personId, type Person } from '../../domain/ids.ts';
import type { DirectoryPerson, OnCall } from '../../domain/people.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import type { Directory } from '../../ports/people.ts';
import type { Graph } from './client.ts';
import { readPages } from './pages.ts';
import { guid, isDocument, listOf, text, type Document } from './shapes.ts';

const longestName = 200;
/** A user principal name or a mail address. `#` stands in the names of guests. */
const address = /^[\p{L}\p{N}.!#^~'_+&=*-]+@[\p{L}\p{N}.-]+$/u;

const userFields = '$select=id,displayName,accountEnabled,userType';
const managerFields = '$select=id,displayName,accountEnabled';
/** A team has at most 100 tags. */
const tagPages = 5;

/**
 * Entra's users and the tags of teams. Users and managers need the permission User.Read.All, tags TeamworkTag.Read.All.
 * What people typed becomes part of a path: anything that can be no name of a user is nobody, without a call.
 */
export function graphDirectory(graph: Graph): Directory {
  const read = (path: string, within: number): Promise<Result<unknown, UpstreamFailure>> =>
    graph({ method: 'get', path, within, repeatable: true });

  return {
    async person(named, withinMilliseconds) {
      const name = named.trim();
      const isId = guid(name) !== undefined;
      if (name.length > longestName || !(isId || address.test(name))) return ok(undefined);
      // Both at once: somebody waits for the answer.
      const [byName, byMail] = await Promise.all([
        read(`/users/${encodeURIComponent(name)}?${userFields}`, withinMilliseconds),
        isId ? undefined : read(withMail(name), withinMilliseconds),
      ]);
      const known = orNobody(byName, directoryPerson);
      if (byMail === undefined || !known.ok || known.value !== undefined) return known;
      return orNobody(byMail, onlyPerson);
    },

    async managerOf(person, withinMilliseconds) {
      const answer = await read(`/users/${person}/manager?${managerFields}`, withinMilliseconds);
      return orNobody(answer, (manager) => {
        const found = directoryPerson(manager);
        return found?.enabled === true ? { id: found.id, name: found.name } : undefined;
      });
    },

    async tag({ aadGroupId }, name, withinMilliseconds) {
      if (aadGroupId === undefined) return ok(undefined);
      const tags = await readPages(graph, `/teams/${encodeURIComponent(aadGroupId)}/tags`, {
        pages: tagPages,
        within: withinMilliseconds,
      });
      return orNobody(tags, (found) => tagNamed(name, found));
    },
  };
}

const withMail = (mail: string): string =>
  `/users?$filter=${encodeURIComponent(`mail eq '${mail.replaceAll("'", "''")}'`)}&${userFields}&$top=2`;

/** Whom Graph does not find is nobody: that is an answer. */
function orNobody<A, T>(
  answer: Result<A, UpstreamFailure>,
  read: (value: A) => T | undefined,
): Result<T | undefined, UpstreamFailure> {
  if (answer.ok) return ok(read(answer.value));
  return answer.failure.kind === 'not-found' ? ok(undefined) : answer;
}

/** A manager may be a contact of the organization, which has no account and counts as not enabled. */
function directoryPerson(user: unknown): DirectoryPerson | undefined {
  const id = isDocument(user) ? guid(user['id']) : undefined;
  if (!isDocument(user) || id === undefined) return undefined;
  const person: Person = { id: personId(id), name: text(user['displayName']) ?? 'Somebody' };
  return { ...person, enabled: user['accountEnabled'] === true, guest: user['userType'] !== 'Member' };
}

/** Two people with one mail address are nobody: which of them was meant cannot be known. */
function onlyPerson(answer: unknown): DirectoryPerson | undefined {
  const [only, second] = listOf(answer);
  return second === undefined ? directoryPerson(only) : undefined;
}

function tagNamed(name: string, tags: readonly Document[]): Extract<OnCall, { kind: 'tag' }> | undefined {
  const wanted = name.trim().toLowerCase();
  const tag = tags.find(({ displayName }) => text(displayName)?.toLowerCase() === wanted);
  const [id, shown] = [text(tag?.['id']), text(tag?.['displayName'])];
  const isEmpty = tag?.['memberCount'] === 0;
  return id === undefined || shown === undefined || isEmpty ? undefined : { kind: 'tag', id, name: shown };
}
