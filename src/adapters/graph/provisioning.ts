import type { Moment } from '../../domain/calendar.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import { TestedToken } from '../../domain/scim-token.ts';
import { scrubUnknown } from '../../domain/scrub-unknown.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import type { Beside, Provisioning, SettingsSnapshot } from '../../ports/provisioning.ts';
import type { Graph } from './client.ts';
import { discover, findConnection } from './discover.ts';
import { healthOfAll } from './health-of-all.ts';
import {
  besideToken,
  changedMeanwhile,
  isUntouched,
  keepable,
  readSettings,
  tokenKey,
  untouched,
} from './settings-set.ts';
import { jobHealth } from './shapes.ts';

/** Milliseconds that each call may take, repetitions included. */
const within = {
  read: 10_000,
  again: 4_000,
  back: 2_000,
  test: 25_000,
  save: 14_000,
  start: 10_000,
} as const;

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

  const readSecrets = (
    address: { readonly servicePrincipal: string },
    withinMilliseconds: number,
    heardAt?: (at: Moment) => void,
  ) =>
    graph({
      method: 'get',
      path: `${base(address)}/secrets`,
      within: withinMilliseconds,
      repeatable: true,
      ...(heardAt === undefined ? {} : { heardAt }),
    });

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

    async settings(address, withinMilliseconds = within.read) {
      const answer = await readSecrets(address, withinMilliseconds);
      return answer.ok ? readSettings(answer.value) : answer;
    },

    async snapshot(connection) {
      let at: Moment | undefined;
      const answer = await readSecrets(connection, within.read, (heard) => (at = heard));
      const kept = answer.ok ? keepable(answer.value, connection.tenantUrl) : answer;
      return kept.ok && at !== undefined ? ok({ ...kept.value, at }) : kept;
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
      const { entries } = before;
      let savedAt: Moment | undefined;
      // The test took its time: somebody may have set something since, and it would be undone.
      const still = await lookBack(
        before,
        () => readSecrets(connection, within.again),
        lags.slice(0, 1),
        pause,
      );
      if (!still.ok) return failed({ ...still.failure, sent: false });
      const news = still.value;
      if (!isUntouched(news)) return failed({ ...changedMeanwhile(news), sent: false });
      const put = (withinMilliseconds: number) =>
        graph({
          method: 'put',
          path: `${base(connection)}/secrets`,
          body: { value: [...entries, { key: tokenKey, value: token.secret.reveal() }] },
          within: withinMilliseconds,
          // The same value twice is the same value.
          repeatable: true,
          secret: token.secret,
          heardAt: (at) => (savedAt = at),
        });
      const told = (beside: Beside) => ok(savedAt === undefined ? beside : { ...beside, at: savedAt });
      const saved = noContent(await put(within.save));
      if (!saved.ok) return saved;
      // The save is confirmed: that it cannot be read back says nothing against it. The nightly look will tell.
      const look = async (waits: readonly number[]): Promise<Beside> => {
        const seen = await lookBack(before, () => readSecrets(connection, within.back), waits, pause);
        return seen.ok ? seen.value : untouched;
      };
      const first = await look(lags);
      if (first.lost.length === 0 || first.changed.length + first.added.length > 0) return told(first);
      // Something has vanished and nothing else is new: nobody is editing, and the same body again undoes nothing.
      if (!noContent(await put(within.save / 2)).ok) return told(first);
      const second = await look(lags.slice(0, 1));
      return told({ ...second, putBack: first.lost.filter((key) => !second.lost.includes(key)) });
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

/** Milliseconds between looks: Graph may show an older state for some seconds after a write. */
const lags = [500, 1_000, 2_000, 3_000] as const;

/**
 * Reads until every setting beside the token is as it was, as long as a lag may last, and gives what it saw last. The
 * token itself cannot be read.
 */
async function lookBack(
  before: SettingsSnapshot,
  read: () => Promise<Result<unknown, UpstreamFailure>>,
  waits: readonly number[],
  pause: (milliseconds: number) => Promise<void>,
): Promise<Result<Beside, UpstreamFailure>> {
  for (let look = 0; ; look++) {
    const answer = await read();
    if (!answer.ok) return answer;
    const beside = besideToken(before, answer.value);
    const wait = waits[look];
    if (!beside.ok || isUntouched(beside.value) || wait === undefined) return beside;
    await pause(wait);
  }
}

const strange = (text: string): UpstreamFailure => ({ kind: 'unknown', status: 200, code: 'unknown', text });
