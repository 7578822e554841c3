import { addMilliseconds, dateIn, type Moment } from '../domain/calendar.ts';
import { withRung, type Cycle, type QuietReason, type Rung } from '../domain/cycle.ts';
import { daysLeft, decideReminder } from '../domain/reminder.ts';
import type { ChannelFailure } from '../ports.ts';
import { holdBack, openThreadFor, showCard, type CardPorts } from './show-card.ts';
import {
  change,
  putCycle,
  readWatched,
  recordAct,
  sendingAtMost,
  type CycleRef,
  type Watched,
} from './watched.ts';

/**
 * One due cycle: sends its newest rung if it is time, and brings the card up to date.
 * The rung is claimed in the store before it is sent, so that no crash and no second sweep sends it twice.
 */
export async function remind(ports: CardPorts, ref: CycleRef): Promise<void> {
  await settleLostRungs(ports, ref);
  const claimed = await claimRung(ports, ref);
  if (claimed !== undefined) await sendRung(ports, ref, claimed);
  await noticeNewDay(ports, ref);
  await showCard(ports, ref);
}

/** What was on its way when the process died may have arrived: it is not sent again, and the next rung goes on. */
async function settleLostRungs(ports: CardPorts, ref: CycleRef): Promise<void> {
  await change(ports, ref, (watched) => {
    const now = ports.clock();
    const lost = watched.cycle.value.rungs.filter(
      ({ state, at }) => state === 'claimed' && addMilliseconds(at, sendingAtMost) <= now,
    );
    if (lost.length === 0) return undefined;
    const unsure = lost.reduce<Cycle>(
      (cycle, record) => withRung(cycle, { ...record, state: 'unsure' }),
      watched.cycle.value,
    );
    return [putCycle(watched, unsure, now)];
  });
}

async function claimRung(ports: CardPorts, ref: CycleRef): Promise<Rung | undefined> {
  let claimed: Rung | undefined;
  await change(ports, ref, (watched) => {
    claimed = undefined;
    const now = ports.clock();
    const cycle = watched.cycle.value;
    if (cycle.notBefore !== undefined && cycle.notBefore > now) return undefined;
    const decision = decideReminder(
      { expiresOn: cycle.expiresOn, zone: watched.connection.value.zone },
      cycle,
      now,
    );
    if (decision.do === 'nothing') return undefined;
    if (decision.do === 'pass')
      return [putCycle(watched, pass(cycle, decision.passed, decision.why, now), now)];
    claimed = decision.rung;
    const passed = pass(cycle, decision.passed, 'newer-rung', now);
    return [putCycle(watched, withRung(passed, { rung: decision.rung, state: 'claimed', at: now }), now)];
  });
  return claimed;
}

const pass = (cycle: Cycle, rungs: readonly Rung[], why: QuietReason, at: Moment): Cycle =>
  rungs.reduce<Cycle>((changed, rung) => withRung(changed, { rung, state: 'superseded', at, why }), cycle);

/** The first rung posts the living card; later ones reply in its thread. */
async function sendRung(ports: CardPorts, ref: CycleRef, rung: Rung): Promise<void> {
  const watched = await readWatched(ports, ref);
  if (watched === undefined) return;
  const reply = await replyRung(ports, watched, rung);
  // Without a thread, or when it was deleted, the card itself is the message.
  const sent = reply === 'gone' ? await openThreadFor(ports, ref) : reply;
  const connection = watched.connection.value.id;
  if (sent === 'sent' || sent === 'unsure') {
    ports.log.info('reminder.sent', { connection, rung, confirmed: sent === 'sent' });
    await markSent(ports, ref, rung, sent, reply !== 'gone');
  } else {
    ports.log.warn('reminder.not-sent', { connection, rung, why: sent });
    await forgetRung(ports, ref, rung);
    await holdBack(ports, ref, sent);
  }
}

async function replyRung(ports: CardPorts, watched: Watched, rung: Rung): Promise<'sent' | ChannelFailure> {
  const [connection, cycle] = [watched.connection.value, watched.cycle.value];
  if (cycle.thread === undefined) return 'gone';
  const days = daysLeft(cycle.expiresOn, connection.zone, ports.clock());
  const announcement = { kind: 'reminder', connection, cycle, rung, daysLeft: days } as const;
  const reply = await ports.channel.reply(connection.place, cycle.thread, announcement);
  return reply.ok ? 'sent' : reply.failure;
}

/** A reply leaves the card behind: it still announces the message that has just come. */
async function markSent(
  ports: CardPorts,
  ref: CycleRef,
  rung: Rung,
  state: 'sent' | 'unsure',
  replied: boolean,
): Promise<void> {
  await change(ports, ref, (watched) => {
    const now = ports.clock();
    const before = watched.cycle.value;
    const marked = withRung({ ...before, cardStale: before.cardStale || replied }, { rung, state, at: now });
    const { cycle, line } = recordAct(marked, { kind: 'reminded', rung }, now);
    return [putCycle(watched, cycle, now), line];
  });
}

/** A rung that certainly did not go out is still due at the next try. */
async function forgetRung(ports: CardPorts, ref: CycleRef, rung: Rung): Promise<void> {
  await change(ports, ref, (watched) => {
    const cycle = watched.cycle.value;
    return [
      putCycle(
        watched,
        { ...cycle, rungs: cycle.rungs.filter((record) => record.rung !== rung) },
        ports.clock(),
      ),
    ];
  });
}

/** The card counts days: on a new one it is stale. In any case the cycle is put back to its next moment. */
async function noticeNewDay(ports: CardPorts, ref: CycleRef): Promise<void> {
  await change(ports, ref, (watched) => {
    const now = ports.clock();
    const cycle = watched.cycle.value;
    const newDay =
      cycle.thread !== undefined &&
      cycle.state !== 'closed' &&
      cycle.shownOn !== dateIn(watched.connection.value.zone, now);
    return [putCycle(watched, { ...cycle, cardStale: cycle.cardStale || newDay }, now)];
  });
}
