import { momentOf, type Moment } from '../../domain/calendar.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import { TestedToken } from '../../domain/scim-token.ts';
import { scrubUnknown } from '../../domain/scrub-unknown.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import type { Provisioning, SettingsSnapshot } from '../../ports.ts';
import type { Graph } from './client.ts';
import { discover, findConnection } from './discover.ts';
import { healthOfAll } from './health-of-all.ts';
import { jobHealth, settingsOf } from './shapes.ts';

const tokenKey = 'SecretToken';
/** What Graph shows in place of a value that can be written and never read. */
const masked = '*';
/** Milliseconds that each call may take, repetitions included. */
const within = { read: 10_000, test: 25_000, save: 20_000, start: 10_000 } as const;

/**
 * Entra's provisioning. `secrets` and `validateCredentials` stand only here: Microsoft's beta metadata replaces them by
 * `connectivityParameters` and `validateConnectivity` from July 2027 on.
 */
export function graphProvisioning(
  graph: Graph,
  pause: (milliseconds: number) => Promise<void>,
): Provisioning {
  const base = ({ servicePrincipal }: { readonly servicePrincipal: string }) =>
    `/servicePrincipals/${servicePrincipal}/synchronization`;
  const jobPath = (address: { readonly servicePrincipal: string; readonly job: string }) =>
    `${base(address)}/jobs/${encodeURIComponent(address.job)}`;

  const readSettings = async (address: { readonly servicePrincipal: string }) => {
    const path = `${base(address)}/secrets`;
    const answer = await graph({ method: 'get', path, within: within.read, repeatable: true });
    return answer.ok ? ok(settingsOf(answer.value)) : answer;
  };

  return {
    discover: () => discover(graph),
    find: (id) => findConnection(graph, id),

    async health(address, withinMilliseconds = within.read) {
      const answer = await graph({
        method: 'get',
        path: jobPath(address),
        within: withinMilliseconds,
        repeatable: true,
      });
      if (!answer.ok) return answer;
      const health = jobHealth(answer.value);
      return health === undefined
        ? failed(strange('Graph described the synchronization job in a form that Scimitar does not know.'))
        : ok(health);
    },

    healthOfAll: (addresses) => healthOfAll(graph, addresses.map(jobPath)),

    async snapshot(connection) {
      const settings = await readSettings(connection);
      if (!settings.ok) return settings;
      const others = settings.value.filter(({ key }) => key !== tokenKey);
      const hidden = others.filter(({ value }) => value === masked).map(({ key }) => key);
      if (hidden.length > 0)
        return failed(
          settingsFailure(
            `Besides the token, Entra hides the value of ${hidden.join(', ')}, so it could not be sent back unchanged.`,
          ),
        );
      const address = others.find(({ key }) => key === 'BaseAddress')?.value;
      if (address !== connection.tenantUrl)
        return failed(
          settingsFailure(
            `The tenant URL in Entra is not ${connection.tenantUrl} any more, so Scimitar does not know where the token would be sent.`,
          ),
        );
      return ok({ entries: others });
    },

    async test(connection, token) {
      const answer = await graph({
        method: 'post',
        path: `${jobPath(connection)}/validateCredentials`,
        body: {
          credentials: [
            { key: 'BaseAddress', value: connection.tenantUrl },
            { key: tokenKey, value: token.secret.reveal() },
          ],
        },
        within: within.test,
        repeatable: true,
        secret: token.secret,
      });
      const passed = noContent(answer);
      return passed.ok ? ok(TestedToken.afterPassedTest(token)) : passed;
    },

    async save(connection, token, before) {
      let savedAt: Moment | undefined;
      const answer = await graph({
        method: 'put',
        path: `${base(connection)}/secrets`,
        body: { value: [...before.entries, { key: tokenKey, value: token.secret.reveal() }] },
        within: within.save,
        // The same value twice is the same value.
        repeatable: true,
        secret: token.secret,
        heardAt: (at) => (savedAt = momentOf(at)),
      });
      const saved = noContent(answer);
      if (!saved.ok) return saved;
      const kept = await confirmUntouched(before, () => readSettings(connection), pause);
      return kept.ok ? ok(savedAt) : kept;
    },

    async checkSaved(address, echoed) {
      const answer = await graph({
        method: 'post',
        path: `${jobPath(address)}/validateCredentials`,
        body: { useSavedCredentials: true },
        within: within.test,
        repeatable: true,
        ...(echoed === undefined ? {} : { secret: echoed }),
      });
      const passed = noContent(answer);
      if (passed.ok) return passed;
      // Entra may quote the token that it has tried, and nobody here knows it.
      const { code, text, ...failure } = passed.failure;
      return failed({ ...failure, code: scrubUnknown(code), text: scrubUnknown(text) });
    },

    async start(address) {
      const answer = await graph({
        method: 'post',
        path: `${jobPath(address)}/start`,
        body: {},
        within: within.start,
        repeatable: false,
      });
      return answer.ok ? ok(undefined) : answer;
    },
  };
}

/**
 * 204 is the success of these calls, and the SDK gives nothing for it. Any other 2xx is not Graph's word: a proxy on
 * the way may have said it.
 */
function noContent(answer: Result<unknown, UpstreamFailure>): Result<void, UpstreamFailure> {
  if (!answer.ok) return answer;
  return answer.value === undefined
    ? ok(undefined)
    : failed(strange('Graph answered with success, but not in the form that it documents.'));
}

/** Graph may show an older state for a moment after a write. */
const looks = 3;
const lookAgainAfter = 700;

/** Reads back until every other setting is as it was before. The token itself cannot be read. */
async function confirmUntouched(
  before: SettingsSnapshot,
  read: () => Promise<Result<readonly { readonly key: string; readonly value: string }[], UpstreamFailure>>,
  pause: (milliseconds: number) => Promise<void>,
): Promise<Result<void, UpstreamFailure>> {
  let changed: readonly string[] = [];
  for (let look = 1; look <= looks; look++) {
    const after = await read();
    // The save itself is confirmed; that it cannot be read back says nothing against it.
    if (!after.ok) return ok(undefined);
    const now = new Map(after.value.map(({ key, value }) => [key, value]));
    changed = before.entries.filter(({ key, value }) => now.get(key) !== value).map(({ key }) => key);
    if (changed.length === 0) return ok(undefined);
    if (look < looks) await pause(lookAgainAfter);
  }
  return failed(
    settingsFailure(
      `The token is saved, but afterwards Entra showed another value of ${changed.join(', ')} than before.`,
    ),
  );
}

const settingsFailure = (text: string): UpstreamFailure => ({
  kind: 'settings',
  status: 200,
  code: 'settings',
  text,
});
const strange = (text: string): UpstreamFailure => ({ kind: 'unknown', status: 200, code: 'unknown', text });
