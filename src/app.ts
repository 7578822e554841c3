import type { InvokeResponse } from 'botbuilder';
import { lookAtCertificate } from './adapters/certificate.ts';
import { fingerprintWith } from './adapters/fingerprint.ts';
import { graphAuditLog } from './adapters/graph/audit-log.ts';
import { graphDirectory } from './adapters/graph/directory.ts';
import { lateRights } from './adapters/graph/late-rights.ts';
import { graphRights } from './adapters/graph/rights.ts';
import { jsonLog } from './adapters/log.ts';
import { Refusals } from './adapters/refusals.ts';
import { startServer, type HttpAnswer, type RunningServer, type ServerOptions } from './adapters/server.ts';
import { sha256 } from './adapters/sha256.ts';
import { readingOnly } from './adapters/sign-ins.ts';
import type { Durability } from './adapters/store/sqlite-file.ts';
import { ofTenant } from './adapters/store/of-tenant.ts';
import { openStore } from './adapters/store/open-store.ts';
import { BotAdapter } from './adapters/teams/bot-adapter.ts';
import { frontDoor } from './adapters/teams/front-door.ts';
import { metadataAt, SigningKeys } from './adapters/teams/signing-keys.ts';
import { AfterTurn } from './bot/after-turn.ts';
import { createBot } from './bot/bot.ts';
import type { Settings } from './config.ts';
import type { ConnectionStatus } from './domain/answer.ts';
import { momentOf } from './domain/calendar.ts';
import type { Look } from './domain/heartbeat.ts';
import { givenToNobody } from './domain/roles.ts';
import { beginRounds } from './flows/go-round.ts';
import { keepTrail } from './flows/keep-trail.ts';
import { keepAuditLog } from './flows/read-audit-log.ts';
import { upcoming } from './flows/report.ts';
import { sweep } from './flows/sweep.ts';
import { withTrail } from './flows/with-trail.ts';
import { peopleSigningIn } from './people-signing-in.ts';
import type { Log, Ports } from './ports/ports.ts';
import { microsoft, type Way } from './services.ts';

/** All that comes from outside the program. Production passes the machine's own; the sandbox passes its world. */
export interface World extends Way {
  /** Epoch milliseconds in which reminders and tokens are counted. */
  readonly now: () => number;
  /** Of the store. Default: what it has confirmed outlives a power cut. */
  readonly durability?: Durability;
  /** Milliseconds that is waited for a person's right at least: a simulated world on a busy machine answers late. */
  readonly leastPatience?: number;
  readonly writeLog: (line: string) => void;
  /** Without it the server listens on every address. */
  readonly host?: string;
}

export interface App {
  readonly port: number;
  /** Does whatever is due. One at a time: a call during another joins it. */
  tick(): Promise<void>;
  /** What is watched, and when each will be spoken of next. Asks nothing outside. */
  upcoming(): Promise<readonly Pick<ConnectionStatus, 'connection' | 'next'>[]>;
  /** Resolves when all work that began with turns has ended. */
  drain(): Promise<void>;
  /** Takes no more requests, lets running work end, and closes the store. */
  close(): Promise<void>;
}

/** Wires the product together and starts listening. Throws one clear sentence when the store cannot be opened. */
export async function startApp(settings: Settings, world: World): Promise<App> {
  const { now, machineTime, pause, leastPatience = 0 } = world;
  const log = jsonLog(world.writeLog, () => momentOf(now()));
  warnOfCertificate(settings, machineTime, log);
  for (const role of givenToNobody(settings.grants)) log.warn('role.given-to-nobody', { role });
  const { cloud, out, storage, graph, connector, provisioning, channel } = microsoft(settings, world, log);
  const opened = await openStore(settings.store, storage, world.durability);
  const store = ofTenant(opened.store, settings.tenant);
  const botConnector = `https://${cloud.botConnector}`;
  const rights = lateRights(graphRights(graph, settings.grants, machineTime), { machineTime, pause });
  const afterTurn = new AfterTurn(log);
  const signedIn = peopleSigningIn({
    settings,
    cloud,
    connector,
    directory: graph,
    health: (...asked) => provisioning.health(...asked),
    newId,
    identityClient: world.identityClient,
    out,
    machineTime,
    pause,
  });
  const real: Omit<Ports, 'trail'> = {
    clock: () => momentOf(now()),
    newId,
    log,
    store,
    channel,
    provisioning: signedIn === undefined ? provisioning : readingOnly(provisioning),
    ...(signedIn === undefined ? {} : { signIns: signedIn }),
    rights: { may: (person, role, within) => rights.may(person, role, Math.max(within, leastPatience)) },
    directory: graphDirectory(graph),
    audit: graphAuditLog(graph, settings.botId),
    background: (name, work) => {
      afterTurn.start(name, work);
    },
    fingerprint: fingerprintWith(opened.fingerprintKey),
  };
  const ports = withTrail(real, keepTrail(real, settings.tenant, sha256));

  await keepAuditLog(ports, settings.tenant);
  const bot = createBot({ ports, afterTurn, home: settings.tenant, zone: settings.zone });
  const adapter = new BotAdapter(settings.botId, botConnector, connector);
  const admit = frontDoor({
    botId: settings.botId,
    tenant: settings.tenant,
    keys: new SigningKeys(
      out([cloud.botLogin]),
      metadataAt(`${cloud.botLogin}/v1`, 'openidconfiguration'),
      machineTime,
    ),
    issuer: botConnector,
    connectors: cloud.connectors,
    now,
  });
  const refusals = new Refusals(log, machineTime);
  const onActivity: ServerOptions['onActivity'] = async (authorization, readBody) => {
    const admitted = await admit(authorization, readBody);
    if (!admitted.ok) {
      refusals.add(admitted.failure);
      return { status: 401 };
    }
    try {
      return answerOf(await adapter.run(admitted.value, (context) => bot.run(context)));
    } catch (error) {
      log.error('request.failed', { error: nameOf(error) });
      return { status: 500 };
    }
  };
  const server = await startServer({ onActivity }, settings.port, world.host);
  log.info('app.started', { port: server.port, tenant: settings.tenant, zone: settings.zone });
  return running(settings, server, ports, afterTurn, refusals);
}

function running(
  { tenant }: Settings,
  server: RunningServer,
  ports: Ports,
  afterTurn: AfterTurn,
  refusals: Refusals,
): App {
  let sweeping: Promise<void> | undefined;
  let look: Look = 'first';
  const tick = (): Promise<void> => {
    refusals.tell();
    sweeping ??= (look === 'first' ? beginRounds(ports, tenant) : Promise.resolve())
      .then(() => sweep(ports, look))
      .then(() => void (look = 'another'))
      .catch((error: unknown) => {
        // The store was away: the next look may find it again.
        ports.log.error('sweep.failed', { error: nameOf(error) });
      })
      .finally(() => (sweeping = undefined));
    return sweeping;
  };
  return {
    port: server.port,
    tick,
    upcoming: () => upcoming(ports, tenant),
    drain: () => afterTurn.drain(),
    async close() {
      await server.close();
      await sweeping;
      await afterTurn.drain();
      await ports.store.close();
      ports.log.info('app.stopped');
    },
  };
}

/** Days before its end from which a certificate is warned of at every start. */
const warnDays = 30;

function warnOfCertificate({ identity }: Settings, machineTime: () => number, log: Log): void {
  if (identity.kind !== 'certificate') return;
  const certificate = lookAtCertificate(identity.path, machineTime());
  if (!certificate.ok) throw new Error(`AZURE_CLIENT_CERTIFICATE_PATH ${certificate.failure}`);
  if (certificate.value.daysLeft < warnDays) log.warn('certificate.ends-soon', certificate.value);
}

const answerOf = (response: InvokeResponse | undefined): HttpAnswer =>
  response?.body === undefined
    ? { status: response?.status ?? 200 }
    : { status: response.status, body: response.body as unknown };

/** An unforeseen error is known by its name only: its text might quote anything. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

/** 128 random bits. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
