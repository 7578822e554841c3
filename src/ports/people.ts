import type { NobodyHas } from '../domain/answer.ts';
import type { Conversation, Place } from '../domain/connection.ts';
import type { Person, PersonId } from '../domain/ids.ts';
import type { Outsider } from '../domain/outsider.ts';
import type { DirectoryPerson, OnCall } from '../domain/people.ts';
import type { Result } from '../domain/result.ts';
import type { Role } from '../domain/roles.ts';
import type { Secret } from '../domain/secret.ts';
import type { UpstreamFailure } from '../domain/upstream.ts';
import type { NotSent } from './channel.ts';
import type { Provisioning } from './provisioning.ts';

/** Entra's directory, as far as reminders need it. */
export interface Directory {
  /** Somebody by object id, user principal name or mail address; undefined when Entra knows nobody of that name. */
  person(
    named: string,
    withinMilliseconds: number,
  ): Promise<Result<DirectoryPerson | undefined, UpstreamFailure>>;
  managerOf(
    person: PersonId,
    withinMilliseconds: number,
  ): Promise<Result<Person | undefined, UpstreamFailure>>;
  /** A tag of a team by its name, in any case; undefined when the team has none of that name, or nobody is in it. */
  tag(
    team: Place,
    name: string,
    withinMilliseconds: number,
  ): Promise<Result<Extract<OnCall, { kind: 'tag' }> | undefined, UpstreamFailure>>;
}

/** `unknown`: Entra did not tell in time; it counts as no. `ask`: who can help, by name. */
export type Right =
  | { readonly may: 'yes' }
  | {
      readonly may: 'no';
      readonly ask: readonly string[];
      /** Why there is nobody to ask. */
      readonly nobody?: NobodyHas;
      /** Entra knows the person, and not as a member. */
      readonly outsider?: Extract<Outsider, 'guest'>;
    }
  | { readonly may: 'unknown' };

export interface Rights {
  /**
   * Whether the person has the role. Ends within `withinMilliseconds`. Whoever waits for 5 seconds or more gets an
   * answer that Entra gives now; others may get one that is up to a minute old.
   */
  may(person: PersonId, role: Role, withinMilliseconds: number): Promise<Right>;
}

/**
 * People who have signed in, so that Graph is asked in their name. All of it lives in memory only. A sign-in belongs to
 * one person and ends with the attempt that used it, or when its time is over.
 */
export interface SignIns {
  /** Sends Teams' sign-in card into the person's own chat; Teams mostly signs the person in without showing it. */
  ask(person: PersonId, chat: Conversation): Promise<Result<void, NotSent>>;
  holds(person: PersonId): boolean;
  /**
   * Checks the token that Teams handed over and signs in to Graph with it. The assertion is forgotten. A failure's code
   * is one of `assertionFailures`, or Entra's own `AADSTS…`.
   */
  take(person: PersonId, assertion: Secret): Promise<Result<void, UpstreamFailure>>;
  /** Entra's provisioning in the name of the person; undefined when nobody is signed in. */
  provisioningFor(person: PersonId): Provisioning | undefined;
  /** The same, waiting for a sign-in that is under way; fails when it was refused or did not come in time. */
  provisioningSoon(
    person: PersonId,
    withinMilliseconds: number,
  ): Promise<Result<Provisioning, UpstreamFailure>>;
  /** Why the last sign-in was refused; undefined when it was not, or when somebody asked for another since. */
  failureOf(person: PersonId): UpstreamFailure | undefined;
  /** Teams could not sign the person in. */
  couldNot(person: PersonId, why: UpstreamFailure): void;
  forget(person: PersonId): void;
}
