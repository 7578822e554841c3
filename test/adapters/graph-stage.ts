import type { IncomingMessage, ServerResponse } from 'node:http';
import { issueAppToken } from '../../sandbox/entra/app-token.ts';
import type { CloudOptions } from '../../sandbox/entra/cloud.ts';
import { bot, channels, serviceUrl, team } from '../../sandbox/seed.ts';
import { graphClient, type Graph } from '../../src/adapters/graph/client.ts';
import { guardFetch, type Fetch } from '../../src/adapters/network.ts';
import { clouds } from '../../src/cloud.ts';
import type { Place } from '../../src/domain/connection.ts';
import { graphWorld } from '../sandbox/graph-world.ts';
import { loopback, type Ends } from './loopback.ts';

/** The product's client of Graph, as `app.ts` makes it. */
const clientOver = (fetch: Fetch, accessToken: () => Promise<string>): Graph =>
  graphClient({
    host: clouds.Public.graph,
    fetch: guardFetch(fetch, [clouds.Public.graph], 30_000),
    accessToken,
    machineTime: Date.now,
    pause: () => Promise.resolve(),
  });

/** The product's client in front of the simulated Graph, and the paths that it was asked. */
export async function simulatedGraph(options: Partial<CloudOptions> = {}) {
  const world = await graphWorld(options);
  const graph = clientOver(world.network.fetch, () =>
    issueAppToken(world.tenant, bot.appId, 'https://graph.microsoft.com'),
  );
  return { ...world, graph, asked: () => world.seen.map(({ path }) => path.replace('/v1.0', '')) };
}

/** The product's client in front of a Graph that answers as it is told to, and the paths that it was asked. */
export async function graphThat(
  t: Ends,
  answer: (call: number, outgoing: ServerResponse, incoming: IncomingMessage) => void,
) {
  const { fetch, heard } = await loopback(t, answer);
  const graph = clientOver(fetch, () => Promise.resolve('token'));
  return { graph, asked: () => heard.map(({ path }) => path.replace('/graph.microsoft.com/v1.0', '')) };
}

export const graphError = (code: string) => ({ error: { code, message: 'No.' } });

/** The channel IT Operations. */
export const place: Place & { readonly aadGroupId: string } = {
  serviceUrl,
  teamId: team.id,
  teamName: team.name,
  aadGroupId: team.aadGroupId,
  channelId: channels[1].id,
  channelName: channels[1].name,
};

export const { aadGroupId: _unknown, ...placeWithoutGroup } = place;
