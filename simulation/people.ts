import type { Announcement } from '../src/domain/announcement.ts';
import type { ChannelForm, ReminderForm } from '../src/domain/dialog-view.ts';
import type { CalendarDate } from '../src/domain/calendar.ts';
import type { Connection, FoundConnection, Place } from '../src/domain/connection.ts';
import type { Cycle } from '../src/domain/cycle.ts';
import {
  connectionId,
  jobId,
  personId,
  servicePrincipalId,
  tenantId,
  type ConnectionId,
  type MessageId,
  type Person,
} from '../src/domain/ids.ts';
import type { ProfileId } from '../src/domain/profile.ts';
import { saveChannelSettings } from '../src/flows/channel-settings.ts';
import { noticeExtra } from '../src/flows/notice-extra.ts';
import { saveReminderSettings } from '../src/flows/reminder-settings.ts';
import { tellWatching, watch } from '../src/flows/set-up.ts';
import { claim, snooze, tellTaken, unclaim } from '../src/flows/take-on.ts';
import { readConnection } from '../src/flows/watched.ts';
import type { Ports } from '../src/ports/ports.ts';
import type { Entra } from './entra.ts';
import type { Random } from './random.ts';
import type { StandingMessage, Teams } from './teams.ts';
import { dateAt, day, drawHours, drawLadder, type ChannelPlan, type ConnectionPlan } from './world.ts';

export const tenant = tenantId('11111111-1111-4111-8111-111111111111');

export const team: readonly [Person, ...Person[]] = ['ada', 'ben', 'cleo', 'dan', 'eve', 'finn'].map(
  (name) => ({
    id: personId(name),
    name,
  }),
) as unknown as readonly [Person, ...Person[]];

/** A turn of somebody: through the ports of whichever instance took it. */
export interface Scene {
  readonly ports: Ports;
  readonly random: Random;
  readonly teams: Teams;
  readonly entra: Entra;
  readonly now: number;
}

export const placeOf = ({ id }: ChannelPlan): Place => ({
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  teamId: '19:team@thread.tacv2',
  teamName: 'IT',
  channelId: id,
  channelName: id,
});

export const foundOf = ({ id }: ConnectionPlan): FoundConnection => ({
  id: connectionId(id),
  profile: 'apple-school-manager' as ProfileId,
  name: id,
  servicePrincipal: servicePrincipalId(id),
  job: jobId(id),
  tenantUrl: 'https://federation.apple.com/feeds/school/scim',
});

/** Somebody decides when the channel is spoken to. */
export async function setUpChannel({ ports, random }: Scene, plan: ChannelPlan): Promise<void> {
  const { zone, hours, onCall, digest } = plan;
  await saveChannelSettings(ports, {
    tenant,
    person: random.pick(team),
    place: placeOf(plan),
    zone,
    typed: channelForm(zone, hours, onCall === 'tag' ? 'on call' : onCall === 'person' ? 'ben@' : '', digest),
  });
}

const channelForm = (
  zone: string,
  { days, from, to, holidays }: ChannelPlan['hours'],
  onCall: string,
  digest: boolean,
): ChannelForm => ({ zone, days: days.map(String), from, to, holidays: holidays.join('\n'), onCall, digest });

/** Somebody has a token watched, then says when and whom its reminders speak to. */
export async function startWatch(scene: Scene, plan: ConnectionPlan, channel: ChannelPlan): Promise<void> {
  const { ports, random, now } = scene;
  const person = random.pick(team);
  const outcome = await watch(ports, {
    tenant,
    person,
    connection: connectionId(plan.id),
    place: Promise.resolve(placeOf(channel)),
    zone: channel.zone,
    expiry: dateAt(now + plan.firstLasts * day),
    sure: plan.sure,
  });
  if (outcome.kind !== 'watching') return;
  await tellWatching(ports, outcome.connection, {
    serviceUrl: placeOf(channel).serviceUrl,
    conversationId: `a:${person.id}`,
  });
  if (plan.ladder !== undefined || random.chance(0.5))
    await changeReminders(scene, connectionId(plan.id), {
      ladder: plan.ladder?.join(', ') ?? '',
      owner: random.pick(['', 'cleo', 'dan']),
      deputy: random.pick(['', 'eve', 'ben']),
      manager: random.pick(['', 'finn']),
    });
}

async function changeReminders(
  { ports, random }: Scene,
  connection: ConnectionId,
  typed: Partial<ReminderForm>,
): Promise<void> {
  const watched = await readConnection(ports, tenant, connection);
  if (watched === undefined) return;
  const { expirySource, ladder, responsible } = watched.connection.value;
  const form: ReminderForm = {
    expiry: watched.cycle.value.expiresOn,
    sure: expirySource !== 'guessed',
    ladder: ladder.join(', '),
    owner: responsible.owner?.name ?? '',
    deputy: responsible.deputy?.name ?? '',
    manager: responsible.manager?.name ?? '',
    ...typed,
  };
  const saved = await saveReminderSettings(ports, {
    tenant,
    person: random.pick(team),
    connection,
    typed: form,
  });
  if (saved.kind === 'saved') await tell(ports, watched.cycle.value, saved.owed);
}

const tell = (
  ports: Ports,
  { tenant: of, connection, id }: Cycle,
  owed: readonly MessageId[],
): Promise<void> => tellTaken(ports, { tenant: of, connection, cycle: id }, owed);

/** Somebody does something about a token, mostly by a button of a card that stands there. */
export async function actAtRandom(
  scene: Scene,
  connection: ConnectionId,
  channel: ChannelPlan,
): Promise<void> {
  const { ports, random } = scene;
  const watched = await readConnection(ports, tenant, connection);
  if (watched === undefined) return;
  const luck = random.unit();
  if (luck < 0.03) return setDate(scene, watched.connection.value, watched.cycle.value);
  if (luck < 0.06) return changeReminders(scene, connection, { ladder: drawLadder(random).join(', ') });
  if (luck < 0.07) return changeHours(scene, channel);
  const card = drawCard(scene, watched.cycle.value);
  if (card === undefined) return;
  if (luck < 0.09) {
    scene.teams.deleteByHand(card.id, scene.now);
    return;
  }
  await press(scene, card, watched.cycle.value);
}

async function setDate(scene: Scene, { id, expirySource }: Connection, { expiresOn }: Cycle): Promise<void> {
  const { random, now } = scene;
  const moved = random.pick([0, random.between(-30, 30), random.between(-200, 200)]);
  const expiry = dateAt(Math.max(now, Date.parse(expiresOn) + moved * day));
  const sure = random.chance(0.3) ? expirySource === 'guessed' : expirySource !== 'guessed';
  await changeReminders(scene, id, { expiry, sure });
}

async function changeHours({ ports, random, now }: Scene, channel: ChannelPlan): Promise<void> {
  await saveChannelSettings(ports, {
    tenant,
    person: random.pick(team),
    place: placeOf(channel),
    zone: channel.zone,
    typed: channelForm(channel.zone, drawHours(random, now - 200 * day), '', channel.digest),
  });
}

/** One of the cards of a cycle that stand in the channel: there may be two of them. */
function drawCard({ teams, random }: Scene, cycle: Cycle): StandingMessage | undefined {
  const [first, ...others] = cycle.thread === undefined ? [] : teams.cardsOf(cycle.id);
  return first && random.pick([first, ...others]);
}

type Card = Extract<Announcement, { kind: 'cycle' }>;

async function press({ ports, random, now }: Scene, message: StandingMessage, cycle: Cycle): Promise<void> {
  const card = message.shown as Card;
  const person = random.pick(team);
  const request = {
    tenant,
    person,
    connection: cycle.connection,
    cycle: card.cycle.id,
    seen: card.cycle.lines,
  };
  const acts = [
    () => claim(ports, { ...request, until: dayBetween(random, card.promise.first, card.promise.last) }),
    () => claim(ports, { ...request, until: dayBetween(random, card.promise.first, card.promise.last) }),
    () => unclaim(ports, request),
    () => snooze(ports, { ...request, until: random.pick(['', ...card.snoozeDates]) }),
    () => snooze(ports, { ...request, until: card.snoozeDates.at(-1) ?? '' }),
  ] as const;
  const { owed } = await random.pick(acts)();
  await tell(ports, cycle, owed);
  await noticeExtra(ports, {
    tenant,
    connection: cycle.connection,
    cycle: cycle.id,
    conversation: {
      serviceUrl: placeOf({ id: '' } as ChannelPlan).serviceUrl,
      conversationId: message.conversation,
    },
    activityId: message.id,
  });
  message.toldAt ??= now;
}

const dayBetween = (random: Random, first: CalendarDate, last: CalendarDate): CalendarDate =>
  dateAt(
    Date.parse(first) +
      random.between(-1, Math.round((Date.parse(last) - Date.parse(first)) / day) + 1) * day,
  );
