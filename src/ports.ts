import type { Announcement } from './domain/announcement.ts';
import type { Answer } from './domain/answer.ts';
import type { AuditEvent } from './domain/audit-event.ts';
import type { Moment } from './domain/calendar.ts';
import type { Connection, Conversation, FoundConnection, Place } from './domain/connection.ts';
import type { DirectoryPerson, OnCall } from './domain/people.ts';
import type { Documents, Key, Kind } from './domain/document.ts';
import type { ConnectionId, MessageId, Person, PersonId, TenantId } from './domain/ids.ts';
import type { JobHealth } from './domain/job.ts';
import type { Standing } from './domain/outgoing.ts';
import type { Result } from './domain/result.ts';
import type { ScimToken, TestedToken } from './domain/scim-token.ts';
import type { Secret } from './domain/secret.ts';
import type { Setting } from './domain/settings.ts';
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
  readonly directory: Directory;
  readonly audit: AuditLog;
  /** There only where tokens are rotated in people's names (delegated rights). */
  readonly signIns?: SignIns;
  /** Goes on with work after whoever asked has been answered. What it throws is logged by name. */
  readonly background: (name: string, work: () => Promise<void>) => void;
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
 * - `unclaimed`  whoever asked for it did not want it any more when its turn had come; it was not posted
 */
export type ChannelFailure = 'gone' | 'rejected' | 'try-later' | 'unsure' | 'unclaimed';

/**
 * Asked when the turn of a message has come, right before it is posted: only then it is posted. Its turn may be minutes
 * away, and whatever is written down about a message under way has to be as young as the message.
 */
export type Claim = () => Promise<boolean>;

export type Sent = Standing;

export interface NotSent {
  readonly why: ChannelFailure;
  /** How many milliseconds to wait before the next try: Teams asks for it, or its limits do. */
  readonly retryAfter?: number;
  /** With `unsure`, of a message: the answer, should it still come; undefined when it does not. Never rejects. */
  readonly late?: Promise<Sent | undefined>;
}

/** One of the bot's own messages, as a look at the channel finds it. */
export interface Found extends Standing {
  /** The key that it was sent with. */
  readonly key: MessageId;
}

export interface NamesAsked {
  readonly serviceUrl: string;
  readonly teamId: string;
  readonly channelId?: string;
  /** Teams' own id of a member, `29:…`. */
  readonly memberId?: string;
}
export interface Names {
  readonly team?: string;
  readonly aadGroupId?: string;
  readonly channel?: string;
  readonly member?: string;
}

/**
 * Teams, outwards. Every call ends within 15 seconds, not counting the time that it waits for its turn under Teams'
 * published limits. A message carries its key, invisibly, so that a look can tell it. One with a claim, and every
 * update, does not wait for long: when its turn is more than a few seconds away it is told when to come again.
 */
export interface Channel {
  /** Posts the root card of a thread. */
  openThread(
    place: Place,
    announcement: Announcement,
    key: MessageId,
    claim: Claim,
  ): Promise<Result<Sent, NotSent>>;
  /** Posts into a thread or a chat. The id is empty when Teams confirms a message without naming it. */
  post(
    where: Conversation,
    announcement: Announcement | Answer,
    key?: MessageId,
    claim?: Claim,
  ): Promise<Result<Sent, NotSent>>;
  /** Replaces one of the bot's own messages. Idempotent. */
  update(
    where: Conversation,
    activityId: string,
    announcement: Announcement,
    key: MessageId,
  ): Promise<Result<void, NotSent>>;
  /** Takes one of the bot's own messages away; done as well when it is not there. Idempotent. */
  remove(where: Conversation, activityId: string): Promise<Result<void, NotSent>>;
  /**
   * The bot's own messages in a channel, or in one of its threads, newest first, as far back as `since`.
   * `may-not`: nobody has allowed the bot to read the channel.
   */
  look(
    place: Place,
    root: string | undefined,
    since: Moment,
  ): Promise<Result<readonly Found[], 'may-not' | 'try-later'>>;
  /** The personal chat with somebody, opened if need be. */
  chatWith(place: Place, person: PersonId): Promise<Result<Conversation, NotSent>>;
  /** Names that Teams leaves out of its activities; what cannot be learned within 2 seconds is missing. */
  names(asked: NamesAsked): Promise<Names>;
}

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
  test(connection: Connection, token: ScimToken): Promise<Result<TestedToken, UpstreamFailure>>;
  /**
   * Saves the tested token beside the other settings, reads back, and tells what of those has changed. When they are
   * not as in the snapshot any more it fails before anything is sent.
   * Gives the moment of the save by Graph's own clock, where Graph tells it: provisioning cycles are dated by that clock.
   */
  save(
    connection: Connection,
    token: TestedToken,
    before: SettingsSnapshot,
  ): Promise<Result<Saved, UpstreamFailure>>;
  /** `validateCredentials` with what is saved, without knowing it. `echoed` is scrubbed from what comes back. */
  checkSaved(address: ConnectionAddress, echoed?: Secret): Promise<Result<void, UpstreamFailure>>;
  start(address: ConnectionAddress): Promise<Result<void, UpstreamFailure>>;
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

/** `unknown`: Entra did not tell in time; it counts as no. `ask`: who can help, by name. */
export type Right =
  | { readonly may: 'yes' }
  | { readonly may: 'no'; readonly ask: readonly string[] }
  | { readonly may: 'unknown' };

export interface Rights {
  /** Whether the person may rotate and set up, asked of Entra now. Ends within `withinMilliseconds`. */
  mayRotate(person: PersonId, withinMilliseconds: number): Promise<Right>;
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
