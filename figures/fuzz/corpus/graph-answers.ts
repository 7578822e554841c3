import { WorldClock } from '../../../sandbox/clock.ts';
import { issueAppToken } from '../../../sandbox/entra/app-token.ts';
import { larkfield } from '../../../sandbox/entra/larkfield.ts';
import { graphWire } from '../../../sandbox/graph.ts';
import { bot, channels, hosts, people, rotators, servicePrincipals, team } from '../../../sandbox/seed.ts';
import { TeamsState } from '../../../sandbox/teams/state.ts';
import { marked } from '../../../src/adapters/teams/marker.ts';
import { messageId } from '../../../src/domain/ids.ts';
import { stable } from './stable.ts';

const { appleSchool } = servicePrincipals;
const [maya, tom] = people;
const hour = 3_600_000;
const clock = new WorldClock(Date.parse('2026-11-23T08:00:00Z'));
const { tenant } = larkfield({ clock, mayReadChannels: true, mayReadAudits: true });
const teams = new TeamsState({ clock });
const wire = graphWire({ tenant, teams, fetch: () => Promise.reject(new Error('nothing is fetched')) });
const authorization = `Bearer ${await issueAppToken(tenant, bot.appId, 'https://graph.microsoft.com')}`;

async function asked(path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await wire(new Request(`https://${hosts.graph}/v1.0${path}`, { ...init, headers }));
  if (!answer.ok) throw new Error(`the simulated Graph answered ${path} with ${answer.status}`);
  return stable(await answer.json());
}

const root = `/servicePrincipals/${appleSchool.id}/synchronization`;
const school = tenant.servicePrincipals.get(appleSchool.id);
const job = school?.jobs[0];
if (school === undefined || job === undefined) throw new Error('the tenant has no job');
const jobNow = (): Promise<unknown> => asked(`${root}/jobs/${job.id}`);

/** A job that runs well, is paused, has errors, is quarantined for a wrong token, and given up four weeks later. */
async function jobStates(): Promise<readonly unknown[]> {
  if (school === undefined || job === undefined) return [];
  const states = [await jobNow()];
  tenant.stopJobs('Paused');
  states.push(await jobNow());
  tenant.stopJobs('start');
  job.entryLevelErrors = true;
  clock.advance(hour);
  states.push(await jobNow());
  const pairs = [
    { key: 'BaseAddress', value: appleSchool.tenantUrl },
    { key: 'SecretToken', value: 'wrong' },
  ];
  const by = tenant.actorOf('', maya.id);
  tenant.saveSecrets(school, pairs, by);
  clock.advance(hour);
  states.push(await jobNow());
  clock.advance(30 * 24 * hour);
  states.push(await jobNow());
  return states;
}

teams.setBotInTeam(true);
const [, channel] = channels;
const inChannel = { kind: 'channel', channel, root: undefined } as const;
const card = marked(
  { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hi' }] },
  messageId('cycle', 'card', 'first'),
);
teams.post(inChannel, undefined, 'bot', { card });
teams.post(inChannel, undefined, teams.people[0] ?? 'bot', { text: 'Hello' });

/** What Graph answers where all is well, by what it is about: recorded from the simulated Graph. */
export const graphAnswers = {
  jobs: await jobStates(),
  jobLists: [await asked(`${root}/jobs`)],
  secrets: [await asked(`${root}/secrets`)],
  principals: [
    await asked('/servicePrincipals?$select=id,displayName&$top=2'),
    await asked('/servicePrincipals'),
  ],
  principal: [await asked(`/servicePrincipals/${appleSchool.id}?$select=id,displayName`)],
  users: [
    await asked(`/users/${tom.id}?$select=id,displayName,accountEnabled,userType`),
    await asked(`/users/${maya.id}/manager`),
  ],
  userLists: [await asked(`/users?$filter=${encodeURIComponent(`mail eq '${maya.mail}'`)}&$top=2`)],
  groups: [
    await asked(`/groups/${rotators.id}?$select=displayName`),
    await asked(`/groups/${rotators.id}/members`),
  ],
  memberships: [await asked(`/users/${maya.id}/checkMemberGroups`, { groupIds: [rotators.id] })],
  tags: [await asked(`/teams/${team.aadGroupId}/tags`)],
  audits: [await asked('/auditLogs/directoryAudits?$top=2'), await asked('/auditLogs/directoryAudits')],
  messages: [await asked(`/teams/${team.aadGroupId}/channels/${encodeURIComponent(channel.id)}/messages`)],
  batches: [
    await asked('/$batch', {
      requests: ['secrets', 'jobs'].map((part, id) => ({
        id: String(id),
        method: 'GET',
        url: `${root}/${part}`,
      })),
    }),
  ],
} as const satisfies Readonly<Record<string, readonly unknown[]>>;
