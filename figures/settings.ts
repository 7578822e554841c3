import { WorldClock } from '../sandbox/clock.ts';
import { issueAppToken } from '../sandbox/entra/app-token.ts';
import { startCloud } from '../sandbox/entra/cloud.ts';
import { bot, servicePrincipals } from '../sandbox/seed.ts';
import { graphClient } from '../src/adapters/graph/client.ts';
import { graphProvisioning } from '../src/adapters/graph/provisioning.ts';
import { guardFetch, type Fetch } from '../src/adapters/network.ts';
import { clouds } from '../src/cloud.ts';
import type { Connection } from '../src/domain/connection.ts';
import { parseScimToken } from '../src/domain/scim-token.ts';
import type { Provisioning } from '../src/ports/provisioning.ts';
import { Random, seedOf } from '../simulation/random.ts';
import type { Effort, Figure } from './figure.ts';
import { drawCase, type Case } from './settings/draw.ts';
import { wrongIn, type Ended } from './settings/judge.ts';

const bar = 0;
const runs: Readonly<Record<Effort, number>> = { usual: 2_000, long: 10_000 };
const mostDetails = 20;
const { id, tenantUrl } = servicePrincipals.appleSchool;

/** What a test puts between, so that the figure has something to find. */
export interface Planted {
  readonly fetch?: (fetch: Fetch) => Fetch;
  readonly provisioning?: (provisioning: Provisioning) => Provisioning;
}

/** Rotations through the real adapter over real HTTP, with a drawn set of settings each. */
export const settings: Figure = settingsFigure(runs);

export function settingsFigure(of: Readonly<Record<Effort, number>>, planted: Planted = {}): Figure {
  return {
    name: 'settings',
    meaning: 'rotations after which a setting beside the token differs, or is wrongly said to differ',
    unit: 'wrong rotations',
    bar,
    async measure(effort) {
      const stage = await setStage(planted);
      try {
        const details: string[] = [];
        let [value, refused] = [0, 0];
        for (let seed = 1; seed <= of[effort]; seed++) {
          const run = drawCase(new Random(seedOf(seed, 9)), tenantUrl);
          const { wrong, ended } = await stage.play(run);
          if (ended.kind === 'refused') refused += 1;
          if (wrong.length > 0) value += 1;
          if (details.length < mostDetails)
            details.push(...wrong.map((what) => `seed ${seed}, PUT ${run.reading}s: ${what}`));
        }
        if (refused * 2 > of[effort]) throw new Error(`Of ${of[effort]} rotations ${refused} were refused.`);
        details.push(`${of[effort]} rotations, ${refused} refused before anything was sent`);
        return { value, details };
      } finally {
        await stage.close();
      }
    },
  };
}

async function setStage({ fetch: wrap = (fetch) => fetch, provisioning: adapt = (it) => it }: Planted) {
  let puts = 0;
  const cloud = await startCloud({ clock: new WorldClock(Date.parse('2026-11-23T08:00:00Z')) }, (call) => {
    if (call.method === 'PUT') puts += 1;
  });
  const { tenant, apple, network } = cloud;
  const school = tenant.servicePrincipals.get(id);
  const [job] = school?.jobs ?? [];
  const token = parseScimToken(apple.school.generate().token);
  if (school === undefined || job === undefined || !token.ok) throw new Error('The tenant has no school.');
  const accessToken = await issueAppToken(tenant, bot.appId, 'https://graph.microsoft.com');
  const provisioning = adapt(provisioningIn(network.fetch, accessToken, wrap));
  const connection = { servicePrincipal: id, job: job.id, tenantUrl } as unknown as Connection;

  let before: Case['before'] = [];
  const become = (pairs: Case['before']): void => {
    before = pairs;
    school.secrets.become(pairs);
  };

  const rotate = async (run: Case): Promise<Ended> => {
    const snapshot = await provisioning.snapshot(connection);
    if (!snapshot.ok) return { kind: 'refused' };
    const tested = await provisioning.test(connection, token.value);
    if (!tested.ok) throw new Error(`The token did not pass: ${tested.failure.text}`);
    if (run.edit !== undefined) become(run.edit);
    if (run.lag !== undefined) school.secrets.lagAfterNextSave(run.lag);
    if (run.loses !== undefined) school.secrets.loseAtNextSaves(run.loses, 1);
    const saved = await provisioning.save(connection, tested.value, snapshot.value);
    if (saved.ok) return { kind: 'saved', beside: saved.value };
    if (saved.failure.sent !== false) throw new Error(`The save failed: ${saved.failure.text}`);
    return { kind: 'refused' };
  };

  return {
    async play(run: Case) {
      puts = 0;
      tenant.secretsReading = run.reading;
      become(run.before);
      const ended = await rotate(run);
      return {
        ended,
        wrong: wrongIn(run, ended, { before, after: school.secrets.pairs(), puts }, tenantUrl),
      };
    },
    close: () => network.close(),
  };
}

/** As `app.ts` makes it, but for the pauses: a lag is counted in looks here. */
function provisioningIn(fetch: Fetch, accessToken: string, wrap: (fetch: Fetch) => Fetch): Provisioning {
  const pause = (): Promise<void> => Promise.resolve();
  const graph = graphClient({
    host: clouds.Public.graph,
    fetch: guardFetch(wrap(fetch), [clouds.Public.graph], 30_000),
    accessToken: () => Promise.resolve(accessToken),
    machineTime: Date.now,
    pause,
  });
  return graphProvisioning(graph, pause);
}
