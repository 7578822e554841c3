import type { Notice } from '../domain/answer.ts';
import type { ChannelForm, DialogView, ReminderForm } from '../domain/dialog-view.ts';
import { failed, type Result } from '../domain/result.ts';
import { openChannelSettings, saveChannelSettings } from '../flows/channel-settings.ts';
import {
  openReminderSettings,
  saveReminderSettings,
  type SettingsOutcome,
} from '../flows/reminder-settings.ts';
import { remind } from '../flows/remind.ts';
import { tellTaken } from '../flows/take-on.ts';
import { readConnection, refOf } from '../flows/watched.ts';
import type { BotDeps } from './bot.ts';
import type { Asked } from './dialogs.ts';
import type { Filled } from './forms.ts';
import type { Pressed } from './incoming.ts';
import { placeOf } from './place.ts';

const verbs = ['reminder-settings', 'channel-settings'] as const;
export const isSettings = (verb: unknown): verb is (typeof verbs)[number] =>
  verbs.some((known) => known === verb);

/** Opens the dialog of a connection's reminders, or of the channel that the button stands in. */
export async function openSettings(
  deps: BotDeps,
  { from, person, what }: Asked,
): Promise<Result<DialogView, Notice>> {
  const { tenant } = from;
  if (what.verb === 'reminder-settings')
    return what.connection === undefined
      ? failed({ kind: 'unknown-action' })
      : openReminderSettings(deps.ports, { tenant, person, connection: what.connection });
  const place = placeOf(deps, from);
  return place === undefined
    ? failed({ kind: 'stale-button' })
    : openChannelSettings(deps.ports, { tenant, person, place, zone: deps.zone, ...channelOf(from) });
}

/** Saves a filled dialog; whatever is due by the new settings is said at once, in working hours. */
export async function submitSettings(deps: BotDeps, asked: Asked): Promise<Filled> {
  const outcome = await save(deps, asked);
  if (outcome.kind !== 'saved') return outcome;
  const { ports } = deps;
  deps.afterTurn.start('settings', async () => {
    for (const connection of outcome.connections) {
      const watched = await readConnection(ports, asked.from.tenant, connection);
      if (watched === undefined) continue;
      const ref = refOf(watched.cycle.value);
      await tellTaken(ports, ref, outcome.owed);
      await remind(ports, ref);
    }
  });
  return { kind: 'notice', notice: { kind: 'settings-saved' } };
}

async function save(deps: BotDeps, { from, person, what }: Asked): Promise<SettingsOutcome> {
  const { ports, zone } = deps;
  const { tenant } = from;
  if (what.verb === 'reminder-settings')
    return what.connection === undefined
      ? { kind: 'notice', notice: { kind: 'unknown-action' } }
      : saveReminderSettings(ports, {
          tenant,
          person,
          connection: what.connection,
          typed: reminderForm(what),
          ...(what.seen === undefined ? {} : { seen: what.seen }),
        });
  const place = placeOf(deps, from);
  if (place === undefined) return { kind: 'notice', notice: { kind: 'stale-button' } };
  return saveChannelSettings(ports, {
    tenant,
    person,
    place,
    zone,
    ...channelOf(from),
    typed: channelForm(what),
    ...(what.seen === undefined ? {} : { seen: what.seen }),
  });
}

const channelOf = ({ channel }: Asked['from']) => (channel === undefined ? {} : { channelId: channel.id });

const reminderForm = ({ typed, sure }: Pressed): ReminderForm => ({
  expiry: typed('expiry'),
  sure,
  ladder: typed('ladder'),
  owner: typed('owner'),
  deputy: typed('deputy'),
  manager: typed('manager'),
  fourEyes: typed('fourEyes'),
});

/** Teams joins the choices of a list by commas. */
const channelForm = ({ typed }: Pressed): ChannelForm => ({
  zone: typed('zone'),
  days: typed('days').split(','),
  from: typed('from'),
  to: typed('to'),
  holidays: typed('holidays'),
  onCall: typed('onCall'),
  digest: typed('digest') === 'true',
});
