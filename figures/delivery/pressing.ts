import { minutes, hours } from '../../src/domain/calendar.ts';
import { noticeExtra } from '../../src/flows/notice-extra.ts';
import type { MemoryStore } from '../../simulation/memory-store.ts';
import type { Random } from '../../simulation/random.ts';
import { placeOf, tenant, type Watched } from '../town.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { BotProcess } from './bot-process.ts';
import type { Posted } from './ledger.ts';

export interface Scene {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly memory: MemoryStore;
  readonly bot: () => BotProcess | undefined;
  readonly watched: ReadonlyMap<string, Watched>;
}

/** People press the buttons of every second message of whose answer the bot hears nothing, and seldom those of others. */
const presses = { untold: 0.5, told: 0.02 };

/**
 * Somebody presses a button on a message in a channel: once while the bot may still be at it, and again when all is
 * quiet. Then at the latest it can tell from the press where the message stands.
 */
export function pressLater(scene: Scene, posted: Posted, willTell: boolean): void {
  const { clock, random } = scene;
  if (posted.channel === undefined || !random.chance(willTell ? presses.told : presses.untold)) return;
  for (const wait of [random.between(0, minutes(3)), random.between(hours(3), hours(5))])
    clock.at(clock.now() + wait, () => {
      press(scene, posted);
    });
}

function press({ memory, bot, watched }: Scene, posted: Posted): void {
  const pressed = watched.get(posted.key.split('.')[0] ?? '');
  const process = bot();
  if (pressed === undefined || process?.isAlive() !== true || posted.isDeleted) return;
  const { ports } = process;
  const { found, cycle, channel } = pressed;
  const messages = memory.list(tenant, 'message', { partition: found.id });
  // What is under way might be this very message, or another one.
  const isQuiet = !messages.some(({ value: { state } }) => state === 'sending' || state === 'unsure');
  if (isQuiet) posted.isKnown = true;
  const conversation = { serviceUrl: placeOf(channel).serviceUrl, conversationId: posted.conversation };
  ports.background('press', () =>
    noticeExtra(ports, { tenant, connection: found.id, cycle, conversation, activityId: posted.id }),
  );
}
