import type { Announcement } from './domain/announcement.ts';
import type { Answer } from './domain/answer.ts';
import type { Moment } from './domain/calendar.ts';
import type { Connection, Conversation, FoundConnection, Place } from './domain/connection.ts';
import type { ThreadRef } from './domain/cycle.ts';
import type { Documents, Key, Kind } from './domain/document.ts';
import type { ConnectionId, PersonId, TenantId } from './domain/ids.ts';
import type { JobHealth } from './domain/job.ts';
import type { Result } from './domain/result.ts';
import type { ScimToken, TestedToken } from './domain/scim-token.ts';
import type { Secret } from './domain/secret.ts';
import type { UpstreamFailure } from './domain/upstream.ts';

/** All that the rules need from outside. */
export interface Ports {
  readonly clock: () => Moment;
  /** 128 random bits as 32 hex digits. */
  readonly newId: () => string;
  readonly log: Log;
  readonly store: Store;
  readonly channel: Channel;
  readonly provisioning: Provisioning;
  readonly rights: Rights;
  readonly fingerprint: (secret: Secret) => string;
}

/** An event name and flat fields. Never an object that was not built for it, never an upstream's text. */
export interface Log {
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  readonly error: (event: string, fields?: LogFields) => void;
}
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Stored<K extends Kind> {
  readonly key: Key<K>;
  readonly value: Documents[K];
  /** Changes with every write; opaque. */
  readonly version: string;
}

/** One change of a commit. `expect` is the version that was read, or `absent`. */
export type Write = { readonly [K in Kind]: Put<K> | Delete<K> }[Kind];

export interface Put<K extends Kind> {
  readonly key: Key<K>;
  readonly value: Documents[K];
  readonly expect: string;
  /** When the sweep has to look at this document; without it never. */
  readonly dueAt?: Moment;
}
export interface Delete<K extends Kind> {
  readonly key: Key<K>;
  readonly value: 'deleted';
  readonly expect: string;
}
export const absent = 'absent';

/** Small on purpose: an embedded file and Azure Tables can both keep these promises. */
export interface Store {
  read<K extends Kind>(key: Key<K>): Promise<Stored<K> | undefined>;
  /** All of a kind in a partition, or in the whole tenant, in the order of partition and id. */
  list<K extends Kind>(
    tenant: TenantId,
    kind: K,
    options?: { readonly partition?: string; readonly newestFirst?: boolean; readonly limit?: number },
  ): Promise<readonly Stored<K>[]>;
  /** What is due, earliest first, at most `limit`; reads nothing else. */
  due(upTo: Moment, limit: number): Promise<readonly Key[]>;
  /**
   * All writes or none, durable when it returns. They share one tenant and partition. `conflict`: some document is
   * not as expected any more; nothing was written.
   */
  commit(writes: readonly [Write, ...Write[]]): Promise<'done' | 'conflict'>;
  close(): Promise<void>;
}

/**
 * Why a message did not go out.
 * - `gone`       the channel, the thread, the card or the bot's membership is not there any more
 * - `rejected`   Teams will never take this message
 * - `try-later`  throttled or refused for now; it was certainly not posted
 * - `unsure`     no answer, or one that does not tell: it may have been posted
 */
export type ChannelFailure = 'gone' | 'rejected' | 'try-later' | 'unsure';

export interface NamesAsked {
  readonly serviceUrl: string;
  readonly teamId: string;
  readonly channelId?: string;
  /** Teams' own id of a member, `29:…`. */
  readonly memberId?: string;
}
export interface Names {
  readonly team?: string;
  readonly channel?: string;
  readonly member?: string;
}

/** Teams, outwards. Every call ends within 15 seconds. */
export interface Channel {
  openThread(place: Place, announcement: Announcement): Promise<Result<ThreadRef, ChannelFailure>>;
  reply(place: Place, thread: ThreadRef, announcement: Announcement): Promise<Result<void, ChannelFailure>>;
  /** Replaces the root card. Idempotent. */
  update(place: Place, thread: ThreadRef, announcement: Announcement): Promise<Result<void, ChannelFailure>>;
  /** Names that Teams leaves out of its activities; what cannot be learned within 2 seconds is missing. */
  names(asked: NamesAsked): Promise<Names>;
  /** Posts into any conversation that the bot belongs to. */
  say(where: Conversation, what: Announcement | Answer): Promise<Result<void, ChannelFailure>>;
}

type ConnectionAddress = Pick<Connection, 'servicePrincipal' | 'job'>;

/** Settings of a service principal's provisioning as they were before a save; opaque outside the adapter. */
export interface SettingsSnapshot {
  readonly entries: readonly { readonly key: string; readonly value: string }[];
}

/** Entra's provisioning through Graph. Every call ends within 30 seconds; no failure's text holds the token. */
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
  /** Refused when a setting beside the token is masked or the tenant URL is another: nothing could be kept as it is. */
  snapshot(connection: Connection): Promise<Result<SettingsSnapshot, UpstreamFailure>>;
  /** Graph's `validateCredentials` with the candidate: what an admin does with Test Connection. Changes nothing. */
  test(connection: Connection, token: ScimToken): Promise<Result<TestedToken, UpstreamFailure>>;
  /** Saves the tested token beside the other settings, reads back, and fails when one of those has changed. */
  save(
    connection: Connection,
    token: TestedToken,
    before: SettingsSnapshot,
  ): Promise<Result<void, UpstreamFailure>>;
  /** `validateCredentials` with what is saved, without knowing it. */
  checkSaved(address: ConnectionAddress): Promise<Result<void, UpstreamFailure>>;
  start(address: ConnectionAddress): Promise<Result<void, UpstreamFailure>>;
}

/** `unknown`: Entra did not tell in time; it counts as no. `ask`: who can help, by name. */
export type Right =
  | { readonly may: 'yes' }
  | { readonly may: 'no'; readonly ask: readonly string[] }
  | { readonly may: 'unknown' };

export interface Rights {
  /** Whether the person may rotate and set up, asked of Entra now. Ends within `withinMilliseconds`. */
  mayRotate(person: PersonId, withinMilliseconds: number): Promise<Right>;
}
