import type { AuditEvent } from '../domain/audit-event.ts';
import type { Moment } from '../domain/calendar.ts';
import type { Connection, FoundConnection } from '../domain/connection.ts';
import type { ConnectionId } from '../domain/ids.ts';
import type { JobHealth } from '../domain/job.ts';
import type { Result } from '../domain/result.ts';
import type { ScimToken, TestedToken } from '../domain/scim-token.ts';
import type { Secret } from '../domain/secret.ts';
import type { Setting } from '../domain/settings.ts';
import type { Cause } from '../domain/trail.ts';
import type { UpstreamFailure } from '../domain/upstream.ts';

type ConnectionAddress = Pick<Connection, 'servicePrincipal' | 'job'>;

/** Settings of a service principal's provisioning as they were before a save; opaque outside the adapter. */
export interface SettingsSnapshot {
  readonly entries: readonly { readonly key: string; readonly value: string }[];
  /** When they were read, by Graph's own clock. */
  readonly at?: Moment;
}

/**
 * What has become of the settings beside a token that was saved, by their keys: none, when all are as they were.
 * - `lost`     not there any more
 * - `changed`  there with another value
 * - `added`    there, and were not before
 * - `putBack`  were lost, and are as they were since Scimitar sent them once more
 */
export interface Beside {
  readonly lost: readonly string[];
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly putBack: readonly string[];
}

/** A confirmed save. `at`: when, by Graph's own clock. */
export interface Saved extends Beside {
  readonly at?: Moment;
}

/**
 * Entra's provisioning through Graph. Every call ends within 30 seconds; no failure's text holds the token. What is no
 * reading says who wants it, for the audit trail: without a cause Scimitar itself does.
 */
export interface Provisioning {
  /** Connections whose `BaseAddress` is a known profile's, exactly. */
  discover(): Promise<Result<readonly FoundConnection[], UpstreamFailure>>;
  /** One of those by its id; `undefined` when it is not one. Ends within 2.5 seconds: a person is waiting. */
  find(id: ConnectionId): Promise<Result<FoundConnection | undefined, UpstreamFailure>>;
  /** `withinMilliseconds`: for somebody who waits; otherwise 10 seconds. */
  health(
    address: ConnectionAddress,
    withinMilliseconds?: number,
  ): Promise<Result<JobHealth, UpstreamFailure>>;
  /** Of up to 20 connections, in their order, in one request. A failure of the whole is one of each. Asked once, never repeated. */
  healthOfAll(
    addresses: readonly ConnectionAddress[],
  ): Promise<readonly Result<JobHealth, UpstreamFailure>[]>;
  /** The settings beside the token, as Entra shows them. `withinMilliseconds`: for somebody who waits; otherwise 10 seconds. */
  settings(
    address: Pick<Connection, 'servicePrincipal'>,
    withinMilliseconds?: number,
  ): Promise<Result<readonly Setting[], UpstreamFailure>>;
  /** Refused when a setting beside the token is masked or the tenant URL is another: nothing could be kept as it is. */
  snapshot(connection: Connection): Promise<Result<SettingsSnapshot, UpstreamFailure>>;
  /** Graph's `validateCredentials` with the candidate: what an admin does with Test Connection. Changes nothing. */
  test(
    connection: Connection,
    token: ScimToken,
    cause?: Cause,
  ): Promise<Result<TestedToken, UpstreamFailure>>;
  /**
   * Saves the tested token beside the other settings, reads back, and tells what of those has changed. When they are
   * not as in the snapshot any more it fails before anything is sent.
   * Gives the moment of the save by Graph's own clock, where Graph tells it: provisioning cycles are dated by that clock.
   */
  save(
    connection: Connection,
    token: TestedToken,
    before: SettingsSnapshot,
    cause?: Cause,
  ): Promise<Result<Saved, UpstreamFailure>>;
  /** `validateCredentials` with what is saved, without knowing it. `echoed` is scrubbed from what comes back. */
  checkSaved(
    address: ConnectionAddress,
    echoed?: Secret,
    cause?: Cause,
  ): Promise<Result<void, UpstreamFailure>>;
  start(address: ConnectionAddress, cause?: Cause): Promise<Result<void, UpstreamFailure>>;
}

/** Entra's audit log, as far as it tells of provisioning. */
export interface AuditLog {
  /**
   * Changes of provisioning configurations in the whole tenant since a moment, oldest first. An entry appears late, at
   * times by hours. `not-permitted`: nobody has allowed the bot to read the log. `withinMilliseconds`: for an attempt
   * that waits; otherwise 25 seconds.
   */
  changes(
    since: Moment,
    withinMilliseconds?: number,
  ): Promise<Result<readonly AuditEvent[], UpstreamFailure>>;
}
