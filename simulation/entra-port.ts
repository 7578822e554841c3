import type { Connection } from '../src/domain/connection.ts';
import type { ConnectionId, PersonId } from '../src/domain/ids.ts';
import type { JobHealth } from '../src/domain/job.ts';
import { failed, ok, type Result } from '../src/domain/result.ts';
import type { UpstreamFailure } from '../src/domain/upstream.ts';
import type { Directory, Right, Rights } from '../src/ports/people.ts';
import type { Provisioning } from '../src/ports/provisioning.ts';
import type { Place } from '../src/domain/connection.ts';
import type { Life } from './life.ts';
import type { Surroundings } from './surroundings.ts';

const unused = (): never => {
  throw new Error('nobody asks this of Entra here');
};

const silent: UpstreamFailure = { kind: 'unreachable', status: 0, code: 'unknown', text: '' };

/** Entra as one instance reaches it. Everybody may do everything, and nobody enters a token. */
export class EntraPort implements Provisioning, Directory, Rights {
  readonly discover = unused;
  readonly snapshot = unused;
  readonly test = unused;
  readonly save = unused;
  readonly checkSaved = unused;
  readonly healthOfAll = unused;
  readonly start = unused;
  readonly #life: Life;
  readonly #around: Surroundings;

  constructor(life: Life, around: Surroundings) {
    this.#life = life;
    this.#around = around;
  }

  health({
    servicePrincipal,
  }: Pick<Connection, 'servicePrincipal'>): Promise<Result<JobHealth, UpstreamFailure>> {
    const { entra, random, timeline } = this.#around;
    return this.#ask(() =>
      random.chance(entra.silence) ? failed(silent) : ok(entra.health(servicePrincipal, timeline.now)),
    );
  }

  /** All is set as it should be: nobody is advised. */
  settings(): ReturnType<Provisioning['settings']> {
    const value = '{"Enabled":true,"Recipients":"it@contoso.example","DeleteThresholdEnabled":true}';
    return Promise.resolve(ok([{ key: 'SyncNotificationSettings', value }]));
  }

  find(id: ConnectionId): ReturnType<Provisioning['find']> {
    return this.#ask(() => ok(this.#around.entra.find(id)));
  }

  may(): Promise<Right> {
    return this.#ask(() => ({ may: 'yes' }));
  }

  person(named: string): ReturnType<Directory['person']> {
    return this.#ask(() => this.#around.entra.person(named));
  }

  managerOf(person: PersonId): ReturnType<Directory['managerOf']> {
    return this.#ask(() => this.#around.entra.managerOf(person));
  }

  tag(_team: Place, name: string): ReturnType<Directory['tag']> {
    return this.#ask(() => this.#around.entra.tag(name));
  }

  #ask<T>(answer: () => T): Promise<T> {
    return this.#life.step('asking', this.#around.random.between(20, 300), answer);
  }
}
