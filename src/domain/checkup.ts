import type { Moment } from './calendar.ts';
import type { Connection, FoundConnection } from './connection.ts';
import type { JobHealth } from './job.ts';
import type { Permission } from './permissions.ts';
import type { Advice } from './settings.ts';
import type { UpstreamFailure } from './upstream.ts';

/** One thing that the examination of an installation has looked at, and how it was found. */
export type Check =
  /** `failed`: Entra's number, a code of the system's, or an error's name. */
  | { readonly kind: 'sign-in'; readonly to: 'graph' | 'teams'; readonly failed?: string }
  /** Milliseconds that the machine's clock is ahead of Graph's; undefined when Graph did not tell. */
  | { readonly kind: 'clock'; readonly ahead: number | undefined }
  /** `granted`: by the access token, which may not tell. */
  | {
      readonly kind: 'permission';
      readonly permission: Permission;
      readonly granted: boolean | 'unknown';
      readonly isNeeded: boolean;
    }
  /** The connections that Entra has, and those of them that nobody watches. */
  | {
      readonly kind: 'connections';
      readonly found: readonly FoundConnection[];
      readonly unwatched: readonly FoundConnection[];
    }
  | { readonly kind: 'not-found-out'; readonly upstream: UpstreamFailure }
  /** The provisioning job of a watched connection. */
  | { readonly kind: 'job'; readonly connection: Connection; readonly health: JobHealth }
  | { readonly kind: 'job-unknown'; readonly connection: Connection; readonly upstream: UpstreamFailure }
  /** What had better be set in Entra; nothing when all is. */
  | { readonly kind: 'settings'; readonly connection: Connection; readonly advice: readonly Advice[] }
  /** Whether Teams knows the team and the channel of a watched connection, and the bot in it. */
  | { readonly kind: 'channel'; readonly connection: Connection; readonly isThere: boolean }
  /** When the bot last looked at what is due; undefined when it never has. */
  | { readonly kind: 'looks'; readonly last: Moment | undefined }
  /** The store could not be read; `why` is one sentence. */
  | { readonly kind: 'store'; readonly why: string };

/**
 * - `well`    as it should be
 * - `advice`  works, and could be better
 * - `wrong`   does not work
 * - `unknown` could not be seen from here
 */
export type CheckVerdict = 'well' | 'advice' | 'wrong' | 'unknown';
