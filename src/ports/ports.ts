import type { Moment } from '../domain/calendar.ts';
import type { Secret } from '../domain/secret.ts';
import type { Channel } from './channel.ts';
import type { Directory, Rights, SignIns } from './people.ts';
import type { AuditLog, Provisioning } from './provisioning.ts';
import type { Store } from './store.ts';
import type { Trail } from './trail.ts';

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
  /** Scimitar's own audit trail. */
  readonly trail: Trail;
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
