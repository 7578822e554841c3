import { utc, type CalendarDate } from '../../src/domain/calendar.ts';
import { connectionId, personId, tenantId, type Person } from '../../src/domain/ids.ts';
import type { Place } from '../../src/domain/connection.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import type { Ports } from '../../src/ports/ports.ts';
import type { Write } from '../../src/ports/store.ts';
import { MemoryStore } from '../../simulation/memory-store.ts';
import { WorldClock } from '../../sandbox/clock.ts';
import { noFaults } from '../../sandbox/entra/faults.ts';
import { rotatorGrants } from '../../sandbox/grants.ts';
import type { Grants } from '../../src/domain/roles.ts';
import { larkfield, type Larkfield } from '../../sandbox/entra/larkfield.ts';
import type { SecretsReading } from '../../sandbox/entra/secret-set.ts';
import type { ServicePrincipal } from '../../sandbox/entra/tenant.ts';
import { graphWire } from '../../sandbox/graph.ts';
import { appleScim } from '../../sandbox/scim.ts';
import { channels, hosts, people, servicePrincipals, serviceUrl, team, tenant } from '../../sandbox/seed.ts';
import { connectorWire } from '../../sandbox/teams.ts';
import { TeamsState } from '../../sandbox/teams/state.ts';
import { threadsView } from '../../sandbox/teams/page-view.ts';
import type { Wire } from '../../sandbox/wire.ts';
import { VirtualClock } from '../virtual-clock.ts';

const [maya, tom] = people;
const [, operations] = channels;
export const person: Person = { id: personId(maya.id), name: maya.name };
/** Who agrees, where a second person has to. */
export const second: Person = { id: personId(tom.id), name: tom.name };
export const connection = connectionId(servicePrincipals.appleSchool.id);
export const tenantOf = tenantId(tenant.id);
export const zone = utc;
export const place: Place = {
  serviceUrl,
  teamId: team.id,
  teamName: team.name,
  aadGroupId: team.aadGroupId,
  channelId: operations.id,
  channelName: operations.name,
};

/** A Tuesday morning: the first reminder is due in the channel's working hours. */
const begins = Date.parse('2026-11-24T08:50:00Z');

/** The world's clock is the virtual one. */
class TownClock extends WorldClock {
  readonly #clock: VirtualClock;
  constructor(clock: VirtualClock) {
    super(0);
    this.#clock = clock;
  }
  override now(): number {
    return this.#clock.now();
  }
}

export interface TownOptions {
  readonly secretsReading: SecretsReading;
  readonly mayReadChannels: boolean;
  /** How many milliseconds Entra's log is late; absent where the bot may not read it. */
  readonly auditLag?: number;
  /** Who may do what; the rotators everything where it is absent. */
  readonly grants?: Grants;
  /** What is broken on purpose in every process. */
  readonly plant?: (ports: Ports, town: Town) => Ports;
}

/** Entra, Apple and Teams as the sandbox simulates them, in one process and in virtual time, and the bot's store. */
export class Town {
  readonly clock = new VirtualClock(begins);
  readonly memory = new MemoryStore();
  readonly cloud: Larkfield;
  readonly teams: TeamsState;
  readonly wrong: string[] = [];
  readonly #wires = new Map<string, Wire>();
  readonly #settings: Readonly<Record<string, string>>;
  /** Whether the bot may read its own messages. */
  readonly mayLook: boolean;
  readonly mayReadAudits: boolean;
  readonly grants: Grants;
  readonly planted: (ports: Ports) => Ports;
  #ids = 0;
  /** What stands between the bot and the services. */
  meet: (pass: () => Promise<Response>, request: Request) => Promise<Response> = (pass) => pass();
  /** Sees each call that reaches a service, or would, before it does. */
  sees: (request: Request) => Promise<void> = () => Promise.resolve();
  /** The tokens that may be saved: the old one, and those that were entered. */
  readonly #candidates: string[] = [];

  constructor({
    secretsReading,
    mayReadChannels,
    auditLag,
    grants = rotatorGrants,
    plant = (ports) => ports,
  }: TownOptions) {
    this.grants = grants;
    this.planted = (ports) => plant(ports, this);
    const clock = new TownClock(this.clock);
    this.mayLook = mayReadChannels;
    this.mayReadAudits = auditLag !== undefined;
    this.cloud = larkfield({ clock, faults: () => noFaults, secretsReading, mayReadChannels });
    this.teams = new TeamsState({ clock });
    this.teams.setBotInTeam(true);
    const { tenant: of, apple } = this.cloud;
    of.audit.lag = auditLag ?? 0;
    const scim = appleScim([apple.school, apple.business], of.faults);
    this.#wires.set(hosts.graph, graphWire({ tenant: of, teams: this.teams, fetch: overWire(scim) }));
    this.#wires.set(hosts.connector, connectorWire({ teams: this.teams, verify: () => true }));
    this.#settings = this.others();
  }

  readonly newId = (): string => (++this.#ids).toString(16).padStart(32, '0');

  /** All attempts, as they are stored. */
  rotations(): readonly Rotation[] {
    return this.memory.list(tenantOf, 'rotation', { partition: connection }).map(({ value }) => value);
  }

  failed(what: string): void {
    this.wrong.push(what);
  }

  /** What the product logs as an error is one, unless the fault itself explains it. */
  logged(event: string, error: string): void {
    if (error === 'StoreAway' || error === 'Dead' || expected.includes(event)) return;
    this.wrong.push(`logged ${event} ${error}`);
  }

  async answer(request: Request): Promise<Response> {
    const { host } = new URL(request.url);
    const wire = this.#wires.get(host);
    if (wire === undefined) throw new TypeError('fetch failed');
    if (isSave(request)) this.#checkSave();
    await this.sees(request.clone());
    const answer = await this.meet(() => wire(request), request);
    if (answer.type === 'error') throw new TypeError('fetch failed');
    this.#checkSettings();
    return answer;
  }

  mayBeSaved(token: string): void {
    this.#candidates.push(token);
  }

  /** No token in what is kept. */
  committed(writes: readonly Write[]): void {
    const text = JSON.stringify(writes);
    for (const token of this.#candidates) if (text.includes(token)) this.failed('a token is in the store');
    for (const { key } of writes)
      if (key.tenant !== tenantOf && key.kind !== 'heartbeat')
        this.failed(`a document of tenant ${key.tenant}`);
  }

  get school(): ServicePrincipal {
    const found = this.cloud.tenant.servicePrincipals.get(servicePrincipals.appleSchool.id);
    if (found === undefined) throw new Error('the tenant has no Apple School Manager');
    return found;
  }

  get savedToken(): string | undefined {
    return this.school.secrets.get('SecretToken');
  }

  /** By hand, in the portal: a rotation has to start it, once. */
  pauseJob(): void {
    const { school } = this;
    const [job] = school.jobs;
    if (job === undefined) throw new Error('Apple School Manager has no job');
    this.cloud.tenant.pause(school, job, { kind: 'person', id: tom.id, name: tom.name, upn: tom.upn });
  }

  /** The settings beside the token. */
  others(): Readonly<Record<string, string>> {
    const all = Object.entries(this.school.secrets.snapshot()).filter(([key]) => key !== 'SecretToken');
    return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** All that stands in the channel's threads, the root first. */
  threads(): ReturnType<typeof threadsView> {
    return threadsView(operations.id, this.teams);
  }

  expiry(): CalendarDate {
    return '2027-11-24' as CalendarDate;
  }

  /** I2: nothing is saved without a lease and a written intent. */
  #checkSave(): void {
    const [cycle] = this.memory
      .list(tenantOf, 'cycle', { partition: connection })
      .filter(({ value }) => value.attempt !== undefined);
    const rotation = this.rotations().find(({ id }) => id === cycle?.value.attempt?.rotation);
    if (rotation?.state !== 'saving')
      this.failed(`a save while the attempt is ${rotation?.state ?? 'nowhere'}`);
  }

  /** I1 and I9, after every call. */
  #checkSettings(): void {
    if (this.cloud.tenant.ledger.savedUntested > 0) this.failed('an untested token was saved');
    if (JSON.stringify(this.others()) !== JSON.stringify(this.#settings))
      this.failed('another setting was changed');
  }
}

/** Somebody has to see to these, and they are no bugs. */
const expected = ['message.refused', 'channel.gone', 'after-turn.failed'];

const isSave = ({ method, url }: Request): boolean =>
  method === 'PUT' && new URL(url).pathname.endsWith('/secrets');

const overWire =
  (wire: Wire): typeof fetch =>
  (input, init) =>
    wire(new Request(input, init));
