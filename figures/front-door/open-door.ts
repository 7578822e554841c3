import { json } from '../../sandbox/wire.ts';
import { Chat, type Cleanup } from '../../test/scenarios/chat.ts';
import type { StartBot } from '../restartable.ts';
import { Door } from './door.ts';

/** A bot that is set up and has spoken, with its keys read. */
export async function openDoor(t: Cleanup, start: StartBot): Promise<Door> {
  const chat = await Chat.start(t, { startBot: start });
  // Whoever follows an address out of a token gets there, and is counted.
  chat.sandbox.cloud.wires.set('evil.example', () => Promise.resolve(json(200, { keys: [] })));
  await chat.move('next rung');
  const door = new Door(t, chat);
  await door.assertOpen();
  return door;
}
