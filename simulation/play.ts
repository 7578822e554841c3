import { momentOf } from '../src/domain/calendar.ts';
import type { Cycle } from '../src/domain/cycle.ts';
import { connectionId, servicePrincipalId, type ConnectionId } from '../src/domain/ids.ts';
import { sweep } from '../src/flows/sweep.ts';
import type { Ports } from '../src/ports/ports.ts';
import { staleCard, type Watched } from './cards.ts';
import { Cadence } from './cadence.ts';
import { Entra } from './entra.ts';
import { handIn } from './hand-in.ts';
import { beatSkipped, lookOf } from './skipped-beats.ts';
import type { History, LifeRecord, LookRecord, SkewRecord, TroubleRecord } from './history.ts';
import { InstancePorts } from './instance-ports.ts';
import type { Surroundings, Trouble } from './surroundings.ts';
import { Crashed, Life } from './life.ts';
import { MemoryStore, type Backup } from './memory-store.ts';
import { actAtRandom, foundOf, setUpChannel, startWatch, team, tenant, type Scene } from './people.ts';
import { Random } from './random.ts';
import { Teams, type Poster } from './teams.ts';
import { Timeline } from './timeline.ts';
import { Watcher } from './watcher.ts';
import {
  dateAt,
  day,
  hour,
  minute,
  second,
  type ChannelPlan,
  type ConnectionPlan,
  type InstancePlan,
  type World,
} from './world.ts';

/** What is broken on purpose, so that a test can see it found. */
export interface Sabotage {
  readonly store?: (memory: MemoryStore) => MemoryStore;
  readonly ports?: (ports: Ports) => Ports;
}

interface Instance {
  readonly index: number;
  readonly plan: InstancePlan;
  life: Life | undefined;
  ports: InstancePorts | undefined;
  cadence: Cadence | undefined;
  record: LifeRecord | undefined;
  skew: number;
}

/** Others that begin so soon after somebody are there at the same time. */
const meetWithin = 20 * second;

const mostFailures = 50;

/** Lets one world run from its start to its end, with the real flows, and gives what happened. */
export const play = (world: World, sabotage: Sabotage = {}): Promise<History> =>
  new Play(world, sabotage).run();

class Play {
  readonly #world: World;
  readonly #sabotage: Sabotage;
  readonly #random: Random;
  readonly #timeline: Timeline;
  readonly #teams: Teams;
  readonly #entra: Entra;
  readonly #watcher = new Watcher();
  readonly #around: Surroundings;
  readonly #instances: readonly Instance[];
  readonly #looks: LookRecord[] = [];
  readonly #lives: LifeRecord[] = [];
  readonly #crashes: number[] = [];
  readonly #troubles: TroubleRecord[] = [];
  readonly #skews: SkewRecord[] = [];
  readonly #staleCards: string[] = [];
  readonly #failures: string[] = [];
  readonly #busyUntil = new Map<string, number>();
  readonly #channelOf = new Map<string, ChannelPlan>();
  #memory: MemoryStore;
  #backup: Backup | undefined;
  #downUntil = 0;
  #turns = 0;
  #unchecked = true;

  constructor(world: World, sabotage: Sabotage) {
    this.#world = world;
    this.#sabotage = sabotage;
    this.#random = new Random(world.seed ^ 0x5bd1_e995);
    this.#timeline = new Timeline(world.start);
    this.#teams = new Teams(this.#random, world.faults);
    this.#entra = new Entra(this.#random, world.silence);
    this.#memory = this.#openStore();
    this.#around = {
      timeline: this.#timeline,
      random: this.#random,
      teams: this.#teams,
      entra: this.#entra,
      memory: () => this.#memory,
      refused: (trouble) => {
        this.#refused(trouble);
      },
      failed: (name, error) => {
        if (!(error instanceof Crashed))
          this.#failures.push(`${momentOf(this.#timeline.now)} ${name} ${wordsOf(error)}`);
      },
    };
    this.#instances = world.instances.map((plan, index) => ({
      index,
      plan,
      life: undefined,
      ports: undefined,
      cadence: undefined,
      record: undefined,
      skew: 0,
    }));
  }

  #openStore(backup?: Backup): MemoryStore {
    const memory = new MemoryStore(backup, (writes) => {
      this.#watcher.committed(writes, this.#timeline.now);
    });
    return this.#sabotage.store?.(memory) ?? memory;
  }

  async run(): Promise<History> {
    this.#schedule();
    const { end } = this.#world;
    for (;;) {
      const until = Math.min(this.#timeline.next(), end);
      const looking = this.#nextLook(until);
      // Whoever fails again and again tells nothing new, and takes long.
      if (this.#failures.length > mostFailures) break;
      if (looking !== undefined) await this.#occasion(looking);
      else if (until < end) await this.#timeline.happen();
      else {
        this.#timeline.now = end;
        break;
      }
    }
    const ended = Math.min(this.#timeline.now, end);
    for (const { record } of this.#instances) if (record !== undefined) record.until = ended;
    return {
      world: this.#world,
      end: ended,
      messages: this.#teams.messages,
      lives: this.#lives,
      looks: this.#looks,
      crashes: this.#crashes,
      troubles: this.#troubles,
      cycles: this.#watcher.cycles,
      connections: this.#watcher.connections,
      skews: this.#skews,
      staleCards: this.#staleCards,
      failures: this.#failures,
    };
  }

  #schedule(): void {
    const world = this.#world;
    for (const [index, person] of team.entries())
      this.#entra.add(person, true, team[(index + 1) % team.length]);
    this.#entra.addAs('ben@', team[1] ?? team[0]);
    for (const instance of this.#instances) this.#startLater(instance, world.start);
    for (const channel of world.channels) {
      this.#timeline.at(world.start + minute, async () => {
        await this.#turn((scene) => setUpChannel(scene, channel));
      });
      for (const plan of channel.connections) {
        this.#channelOf.set(plan.id, channel);
        this.#entra.addConnection(foundOf(plan));
        this.#timeline.at(plan.watchedAt, () => this.#beginWatch(plan, channel));
      }
    }
    for (const { from, until } of world.outages)
      this.#timeline.at(from, () => {
        this.#endAll(until);
      });
    for (const { channel, from, until } of world.absences)
      this.#timeline.at(from, () => {
        this.#teams.awayUntil(channel, until);
      });
    for (const skew of world.skews) this.#scheduleSkew(skew);
    const { restore } = world;
    if (restore === undefined) return;
    this.#timeline.at(restore.backupAt, () => {
      // A backup holds the heartbeat of looks that were passed over as well.
      beatSkipped(this.#memory, this.#random, this.#instances);
      this.#backup = this.#memory.backup();
    });
    this.#timeline.at(restore.at, () => {
      this.#restore(restore.until);
    });
  }

  // Instances

  #startLater(instance: Instance, at: number): void {
    this.#timeline.at(at, () => {
      if (instance.life !== undefined) return;
      if (this.#downUntil > this.#timeline.now) {
        this.#startLater(instance, this.#downUntil);
        return;
      }
      const { now } = this.#timeline;
      const life = new Life(this.#timeline, this.#random, this.#world.dangers, () => {
        this.#ended(instance);
      });
      life.skew = instance.skew;
      instance.life = life;
      instance.ports = new InstancePorts(life, this.#around);
      instance.cadence = new Cadence(this.#random, instance.plan, now);
      instance.record = { instance: instance.index, from: now, until: Infinity, most: instance.plan.most };
      this.#lives.push(instance.record);
      this.#unchecked = true;
    });
  }

  #ended(instance: Instance): void {
    const { now } = this.#timeline;
    if (instance.record !== undefined) instance.record.until = now;
    instance.life = undefined;
    instance.cadence = undefined;
    instance.record = undefined;
    this.#crashes.push(now);
    const random = this.#random;
    const away = random.pick([
      [5 * second, minute],
      [5 * second, minute],
      [5 * second, minute],
      [minute, 30 * minute],
      [hour, 6 * hour],
    ] as const);
    this.#startLater(instance, now + random.between(...away));
  }

  /** Nobody is there any more until then. */
  #endAll(until: number): void {
    this.#downUntil = Math.max(this.#downUntil, until);
    for (const { life } of this.#instances) life?.die();
  }

  #restore(until: number): void {
    this.#endAll(until);
    if (this.#backup === undefined) return;
    this.#memory = this.#openStore(this.#backup);
    this.#watcher.restored(this.#backup, this.#timeline.now);
    for (const { cycle } of this.#allWatched()) this.#planRotation(cycle);
  }

  #scheduleSkew({ instance: index, from, until, by }: World['skews'][number]): void {
    const instance = this.#instances[index];
    if (instance === undefined) return;
    const set = (skew: number) => () => {
      instance.skew = skew;
      if (instance.life !== undefined) instance.life.skew = skew;
    };
    this.#skews.push({ from, until, by });
    this.#timeline.at(from, set(by));
    this.#timeline.at(until, set(0));
  }

  // Looks

  /** The instance whose look comes first, if that is before anything else happens. */
  #nextLook(until: number): Instance | undefined {
    const next = this.#memory.nextDue();
    const due = next === undefined ? Infinity : Date.parse(next);
    let first: Instance | undefined;
    for (const instance of this.#instances) {
      const { cadence, skew } = instance;
      if (cadence === undefined) continue;
      cadence.reach(Math.min(due - skew, until));
      if (
        cadence.next >= due - skew &&
        cadence.next < until &&
        cadence.next < (first?.cadence?.next ?? Infinity)
      )
        first = instance;
    }
    return first;
  }

  async #occasion(first: Instance): Promise<void> {
    const start = first.cadence?.next ?? this.#timeline.now;
    const soon = start + meetWithin;
    const met = this.#instances.filter(
      (one) => one === first || (one.cadence !== undefined && this.#isDueFor(one, soon)),
    );
    const seen = this.#unchecked || this.#random.chance(0.02) ? this.#allWatched() : this.#touched(soon);
    this.#unchecked = false;
    if (met.length === 1 && this.#timeline.next() > soon) {
      this.#timeline.now = Math.max(this.#timeline.now, start);
      await this.#look(first);
    } else
      await this.#timeline.together(
        met.map((one) => ({ at: one.cadence?.next ?? start, run: () => this.#look(one) })),
      );
    this.#checkCards(seen, start);
  }

  #isDueFor({ cadence, skew }: Instance, until: number): boolean {
    const next = this.#memory.nextDue();
    if (cadence === undefined || next === undefined) return false;
    cadence.reach(Math.min(Date.parse(next) - skew, until));
    return cadence.next >= Date.parse(next) - skew && cadence.next < until;
  }

  async #look(instance: Instance): Promise<void> {
    const { life, ports, cadence } = instance;
    if (life === undefined || ports === undefined || cadence === undefined) return;
    beatSkipped(this.#memory, this.#random, this.#instances);
    const number = ++this.#turns;
    const start = this.#timeline.now;
    const { skew } = life;
    try {
      await sweep(this.#portsOf(ports, { look: number, skew }), lookOf(cadence));
    } catch (error) {
      if (!(error instanceof Crashed)) this.#around.failed('sweep', error);
    }
    const end = this.#timeline.now;
    this.#looks.push({ number, instance: instance.index, start, end, skew, crashed: !life.isAlive });
    cadence.made(end);
  }

  #portsOf(of: InstancePorts, poster: Poster): Ports {
    const ports = of.as(poster);
    return this.#sabotage.ports?.(ports) ?? ports;
  }

  // People

  /** Somebody speaks to the bot, if it is there. Answers whether it was, to the end. */
  async #turn(act: (scene: Scene) => Promise<unknown>): Promise<boolean> {
    const alive = this.#instances.filter(({ life }) => life !== undefined);
    const { life, ports: of } = alive[this.#random.between(0, alive.length - 1)] ?? {};
    if (life === undefined || of === undefined) return false;
    const ports = this.#portsOf(of, { look: ++this.#turns, skew: life.skew });
    const { now } = this.#timeline;
    try {
      await act({ ports, random: this.#random, teams: this.#teams, entra: this.#entra, now });
    } catch (error) {
      if (!(error instanceof Crashed)) this.#around.failed('turn', error);
    }
    return life.isAlive;
  }

  async #beginWatch(plan: ConnectionPlan, channel: ChannelPlan): Promise<void> {
    await this.#turn((scene) => startWatch(scene, plan, channel));
    const cycle = this.#watched(connectionId(plan.id))?.cycle;
    if (cycle === undefined) {
      this.#timeline.at(this.#timeline.now + 10 * minute, () => this.#beginWatch(plan, channel));
      return;
    }
    this.#planRotation(cycle);
    this.#planAct(plan, channel);
  }

  #planAct(plan: ConnectionPlan, channel: ChannelPlan): void {
    const wait = Math.ceil(-Math.log(1 - this.#random.unit()) * plan.actsEvery * day);
    this.#timeline.at(this.#timeline.now + wait, async () => {
      await this.#turn((scene) => actAtRandom(scene, connectionId(plan.id), channel));
      this.#planAct(plan, channel);
    });
  }

  #planRotation(cycle: Cycle): void {
    const { random } = { random: this.#random };
    const diligence = this.#planOf(cycle.connection)?.diligence ?? 'in time';
    const daysBefore = {
      early: random.between(61, 100),
      'in time': random.chance(0.3) ? random.between(1, 7) : random.between(1, 58),
      late: -(random.chance(0.7) ? random.between(0, 20) : random.between(20, 80)),
      never: -random.between(80, 200),
    }[diligence];
    const at = Date.parse(cycle.expiresOn) - daysBefore * day + random.between(0, day);
    this.#timeline.at(Math.max(at, this.#timeline.now + random.between(minute, 3 * day)), () =>
      this.#rotate(cycle),
    );
  }

  async #rotate({ id, connection }: Cycle): Promise<void> {
    const cycle = this.#watched(connection)?.cycle;
    if (cycle?.id !== id || cycle.state === 'closed') return;
    const { now } = this.#timeline;
    const random = this.#random;
    const lasts = random.chance(0.8) ? 365 : random.between(150, 400);
    const isProven = random.chance(0.92);
    if (isProven)
      this.#entra.willRun(
        servicePrincipalId(connection),
        now + random.between(2 * minute, random.pick([10, 40, 150]) * minute),
      );
    await this.#turn((scene) =>
      handIn(scene.ports, connection, random.pick(team), dateAt(now + lasts * day)),
    );
    this.#timeline.at(now + 50 * hour, () => {
      this.#lookAfterRotation(id, connection);
    });
  }

  /** The next cycle has begun, or else somebody tries again. */
  #lookAfterRotation(id: Cycle['id'], connection: ConnectionId): void {
    const cycle = this.#watched(connection)?.cycle;
    if (cycle === undefined) return;
    if (cycle.id !== id) this.#planRotation(cycle);
    else
      this.#timeline.at(this.#timeline.now + this.#random.between(day, 8 * day), () => this.#rotate(cycle));
  }

  #planOf(connection: ConnectionId): ConnectionPlan | undefined {
    return this.#channelOf.get(connection)?.connections.find(({ id }) => id === connection);
  }

  #watched(id: ConnectionId): Watched | undefined {
    const connection = this.#memory.read({
      tenant,
      partition: id,
      kind: 'connection',
      id: 'connection',
    })?.value;
    if (connection === undefined) return undefined;
    const cycle = this.#memory.read({ tenant, partition: id, kind: 'cycle', id: connection.cycle })?.value;
    return cycle && { connection, cycle };
  }

  #allWatched(): readonly Watched[] {
    return [...this.#channelOf.keys()].flatMap((id) => this.#watched(connectionId(id)) ?? []);
  }

  // What went wrong

  #refused({ channel, connection, why, wait, key }: Trouble): void {
    const { now } = this.#timeline;
    this.#troubles.push({ at: now, channel, connection, key, kind: why, wait });
    if (channel === undefined) return;
    const held = now + Math.max(wait, why === 'gone' ? hour : minute) + minute;
    this.#busyUntil.set(channel, Math.max(held, this.#busyUntil.get(channel) ?? 0));
  }

  /** What a look before then will attend, as it is now. */
  #touched(until: number): readonly Watched[] {
    const due = this.#memory.due(momentOf(until + 5 * hour), 100);
    const connections = new Set(due.map(({ partition }) => partition));
    return [...connections].flatMap((id) => this.#watched(connectionId(id)) ?? []);
  }

  /** What one clock has put off, another one may put off for hours. */
  #isSkewed(now: number): boolean {
    return this.#world.skews.some(({ from, until }) => from <= now && now <= until + 12 * hour);
  }

  /** Cards that a backup knows nothing of are brought up to date in the morning. */
  #isJustRestored(now: number): boolean {
    const { restore } = this.#world;
    return restore !== undefined && now >= restore.at && now <= restore.until + 26 * hour;
  }

  #checkCards(seen: readonly Watched[], start: number): void {
    const lastCrash = this.#crashes.at(-1) ?? 0;
    if (lastCrash > start - 3 * minute || this.#isJustRestored(start) || this.#isSkewed(start)) return;
    for (const before of seen) {
      const now = this.#watched(before.connection.id);
      const busy = this.#busyUntil.get(before.connection.place.channelId) ?? 0;
      const standing = now?.cycle.thread && this.#teams.find(now.cycle.thread.rootId);
      if (now === undefined || standing === undefined || busy > start) continue;
      const stale = staleCard(before, now, standing);
      if (stale === undefined) continue;
      this.#staleCards.push(`${momentOf(this.#timeline.now)} ${before.connection.id} ${stale}`);
    }
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
