import { epochMilliseconds } from '../../domain/calendar.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { Checkup } from '../../ports/checkup.ts';
import { whyOf } from '../outages.ts';
import type { Graph } from './client.ts';
import { isDocument } from './shapes.ts';

const within = 10_000;

export function graphCheckup(options: {
  readonly accessTo: Readonly<Record<'graph' | 'teams', () => Promise<string>>>;
  readonly graph: Graph;
  /** The clock that is examined, epoch milliseconds. */
  readonly machineTime: () => number;
}): Checkup {
  const { accessTo, graph, machineTime } = options;
  return {
    async signInToGraph() {
      const token = await signIn(accessTo.graph);
      return token.ok ? ok({ granted: rolesIn(token.value) }) : token;
    },
    async signInToTeams() {
      const token = await signIn(accessTo.teams);
      return token.ok ? ok(undefined) : token;
    },
    async clockAhead() {
      let ahead: number | undefined;
      await graph({
        method: 'get',
        path: '/servicePrincipals?$select=id&$top=1',
        within,
        repeatable: true,
        // An answer that refuses has a date as well.
        heardAt: (at) => (ahead = machineTime() - epochMilliseconds(at)),
      });
      return ahead;
    },
  };
}

async function signIn(token: () => Promise<string>): Promise<Result<string, string>> {
  try {
    return ok(await token());
  } catch (error) {
    return failed(whyOf(error));
  }
}

/** Microsoft promises no form for Graph's access tokens: what cannot be read is not known. */
function rolesIn(token: string): readonly string[] | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const roles = isDocument(claims) ? claims['roles'] : undefined;
    if (roles === undefined && isDocument(claims)) return [];
    return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : undefined;
  } catch {
    return undefined;
  }
}
