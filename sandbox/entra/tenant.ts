import type { WorldClock } from '../clock.ts';
import { bot, tenant as seed } from '../seed.ts';
import { AuditLog, type Actor, type AuditActivity } from './audit-log.ts';
import { noFaults, type ReadFaults } from './faults.ts';
import { Provisioning } from './provisioning.ts';
import type { ScimAnswer, ScimTarget } from './scim-target.ts';
import { SignIn } from './sign-in.ts';
import { SecretSet, type KeyValue, type SecretsReading } from './secret-set.ts';
import type { SynchronizationJob } from './synchronization-job.ts';
import { TokenLedger } from './token-ledger.ts';

export interface User {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail: string;
  readonly userType: 'Member' | 'Guest';
  accountEnabled: boolean;
  /** Object id of another user. */
  manager: string | undefined;
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  /** Ids of users and of other groups. */
  readonly members: Set<string>;
}

export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  displayName: string;
  readonly secrets: SecretSet;
  readonly jobs: SynchronizationJob[];
  /** App ids that own it, which is what Application.ReadWrite.OwnedBy reaches; and object ids of people. */
  readonly owners: Set<string>;
}

export interface TenantOptions {
  readonly clock: WorldClock;
  readonly faults?: ReadFaults;
  readonly secretsReading?: SecretsReading;
  /** Graph's error texts quote the submitted token in several spellings, which the product must scrub. */
  readonly echoTokens?: boolean;
  /** How long Graph waits before it answers, in milliseconds of the machine's time. */
  readonly graphDelay?: number;
  /** Whether an administrator has granted ChannelMessage.Read.All. Default: no. */
  readonly mayReadChannels?: boolean;
  /** Whether an administrator has granted AuditLog.Read.All. Default: no. */
  readonly mayReadAudits?: boolean;
}

/** What the bot's documentation asks the administrator to grant, by its wide choice, and to read tags. */
const usualRoles = [
  'Synchronization.ReadWrite.All',
  'Application.Read.All',
  'User.Read.All',
  'GroupMember.Read.All',
  'TeamworkTag.Read.All',
] as const;

/** One Entra tenant: its directory, its provisioning and what its administrators can look up afterwards. No HTTP here. */
export class Tenant {
  readonly id = seed.id;
  readonly name = seed.name;
  readonly clock: WorldClock;
  readonly faults: ReadFaults;
  readonly users = new Map<string, User>();
  readonly groups = new Map<string, Group>();
  readonly servicePrincipals = new Map<string, ServicePrincipal>();
  /** App roles granted to the bot. A change shows in tokens issued afterwards, as in Entra. */
  readonly appRoles = new Set<string>(usualRoles);
  readonly signIn = new SignIn();
  /** The far ends, by exact tenant URL. */
  readonly targets = new Map<string, ScimTarget>();
  readonly audit = new AuditLog();
  readonly ledger = new TokenLedger();
  readonly provisioning: Provisioning;
  secretsReading: SecretsReading;
  echoTokens: boolean;
  graphDelay: number;

  constructor(options: TenantOptions) {
    const { clock, faults, secretsReading, echoTokens, graphDelay, mayReadChannels, mayReadAudits } = options;
    this.clock = clock;
    this.faults = faults ?? (() => noFaults);
    this.secretsReading = secretsReading ?? 'merge';
    this.echoTokens = echoTokens ?? false;
    this.graphDelay = graphDelay ?? 0;
    if (mayReadChannels ?? false) this.appRoles.add('ChannelMessage.Read.All');
    if (mayReadAudits ?? false) this.appRoles.add('AuditLog.Read.All');
    this.provisioning = new Provisioning({
      audit: this.audit,
      ask: (job, at) => this.#ask(job, at),
      faults: this.faults,
    });
  }

  /** Lets the provisioning service catch up with the clock. Call it before the state is looked at or changed. */
  catchUp(): void {
    this.provisioning.runDueCycles(this.clock.now());
  }

  addServicePrincipal(
    fields: Pick<ServicePrincipal, 'id' | 'appId' | 'displayName'>,
    secrets: Readonly<Record<string, string>> = {},
  ): ServicePrincipal {
    const servicePrincipal = {
      ...fields,
      secrets: new SecretSet(secrets),
      jobs: [],
      owners: new Set<string>(),
    };
    this.servicePrincipals.set(fields.id, servicePrincipal);
    return servicePrincipal;
  }

  addJob(servicePrincipal: ServicePrincipal, job: SynchronizationJob): void {
    servicePrincipal.jobs.push(job);
    this.provisioning.add(job);
  }

  /** Saves credentials and settings as PUT secrets and the portal's Save do. Gives back Graph's error code when nothing was saved. */
  saveSecrets(servicePrincipal: ServicePrincipal, pairs: readonly KeyValue[], by: Actor): string | undefined {
    this.catchUp();
    const refused = servicePrincipal.secrets.put(pairs, this.secretsReading);
    if (refused !== undefined) return refused;
    const token = pairs.find(({ key }) => key === 'SecretToken')?.value ?? '';
    if (token !== '') this.ledger.saved(servicePrincipal.id, token, by, this.clock.now());
    this.#log(servicePrincipal, 'Update provisioning setting or credentials', by);
    return undefined;
  }

  start(servicePrincipal: ServicePrincipal, job: SynchronizationJob, by: Actor): void {
    this.catchUp();
    this.provisioning.start(job, this.clock.now());
    this.#log(servicePrincipal, 'Enable/start provisioning configuration', by);
  }

  pause(servicePrincipal: ServicePrincipal, job: SynchronizationJob, by: Actor): void {
    this.catchUp();
    this.provisioning.pause(job);
    this.#log(servicePrincipal, 'Disable/pause provisioning configuration', by);
  }

  restart(
    servicePrincipal: ServicePrincipal,
    job: SynchronizationJob,
    resetScope: readonly string[],
    by: Actor,
  ): void {
    this.catchUp();
    this.provisioning.restart(job, resetScope, this.clock.now());
    this.#log(servicePrincipal, 'Enable/restart provisioning configuration', by);
  }

  /** Pauses or disables the jobs that run, or starts again those that this has stopped. */
  stopJobs(how: 'Paused' | 'Disabled' | 'start'): void {
    this.catchUp();
    for (const { jobs } of this.servicePrincipals.values())
      for (const job of jobs)
        if (how !== 'start') {
          if (job.schedule === 'Active') this.provisioning.pause(job, how);
        } else if (job.schedule !== 'Active') this.provisioning.start(job, this.clock.now());
  }

  /** Ids of all groups that hold the member, directly or through other groups. */
  groupsOf(memberId: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [memberId];
    for (let member = open.pop(); member !== undefined; member = open.pop())
      for (const group of this.groups.values())
        if (group.members.has(member) && !found.has(group.id)) {
          found.add(group.id);
          open.push(group.id);
        }
    return found;
  }

  /** The name under which the audit log shows a caller of Graph: the person whom a delegated token speaks for, or the app. */
  actorOf(appId: string, personId?: string): Actor {
    const person = this.users.get(personId ?? '');
    if (person !== undefined)
      return { kind: 'person', id: person.id, name: person.displayName, upn: person.userPrincipalName };
    const known = [...this.servicePrincipals.values()].find((candidate) => candidate.appId === appId);
    return { kind: 'app', appId, name: appId === bot.appId ? bot.name : (known?.displayName ?? appId) };
  }

  #ask(job: SynchronizationJob, at: number): ScimAnswer {
    const secrets = this.servicePrincipals.get(job.servicePrincipal.id)?.secrets;
    const target = this.targets.get(secrets?.get('BaseAddress') ?? '');
    return target?.connect(secrets?.get('SecretToken') ?? '', at) ?? 'unavailable';
  }

  #log({ id, displayName }: ServicePrincipal, activity: AuditActivity, by: Actor): void {
    const target = { id, name: displayName };
    this.audit.add({ at: this.clock.now(), activity, by, target, result: 'success', reason: '' });
  }
}
