import type { Answer, Notice } from '../domain/answer.ts';
import type { ChannelForm, DialogView, PersonProblem, SettingsProblem } from '../domain/dialog-view.ts';
import { parseTimeZone, type TimeZone } from '../domain/calendar.ts';
import type { ChannelSettings } from '../domain/channel-settings.ts';
import type { Place } from '../domain/connection.ts';
import type { Person, TenantId } from '../domain/ids.ts';
import type { OnCall } from '../domain/people.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import { parseHolidays, parseHours, writtenHolidays } from '../domain/working-hours.ts';
import type { Ports } from '../ports/ports.ts';
import { absent } from '../ports/store.ts';
import { channelKey, newChannel, putChannel } from './channel-documents.ts';
import { whoIs, type SettingsOutcome } from './reminder-settings.ts';
import { refuse } from './permission.ts';
import { spreadSettings } from './spread-settings.ts';
import { upcoming } from './report.ts';

type SettingsPorts = Pick<Ports, 'store' | 'clock' | 'rights' | 'trail' | 'directory' | 'log'>;

export interface ChannelRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly channelId?: string;
  /** Teams is asked for its names while Entra is asked for the right: a person is waiting. */
  readonly place: Place | Promise<Place>;
  /** For a channel that nobody has set up yet. */
  readonly zone: TimeZone;
}

/** The buttons that lead to the settings: those of this channel, or of everything in the personal chat. */
export async function reportSettings(
  ports: Pick<Ports, 'store' | 'clock'>,
  request: {
    readonly tenant: TenantId;
    readonly place?: Place;
    readonly zone: TimeZone;
    readonly named?: string;
  },
): Promise<Answer> {
  const { tenant, place, zone } = request;
  const named = request.named?.toLowerCase();
  const all = await upcoming(ports, tenant);
  const connections = all.filter(
    ({ connection }) =>
      (place === undefined || connection.place.channelId === place.channelId) &&
      (named === undefined || connection.name.toLowerCase().includes(named)),
  );
  if (place === undefined && all.length === 0) return { kind: 'nothing-watched' };
  if (named !== undefined && connections.length === 0)
    return {
      kind: 'no-such-connection',
      asked: request.named ?? '',
      names: all.map(({ connection }) => connection.name),
    };
  if (place === undefined) return { kind: 'settings', connections };
  const stored = await ports.store.read(channelKey(tenant, place.channelId));
  return { kind: 'settings', channel: stored?.value ?? newChannel(tenant, place, zone), connections };
}

const wishOf = ({ tenant, person, channelId }: ChannelRequest) =>
  ({ tenant, person, deed: 'channel-settings', ...(channelId === undefined ? {} : { channelId }) }) as const;

export async function openChannelSettings(
  ports: SettingsPorts,
  request: ChannelRequest,
): Promise<Result<DialogView, Notice>> {
  const refusal = await refuse(ports, wishOf(request));
  if (refusal !== undefined) return failed(refusal);
  const place = await request.place;
  const stored = await ports.store.read(channelKey(request.tenant, place.channelId));
  const channel = stored?.value ?? newChannel(request.tenant, place, request.zone);
  return ok(viewOf(place, formOf(channel), [], changesOf(channel)));
}

const changesOf = ({ changed }: ChannelSettings): number => changed?.times ?? 0;

const viewOf = (
  place: Place,
  typed: ChannelForm,
  problems: readonly SettingsProblem[],
  seen: number | undefined,
): Extract<DialogView, { kind: 'channel-settings' }> => ({
  kind: 'channel-settings',
  channelId: place.channelId,
  channelName: place.channelName,
  typed,
  problems,
  ...(seen === undefined ? {} : { seen }),
});

const formOf = ({ zone, hours, onCall, digest }: ChannelSettings): ChannelForm => ({
  zone,
  days: hours.days.map(String),
  from: hours.from,
  to: hours.to,
  holidays: writtenHolidays(hours.holidays),
  onCall: onCall === undefined ? '' : onCall.kind === 'tag' ? onCall.name : onCall.person.name,
  digest: digest === 'weekly',
});

interface SaveRequest extends ChannelRequest {
  readonly typed: ChannelForm;
  /** How often the settings had been changed when the dialog was opened. Unknown in dialogs from before this was told. */
  readonly seen?: number;
}

/**
 * Saves what was typed, all or nothing, and tells every connection of the channel. What its reader has not seen is not
 * undone: Teams delivers an old submit once more, and dialogs stay open. The same once more is saved already.
 */
export async function saveChannelSettings(
  ports: SettingsPorts,
  request: SaveRequest,
): Promise<SettingsOutcome> {
  const refusal = await refuse(ports, wishOf(request));
  if (refusal !== undefined) return { kind: 'notice', notice: refusal };
  const place = await request.place;
  const key = channelKey(request.tenant, place.channelId);
  for (let attempt = 0; attempt < 20; attempt++) {
    const stored = await ports.store.read(key);
    const before = stored?.value ?? newChannel(request.tenant, place, request.zone);
    const settled = await settle(ports, before, place, request.typed);
    if (!settled.ok)
      return { kind: 'form', view: viewOf(place, request.typed, settled.failure, request.seen) };
    if (isSame(before, settled.value)) return { kind: 'saved', connections: [], owed: [] };
    const overtaken = overtakenBy(before, request);
    if (overtaken !== undefined) return { kind: 'notice', notice: overtaken };
    const changed = { times: changesOf(before) + 1, by: request.person, at: ports.clock() };
    const next = { ...settled.value, place: { ...before.place, ...place }, changed, spreading: true };
    const write = putChannel({ key, version: stored?.version ?? absent }, next, ports.clock());
    if ((await ports.store.commit([write])) === 'conflict') continue;
    ports.log.info('settings.channel', { person: request.person.id });
    await spreadSettings(ports, key);
    return { kind: 'saved', connections: next.connections, owed: [] };
  }
  throw new Error('a channel changed too often while it was being saved');
}

const isSame = (before: ChannelSettings, after: ChannelSettings): boolean =>
  JSON.stringify(settingsIn(before)) === JSON.stringify(settingsIn(after));
const settingsIn = ({ zone, hours, onCall, digest }: ChannelSettings): readonly unknown[] => [
  zone,
  [hours.days, hours.from, hours.to, hours.holidays],
  onCall,
  digest,
];

function overtakenBy({ changed, zone }: ChannelSettings, { seen }: SaveRequest): Notice | undefined {
  if (changed === undefined || seen === undefined || seen === changed.times) return undefined;
  return { kind: 'channel-overtaken', by: changed.by, at: changed.at, zone };
}

/** Reads the form; every mistake at once. */
async function settle(
  ports: SettingsPorts,
  before: ChannelSettings,
  place: Place,
  typed: ChannelForm,
): Promise<Result<ChannelSettings, readonly SettingsProblem[]>> {
  const zone = parseTimeZone(typed.zone.trim());
  const holidays = parseHolidays(typed.holidays);
  const hours = parseHours(typed, holidays.ok ? holidays.value : []);
  const onCall = await whoIsOnCall(ports, place, typed.onCall, before.onCall);
  const problems: SettingsProblem[] = [];
  if (!zone.ok) problems.push({ field: 'zone', why: 'unknown' });
  if (!hours.ok) problems.push({ field: 'hours', why: hours.failure });
  if (!holidays.ok) problems.push({ field: 'holidays', why: holidays.failure });
  if (!onCall.ok) problems.push({ field: 'onCall', why: onCall.failure });
  if (!zone.ok || !hours.ok || !onCall.ok || problems.length > 0) return failed(problems);
  const { onCall: gone, ...kept } = before;
  return ok({
    ...kept,
    zone: zone.value,
    hours: hours.value,
    ...(onCall.value === undefined ? {} : { onCall: onCall.value }),
    digest: typed.digest ? 'weekly' : 'off',
  });
}

/** Milliseconds: somebody waits in a dialog. */
const nameWithin = 2_000;

/** A mail address is a person's; anything else is the name of a tag. */
async function whoIsOnCall(
  ports: Pick<Ports, 'directory'>,
  place: Place,
  typed: string,
  before: OnCall | undefined,
): Promise<Result<OnCall | undefined, PersonProblem>> {
  const named = typed.trim();
  if (named === '') return ok(undefined);
  const known = before?.kind === 'person' ? before.person : undefined;
  if (named.includes('@') || named === known?.name) {
    const person = await whoIs(ports, named, known);
    return person.ok ? ok(person.value && { kind: 'person', person: person.value }) : person;
  }
  const tag = await ports.directory.tag(place, named, nameWithin);
  if (!tag.ok) return failed('no-answer');
  return tag.value === undefined ? failed('unknown') : ok(tag.value);
}
