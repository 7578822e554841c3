import { auditActivities, type AuditEvent, type ChangedBy } from './audit-event.ts';
import { addDays, atTime, dateIn, earliest, later, type ClockTime, type Moment } from './calendar.ts';
import type { Connection } from './connection.ts';
import type { ConnectionId, CycleId, TenantId } from './ids.ts';
import type { JobState } from './job.ts';
import { parseNotifications, type Setting } from './settings.ts';

/**
 * A setting as it is remembered: a keyed mark of its value, and of a few settings what may be shown. Any other value
 * may be somebody's user name, or a secret that was entered in the wrong field.
 */
export interface KnownSetting {
  readonly key: string;
  /** Of a hidden value: always the same. */
  readonly mark: string;
  /** Readable parts, by the name under which they are told. */
  readonly shown?: Readonly<Record<string, string>>;
}

/** Whether Entra runs the job by its schedule. */
export type Schedule = 'active' | 'paused' | 'disabled';

export interface Seen {
  readonly at: Moment;
  readonly entries: readonly KnownSetting[];
  /** Undefined while it could not be read. */
  readonly schedule?: Schedule;
}

/** A question about a change in the portal: was this the new token? */
export interface PortalQuestion {
  readonly id: string;
  readonly cycle: CycleId;
  readonly changes: readonly ChangedBy[];
  readonly answered?: true;
  /** Somebody said that it was no new token. */
  readonly denied?: true;
}

/** What is known of a connection's settings in Entra, and of who changed them. */
export interface KnownSettings {
  readonly tenant: TenantId;
  readonly connection: ConnectionId;
  /** Undefined until they have been read once. */
  readonly seen?: Seen;
  /** When they are to be read next. */
  readonly lookAt: Moment;
  /** An attempt of Scimitar's is under way: nothing is looked at before. */
  readonly notBefore?: Moment;
  /** A difference was found then, and whose it is was not yet in the log. */
  readonly unexplainedSince?: Moment;
  /** Of the last days, oldest first. */
  readonly events: readonly (AuditEvent & { readonly told: boolean })[];
  readonly questions: readonly PortalQuestion[];
}

/** When somebody last changed credentials or settings in the portal, unless it is known to have been no token. */
export function savedElsewhereAt({
  events,
  questions,
}: Pick<KnownSettings, 'events' | 'questions'>): Moment | undefined {
  const denied = new Set(
    questions.flatMap(({ denied: isDenied, changes }) => (isDenied ? changes.map(({ at }) => at) : [])),
  );
  const moments = [
    ...events
      .filter(({ by, activity }) => by.kind !== 'scimitar' && auditActivities[activity] === 'settings')
      .map(({ at }) => at),
    ...questions.flatMap(({ changes }) => changes.map(({ at }) => at)),
  ];
  return moments
    .filter((at) => !denied.has(at))
    .toSorted()
    .at(-1);
}

/** One difference between what was known and what is there. */
export interface SettingChange {
  /** Graph's key, or the name of a readable part. */
  readonly name: string;
  readonly what: 'added' | 'removed' | 'changed';
  readonly from?: string;
  readonly to?: string;
}

const longestShown = 200;
const hidden = 'hidden';
/** More are counted and not named. */
export const mostChanges = 20;

/** `mark` tells values apart without telling them. */
export const knownSettings = (
  settings: readonly Setting[],
  mark: (key: string, value: string) => string,
): readonly KnownSetting[] =>
  settings
    .map(({ key, value }) => {
      const shown = value === undefined ? undefined : shownOf(key, value);
      return {
        key,
        mark: value === undefined ? hidden : mark(key, value),
        ...(shown === undefined ? {} : { shown }),
      };
    })
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));

function shownOf(key: string, value: string): Readonly<Record<string, string>> | undefined {
  if (key === 'BaseAddress') return { 'Tenant URL': addressOf(value) };
  if (key === 'SyncAll')
    return /^(true|false)$/i.test(value) ? { Scope: scopes[value.toLowerCase()] ?? '' } : undefined;
  if (key !== 'SyncNotificationSettings') return undefined;
  const parts = parseNotifications(value);
  if (parts === undefined) return undefined;
  return {
    'Notification e-mail': parts.mailOn ? 'on' : 'off',
    'Notification e-mail address': parts.recipients === '' ? 'none' : short(parts.recipients),
    'Accidental deletion guard': parts.guardOn ? 'on' : 'off',
    'Deletion limit': parts.limit === undefined ? 'none' : String(parts.limit),
  };
}

const scopes: Readonly<Record<string, string>> = {
  true: 'all users and groups',
  false: 'assigned users and groups only',
};

/** Without what may hold a secret: sign-in, query and fragment. */
function addressOf(value: string): string {
  try {
    const { origin, pathname } = new URL(value);
    return short(origin === 'null' ? 'no web address' : origin + pathname);
  } catch {
    return 'no web address';
  }
}

const short = (text: string): string =>
  text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;

export const scheduleOf = (state: JobState): Schedule =>
  state === 'paused' || state === 'disabled' ? state : 'active';

/** What is another than it was. A value that differs in its spelling alone counts as changed. */
export function differences(before: Seen, after: Seen): readonly SettingChange[] {
  const [was, is] = [byKey(before.entries), byKey(after.entries)];
  const keys = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  const changed = keys.flatMap((key) => changesOf(key, was.get(key), is.get(key)));
  if (before.schedule === undefined || after.schedule === undefined || before.schedule === after.schedule)
    return changed;
  return [...changed, { name: job, what: 'changed', from: before.schedule, to: after.schedule }];
}

const job = 'Provisioning job';
export const isJobChange = ({ name }: SettingChange): boolean => name === job;

const byKey = (entries: readonly KnownSetting[]): ReadonlyMap<string, KnownSetting> =>
  new Map(entries.map((entry) => [entry.key, entry]));

function changesOf(
  key: string,
  was: KnownSetting | undefined,
  is: KnownSetting | undefined,
): readonly SettingChange[] {
  if (was === undefined || is === undefined) {
    const what = was === undefined ? 'added' : 'removed';
    const shown = Object.entries((was ?? is)?.shown ?? {});
    if (shown.length === 0) return [{ name: key, what }];
    return shown.map(([name, value]) => ({
      name,
      what,
      ...(is === undefined ? { from: value } : { to: value }),
    }));
  }
  if (was.mark === is.mark) return [];
  const parts = [...new Set([...Object.keys(was.shown ?? {}), ...Object.keys(is.shown ?? {})])].flatMap(
    (name): readonly SettingChange[] => {
      const [from, to] = [was.shown?.[name], is.shown?.[name]];
      if (from === to) return [];
      const values = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      return [{ name, what: 'changed', ...values }];
    },
  );
  return parts.length > 0 ? parts : [{ name: key, what: 'changed' }];
}

/** Whose changes these can be: events of the right kind since the last look, newest last, Scimitar's own left out. */
export function changersOf(
  changes: readonly SettingChange[],
  events: readonly AuditEvent[],
  since: Moment,
): readonly ChangedBy[] {
  const kinds = new Set(changes.map((change) => (isJobChange(change) ? 'job' : 'settings')));
  return events
    .filter(
      ({ at, activity, by }) => at >= since && by.kind !== 'scimitar' && kinds.has(auditActivities[activity]),
    )
    .map(({ at, by }) => ({ at, by }));
}

/** When the sweep has to look at them again: for an event that nobody was asked about, or for the nightly look. */
export function knownDueAt({ events, lookAt, notBefore }: KnownSettings, now: Moment): Moment {
  const asked = events.every(({ told }) => told) ? undefined : now;
  const due = earliest([asked, lookAt]) ?? lookAt;
  return later(due, notBefore ?? due);
}

/** The nightly looks are spread over these hours of the channel's own night. */
const nightBegins = 1;
const nightLasts = 4;

/** The same minute every night, and another for each connection, so that Graph is not asked for all of them at once. */
export function nextNightlyLook({ id, zone }: Pick<Connection, 'id' | 'zone'>, now: Moment): Moment {
  const minute = Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
  const inNight = minute % (nightLasts * 60);
  const digits = (count: number): string => String(count).padStart(2, '0');
  const time = `${digits(nightBegins + Math.floor(inNight / 60))}:${digits(inNight % 60)}` as ClockTime;
  const today = dateIn(zone, now);
  const tonight = atTime(today, time, zone);
  return tonight > now ? tonight : atTime(addDays(today, 1), time, zone);
}
