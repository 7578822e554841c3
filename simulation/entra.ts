import type { FoundConnection } from '../src/domain/connection.ts';
import { failed, ok, type Result } from '../src/domain/result.ts';
import type { ConnectionId, Person, PersonId, ServicePrincipalId } from '../src/domain/ids.ts';
import type { JobHealth, LastCycle } from '../src/domain/job.ts';
import type { DirectoryPerson, OnCall } from '../src/domain/people.ts';
import type { UpstreamFailure } from '../src/domain/upstream.ts';
import { momentOf } from '../src/domain/calendar.ts';
import type { Random } from './random.ts';

const noAnswer: UpstreamFailure = { kind: 'unreachable', status: 0, code: 'unknown', text: '' };

/** Entra as far as reminders ask it: people, their managers, tags, and when a job ran. */
export class Entra {
  /** The probability that a question is not answered in time. */
  readonly silence: number;
  readonly #random: Random;
  readonly #people = new Map<string, DirectoryPerson>();
  readonly #managers = new Map<PersonId, Person>();
  readonly #found = new Map<ConnectionId, FoundConnection>();
  readonly #runs = new Map<ServicePrincipalId, readonly number[]>();

  constructor(random: Random, silence: number) {
    this.#random = random;
    this.silence = silence;
  }

  add(person: Person, enabled: boolean, manager?: Person): void {
    this.#people.set(person.id, { ...person, enabled, guest: false });
    if (manager !== undefined) this.#managers.set(person.id, manager);
  }

  /** Somebody may be named in another way as well. */
  addAs(named: string, person: Person): void {
    this.#people.set(named, { ...person, enabled: true, guest: false });
  }

  addConnection(found: FoundConnection): void {
    this.#found.set(found.id, found);
  }

  /** Somebody leaves: the account is disabled. */
  disable(person: Person): void {
    this.#people.set(person.id, { ...person, enabled: false, guest: false });
  }

  isEnabled(person: PersonId): boolean {
    return this.#people.get(person)?.enabled === true;
  }

  /** Provisioning will run at that time, with the token that is saved by then. */
  willRun(servicePrincipal: ServicePrincipalId, at: number): void {
    this.#runs.set(servicePrincipal, [...(this.#runs.get(servicePrincipal) ?? []), at]);
  }

  find(id: ConnectionId): FoundConnection | undefined {
    return this.#found.get(id);
  }

  health(servicePrincipal: ServicePrincipalId, now: number): JobHealth {
    const began = this.#runs.get(servicePrincipal)?.findLast((at) => at + 60_000 <= now);
    const lastCycle: LastCycle | undefined =
      began === undefined
        ? undefined
        : {
            began: momentOf(began),
            ended: momentOf(began + 60_000),
            outcome: 'succeeded',
            exported: 1,
            escrowed: 0,
          };
    return { state: 'active', ...(lastCycle === undefined ? {} : { lastCycle }) };
  }

  person(named: string): Result<DirectoryPerson | undefined, UpstreamFailure> {
    return this.#isSilent() ? failed(noAnswer) : ok(this.#people.get(named.toLowerCase()));
  }

  managerOf(person: PersonId): Result<Person | undefined, UpstreamFailure> {
    return this.#isSilent() ? failed(noAnswer) : ok(this.#managers.get(person));
  }

  tag(name: string): Result<Extract<OnCall, { kind: 'tag' }> | undefined, UpstreamFailure> {
    return this.#isSilent() ? failed(noAnswer) : ok({ kind: 'tag', id: `tag-${name}`, name });
  }

  #isSilent(): boolean {
    return this.#random.chance(this.silence);
  }
}
