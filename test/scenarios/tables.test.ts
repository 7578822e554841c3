import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp, type World } from '../../src/app.ts';
import type { Settings } from '../../src/config.ts';
import { azurite } from '../azurite/shared.ts';
import { Chat, maya } from './chat.ts';

/** The world, and the emulator on this machine. */
const withEmulator = (world: World): World => ({
  ...world,
  fetch: (input, init) =>
    (input instanceof Request ? input.url : input.toString()).startsWith(azurite.address)
      ? fetch(input, init)
      : world.fetch(input, init),
});

test('with its store in tables the bot reminds and rotates, and another instance beside it doubles nothing', async (t) => {
  const settings: { bot?: Settings; world?: World } = {};
  const chat = await Chat.start(t, {
    store: azurite.address,
    startBot: (bot, world) => {
      Object.assign(settings, { bot, world: withEmulator(world) });
      return startApp(bot, withEmulator(world));
    },
  });
  assert.ok(settings.bot !== undefined && settings.world !== undefined);
  const another = await startApp(settings.bot, settings.world);
  t.after(() => another.close());

  await chat.move('next rung');
  assert.deepEqual(chat.replies(), []);
  // Nobody looks until the rung after that is due, and then both do at once.
  await chat.sleep(16);
  await Promise.all([chat.sandbox.app.tick(), another.tick()]);
  await Promise.all([chat.sandbox.app.drain(), another.drain()]);
  const [reminder, ...others] = chat.replies();
  assert.match(reminder ?? '', /44 days left/);
  assert.deepEqual(others, []);

  const { token } = chat.sandbox.cloud.apple.school.generate();
  const dialog = await chat.open(maya);
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  await chat.sandbox.app.drain();
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
  assert.equal(chat.secrets()['SecretToken'], token);
  assert.deepEqual(await another.upcoming(), await chat.sandbox.app.upcoming());
  assert.deepEqual(
    chat.log.filter((line) => line.includes('"level":"error"')),
    [],
  );
});
