import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { identityClientOver } from '../../sandbox/identity-client.ts';
import { startApp } from '../../src/app.ts';
import { Chat, maya, priya, tom } from './chat.ts';

/** How many texts say this. */
const count = (texts: readonly string[], what: RegExp): number =>
  texts.filter((text) => what.test(text)).length;

test('the first rung posts the card; later ones reply in its thread and bring the card up to date', async (t) => {
  const chat = await Chat.start(t);
  const before = chat.threads().length;
  await chat.move('next rung');
  assert.equal(chat.threads().length, before + 1);
  assert.match(chat.card(), /60 days left/);
  assert.match(chat.card(), /Expires on\n23 January 2027/);
  assert.equal(chat.replies().length, 0);
  assert.equal(chat.thread().root.editedAt, undefined);

  await chat.move('next rung');
  assert.equal(chat.threads().length, before + 1);
  assert.equal(chat.replies().length, 1);
  assert.match(chat.replies()[0] ?? '', /Apple School Manager: 45 days left/);
  assert.match(chat.card(), /45 days left/);
  assert.ok(chat.thread().root.editedAt !== undefined, 'the card says Edited');
});

test('the card counts the days between the rungs, without a message', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.move({ days: 5 });
  assert.match(chat.card(), /55 days left/);
  assert.equal(chat.replies().length, 0);
});

test('after a rung on a day that the card has already counted, the card announces the message after it', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  // By the small hours the card has been brought up to the new day.
  await chat.move({ days: 14 });
  for (let hour = 0; hour < 30; hour++) await chat.move({ minutes: 60 });
  assert.match(chat.replies().at(-1) ?? '', /45 days left/);
  assert.match(chat.card(), /Next message\n24 December 2026, 09:00 UTC/);
});

test('a bot that slept for three weeks sends the newest rung only', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.sleep(40);
  await chat.move({ minutes: 1 });
  assert.deepEqual(
    chat.replies().map((reply) => /\d+ days left/i.exec(reply)?.[0]),
    ['20 days left'],
  );
  await chat.move('next rung');
  assert.equal(chat.replies().length, 2);
  assert.match(chat.replies()[1] ?? '', /14 days left/);
});

test('a bot that slept over the first rungs posts one card and no replies', async (t) => {
  const chat = await Chat.start(t);
  const before = chat.threads().length;
  await chat.sleep(33);
  for (let minute = 0; minute < 3; minute++) await chat.move({ minutes: 1 });
  assert.equal(chat.threads().length, before + 1);
  assert.match(chat.card(), /28 days left/);
  assert.equal(chat.replies().length, 0);
});

test('two looks at once, and one after the other, post once', async (t) => {
  const chat = await Chat.start(t);
  const before = chat.threads().length;
  chat.sandbox.clock.advance(2 * 86_400_000);
  await Promise.all([chat.sandbox.app.tick(), chat.sandbox.app.tick()]);
  await chat.sandbox.app.tick();
  assert.equal(chat.threads().length, before + 1);
  chat.sandbox.clock.advance(15 * 86_400_000);
  await Promise.all([chat.sandbox.app.tick(), chat.sandbox.app.tick()]);
  await chat.sandbox.app.tick();
  assert.equal(chat.threads().length, before + 1);
  assert.equal(chat.replies().length, 1);
});

test('the last week speaks on 7, 3, 1 and 0 days, and after expiry daily', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.press(maya, "I'll take it");
  await chat.move({ days: 63 });
  const said = chat.replies().map((reply) => /\d+ days? left|expires today|expired .*/i.exec(reply)?.[0]);
  assert.deepEqual(said.slice(1), [
    '7 days left',
    '3 days left',
    '1 day left',
    'expires today',
    'expired yesterday',
    'expired 2 days ago',
    'expired 3 days ago',
  ]);
  assert.match(chat.card(), /Expired 3 days ago/);
  assert.match(chat.card(), /New people get no account and leavers keep theirs/);
});

test('two processes on one store send a rung once', async (t) => {
  const chat = await Chat.start(t);
  const { settings, cloud, clock, app } = chat.sandbox;
  const twin = await startApp(settings, {
    now: () => clock.now(),
    machineTime: Date.now,
    pause: (milliseconds) => pause(milliseconds),
    fetch: cloud.network.fetch,
    identityClient: identityClientOver(cloud.network.fetch),
    writeLog: () => undefined,
    host: '127.0.0.1',
  });
  t.after(() => twin.close());
  const before = chat.threads().length;
  for (const days of [2, 15, 15, 9, 7, 7, 4, 2]) {
    clock.advance(days * 86_400_000);
    await Promise.all([app.tick(), twin.tick()]);
  }
  assert.equal(chat.threads().length, before + 1);
  assert.deepEqual(
    chat.replies().map((reply) => /\d+ days? left|expires today/i.exec(reply)?.[0]),
    [
      '44 days left',
      '29 days left',
      '20 days left',
      '13 days left',
      '6 days left',
      '2 days left',
      'expires today',
    ],
  );
});

test('while a saved token waits for its proof the ladder is quiet', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.move({ days: 14 });
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const dialog = await chat.open(maya);
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  pauseInPortal(chat);
  await chat.move({ days: 1 });
  assert.match(chat.card(), /waiting for proof/);
  assert.equal(count(chat.replies(), /45 days left|44 days left/i), 0);
});

test('once a new token is proven nothing more is said until its own ladder begins', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const dialog = await chat.open(maya);
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  await chat.move({ days: 1 });
  const said = chat.replies().length;
  const threads = chat.threads().length;
  await chat.move({ days: 299 });
  assert.equal(chat.replies().length, said);
  assert.equal(chat.threads().length, threads);
  assert.match(chat.card(), /Replaced and proven/);
  await chat.move('next rung');
  assert.equal(chat.threads().length, threads + 1);
  assert.match(chat.card(), /24 November 2027 \(60 days left\)/);
});

test('whoever takes it on stands on the card, is told once, and the ladder is quiet until the last week', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const told = await chat.press(maya, "I'll take it");
  assert.equal(told.kind, 'notice');
  assert.match(chat.card(), /Taken on by\nMaya Lindqvist, 24 November, 09:01/);
  assert.equal(count(chat.replies(), /Maya Lindqvist takes care of Apple School Manager/), 1);
  await chat.move({ days: 50 });
  assert.equal(count(chat.replies(), /days left/), 0);
  await chat.move({ days: 4 });
  assert.equal(count(chat.replies(), /7 days left/), 1);
  assert.match(chat.replies().at(-1) ?? '', /Maya Lindqvist has taken this on/);
});

for (const copies of [['same id'], ['new id'], ['same id', 'new id', 'new id']] as const)
  test(`a claim that Teams delivers again (${copies.join(', ')}) is one reply`, async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    await chat.press(maya, "I'll take it", {}, copies);
    assert.equal(count(chat.replies(), /takes care of/), 1);
    const delivery = chat.sandbox.client.deliveries.findLast(({ name }) => name === 'adaptiveCard/action');
    assert.ok(delivery);
    for (const copy of copies) await chat.sandbox.client.redeliver(delivery, copy);
    await chat.sandbox.app.drain();
    await chat.press(maya, "I'll take it");
    assert.equal(count(chat.replies(), /takes care of/), 1);
    assert.equal(count([await chat.say(maya, '/history')], /took this on/g), 1);
  });

test('somebody else may take it over, and that is told', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.press(maya, "I'll take it");
  await chat.press(tom, "I'll take it");
  assert.match(chat.card(), /Taken on by\nTom Adeyemi/);
  assert.match(chat.replies().at(-1) ?? '', /Tom Adeyemi takes care of/);
  assert.equal(chat.replies().length, 2);
});

test('a snooze to an offered date is told once, keeps quiet until then, and never beyond the last week', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const until = '2026-12-24';
  await chat.press(maya, 'Snooze the reminders', { until }, ['same id', 'new id']);
  await chat.press(maya, 'Snooze the reminders', { until });
  assert.equal(count(chat.replies(), /No reminders until 24 December 2026/), 1);
  assert.match(chat.card(), /Snoozed until\n24 December 2026, by Maya Lindqvist/);
  await chat.move({ days: 29 });
  assert.equal(count(chat.replies(), /days left/), 0);
  await chat.move({ days: 1 });
  assert.equal(count(chat.replies(), /30 days left/), 1);
  const late = await chat.press(maya, 'Snooze the reminders', { until: '2027-01-17' });
  assert.match(late.kind === 'notice' ? late.text : late.kind, /out of date/);
});

test('a snooze until a date that nobody offered has no effect', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dates = ['2026-11-25', '2027-01-20', '2027-06-01', '2026-12-24T00:00', 'tomorrow', ''];
  for (const until of [...dates, 7, null, ['2026-12-24'], { date: '2026-12-24' }, undefined]) {
    const told = await chat.press(maya, 'Snooze the reminders', { until });
    assert.match(told.kind === 'notice' ? told.text : told.kind, /out of date/, JSON.stringify(until));
  }
  assert.equal(chat.replies().length, 0);
  assert.doesNotMatch(chat.card(), /Snoozed/);
});

test('buttons of a card whose token is replaced say that it is done, and change nothing', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const old = chat.thread();
  const here = { conversationId: old.id, message: old.root };
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await (await chat.open(maya)).submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  await chat.move({ days: 1 });
  const said = chat.replies().length;
  for (const [title, inputs] of [
    ["I'll take it", {}],
    ['Snooze the reminders', { until: '2026-12-24' }],
  ] as const) {
    const told = await chat.press(tom, title, inputs, [], here);
    assert.match(told.kind === 'notice' ? told.text : told.kind, /already done/);
  }
  const dialog = await chat.open(tom, 'Enter new token', here);
  assert.equal(dialog.result.kind, 'message');
  assert.match(dialog.words, /already done/);
  assert.equal(chat.replies().length, said);
});

test('somebody without the right cannot take it on or put it off', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const told = await chat.press(priya, "I'll take it");
  assert.match(told.kind === 'notice' ? told.text : told.kind, /may not rotate.*SCIM token rotators/s);
  assert.doesNotMatch(chat.card(), /Taken on/);
  assert.equal(chat.replies().length, 0);
});

/** The job is paused by hand: no provisioning cycle runs any more. */
function pauseInPortal({ sandbox, school }: Chat): void {
  const [job] = school.jobs;
  assert.ok(job);
  sandbox.cloud.tenant.pause(school, job, { kind: 'person', id: maya.id, name: maya.name, upn: maya.upn });
}
