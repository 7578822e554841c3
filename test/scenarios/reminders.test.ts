import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { identityClientOver } from '../../sandbox/identity-client.ts';
import { startApp } from '../../src/app.ts';
import { hurried } from '../../sandbox/hurried.ts';
import { people } from '../../sandbox/seed.ts';
import { Chat, maya, priya, tom, words } from './chat.ts';

/** How many texts say this. */
const count = (texts: readonly string[], what: RegExp): number =>
  texts.filter((text) => what.test(text)).length;

test('the first rung posts the card; later ones reply in its thread and bring the card up to date', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  assert.equal(chat.livingThreads().length, 1);
  assert.match(chat.card(), /60 days left/);
  assert.match(chat.card(), /Expires on\n23 January 2027/);
  assert.equal(chat.replies().length, 0);
  assert.equal(chat.thread().root.editedAt, undefined);

  await chat.move('next rung');
  assert.equal(chat.livingThreads().length, 1);
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

test('a rung on a Saturday comes on Monday, and says why', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  // The 21-day rung falls on 2 January 2027, a Saturday.
  await chat.move({ days: 38 });
  assert.match(chat.card(), /Next message\n4 January 2027, 09:00 UTC.*closed/s);
  await chat.move({ days: 2 });
  assert.equal(count(chat.replies(), /19 days left|20 days left|21 days left/), 0);
  await chat.move({ days: 1 });
  assert.equal(count(chat.replies(), /19 days left.*closed/s), 1);
});

test('a bot that slept for three weeks sends the newest rung only', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.sleep(42);
  await chat.move({ minutes: 1 });
  assert.deepEqual(
    chat.replies().map((reply) => /\d+ days left/i.exec(reply)?.[0]),
    ['18 days left'],
  );
  assert.match(chat.replies()[0] ?? '', /late|away/i);
  await chat.move('next rung');
  assert.equal(chat.replies().length, 2);
  assert.match(chat.replies()[1] ?? '', /12 days left/);
});

test('a bot that slept over the first rungs posts one card and no replies', async (t) => {
  const chat = await Chat.start(t);
  await chat.sleep(35);
  // In the night nothing is said; in the morning the newest rung only.
  for (let minute = 0; minute < 3; minute++) await chat.move({ minutes: 1 });
  assert.equal(chat.livingThreads().length, 0);
  await chat.move({ minutes: 60 });
  for (let minute = 0; minute < 3; minute++) await chat.move({ minutes: 1 });
  assert.equal(chat.livingThreads().length, 1);
  assert.match(chat.card(), /26 days left/);
  assert.equal(chat.replies().length, 0);
});

test('two looks at once, and one after the other, post once', async (t) => {
  const chat = await Chat.start(t);
  chat.sandbox.clock.advance(2 * 86_400_000 + 3_600_000);
  await Promise.all([chat.sandbox.app.tick(), chat.sandbox.app.tick()]);
  await chat.sandbox.app.tick();
  assert.equal(chat.livingThreads().length, 1);
  chat.sandbox.clock.advance(15 * 86_400_000);
  await Promise.all([chat.sandbox.app.tick(), chat.sandbox.app.tick()]);
  await chat.sandbox.app.tick();
  assert.equal(chat.livingThreads().length, 1);
  assert.equal(chat.replies().length, 1);
});

test('the last week speaks whatever was promised, and from the day of expiry on weekends too', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.press(maya, "I'll take it", { until: '2027-01-22' });
  await chat.move({ days: 63 });
  const said = chat
    .replies()
    .map((reply) => /\d+ days? left|expires today|expired .*/i.exec(reply)?.[0])
    .filter((words) => words !== undefined);
  assert.deepEqual(said, [
    '5 days left',
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
    pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
    pacing: hurried,
    fetch: cloud.network.fetch,
    identityClient: identityClientOver(cloud.network.fetch),
    writeLog: () => undefined,
    host: '127.0.0.1',
  });
  t.after(() => twin.close());
  clock.advance(3_600_000);
  for (const days of [2, 15, 15, 10, 7, 7, 4, 1]) {
    clock.advance(days * 86_400_000);
    await Promise.all([app.tick(), twin.tick()]);
  }
  assert.equal(chat.livingThreads().length, 1);
  assert.deepEqual(
    // On the day of expiry the thread also hears of the quarantine.
    chat.replies().flatMap((reply) => /\d+ days? left|expires today/i.exec(reply)?.[0] ?? []),
    [
      '44 days left',
      '29 days left',
      '19 days left',
      '12 days left',
      '5 days left',
      '1 day left',
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
  const { id: conversationId, replies } = chat.thread();
  const message = replies.at(-1);
  assert.ok(message);
  await chat.press(maya, 'I revoked it', {}, [], { conversationId, message });
  await chat.move({ days: 299 });
  assert.equal(chat.replies().length, replies.length);
  assert.equal(chat.livingThreads().length, 1);
  assert.match(chat.card(), /Replaced and proven/);
  await chat.move('next rung');
  assert.equal(chat.livingThreads().length, 2);
  // The 60-day rung falls on Saturday, 25 September 2027.
  assert.match(chat.card(), /24 November 2027 \(58 days left\)/);
});

test('whoever takes it on by a day stands on the card, is told once, and the ladder is quiet until then', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const told = await chat.press(maya, "I'll take it", { until: '2026-12-14' });
  assert.equal(told.kind, 'notice');
  assert.match(chat.card(), /Maya Lindqvist/);
  assert.match(chat.card(), /14 December/);
  assert.equal(count(chat.replies(), /Maya Lindqvist/), 1);
  await chat.move({ days: 20 });
  assert.equal(count(chat.replies(), /days left/), 0);
  // The promise held until 14 December; the day after it is over, and whoever gave it is called by name.
  await chat.move({ days: 1 });
  assert.equal(chat.replies().length, 2);
  assert.match(chat.replies().at(-1) ?? '', /<at>Maya Lindqvist<\/at>/);
  assert.match(chat.replies().at(-1) ?? '', /14 December/);
  await chat.move({ days: 9 });
  assert.equal(count(chat.replies(), /30 days left/), 1);
});

test('a promise that cannot be kept is given back, and the ladder goes on', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.press(maya, "I'll take it", { until: '2027-01-10' });
  await chat.press(maya, 'Nobody has it any more');
  assert.equal(chat.replies().length, 2);
  await chat.move('next rung');
  assert.equal(count(chat.replies(), /45 days left/), 1);
  const said = chat.replies().length;
  const again = await chat.press(maya, "I'll take it", { until: 'soon' });
  assert.match(again.kind === 'notice' ? again.text : again.kind, /day|date/i);
  for (const until of ['2026-11-01', '2027-02-01']) {
    const told = await chat.press(maya, "I'll take it", { until });
    assert.match(told.kind === 'notice' ? told.text : told.kind, /22 January 2027|past|passed/i, until);
  }
  assert.equal(chat.replies().length, said);
});

test('a button of a card from before somebody else acted tells what happened, and does nothing', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const { id, root } = chat.thread();
  const before = { conversationId: id, message: root };
  await chat.press(tom, "I'll take it", { until: '2026-12-14' });
  const said = chat.replies().length;
  const told = await chat.press(maya, "I'll take it", { until: '2026-12-20' }, [], before);
  assert.match(told.kind === 'notice' ? told.text : told.kind, /Tom Adeyemi/);
  const snoozed = await chat.press(maya, 'Snooze until 24 December 2026', {}, [], before);
  assert.match(snoozed.kind === 'notice' ? snoozed.text : snoozed.kind, /Tom Adeyemi/);
  assert.equal(chat.replies().length, said);
  assert.match(chat.card(), /Tom Adeyemi/);
  assert.doesNotMatch(chat.card(), /Snoozed until/);
});

test('when nobody acts the owner is told in person, then the manager; whoever has left is not', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const [ines] = people.filter(({ name }) => name === 'Ines Roth');
  assert.ok(ines);
  await chat.move({ days: 41 });
  assert.equal(count(chat.replies(), /19 days left/), 1);
  assert.equal(chat.chatMessages(maya).length, 0);
  await chat.move({ days: 1 });
  assert.equal(count(chat.chatOf(maya), /Apple School Manager/), 1);
  assert.equal(chat.chatMessages(ines).length, 0);
  assert.match(chat.card(), /Maya Lindqvist/);
  await chat.move({ days: 15 });
  assert.equal(count(chat.chatOf(maya), /Apple School Manager/), 1);
  assert.equal(count(chat.chatOf(ines), /Apple School Manager/), 1);
});

test('an owner whose account is disabled is neither called nor told: the next in the row is', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const account = chat.sandbox.cloud.tenant.users.get(maya.id);
  assert.ok(account);
  chat.sandbox.cloud.tenant.users.set(maya.id, { ...account, accountEnabled: false });
  await chat.move({ days: 43 });
  assert.equal(chat.chatMessages(maya).length, 0);
  const [ines] = people.filter(({ name }) => name === 'Ines Roth');
  assert.ok(ines);
  assert.equal(count(chat.chatOf(ines), /Apple School Manager/), 1);
});

test('on Monday the channel reads how all its tokens stand, and when the next message comes', async (t) => {
  const chat = await Chat.start(t);
  await chat.move({ days: 7 });
  await chat.move({ minutes: 61 });
  const digests = chat.threads().filter(({ root }) => words(root.card).includes('next digest'));
  assert.equal(digests.length, 1);
  const said = words(digests[0]?.root.card);
  assert.match(said, /Apple School Manager/);
  assert.match(said, /9 December 2026, 09:00 UTC/);
  assert.match(said, /The next digest comes on 7 December 2026, 09:00 UTC/);
  await chat.move({ days: 14 });
  assert.equal(chat.threads().filter(({ root }) => words(root.card).includes('next digest')).length, 1);
  const thread = chat.threads().find(({ root }) => words(root.card).includes('next digest'));
  assert.equal(thread?.replies.length, 2);
});

test('history with a day says why there was a message, or none', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.move({ days: 43 });
  assert.match(await chat.say(maya, '/history 2027-01-02'), /21.*Saturday|21.*closed/s);
  assert.match(await chat.say(maya, '/history 2026-11-24'), /60/);
  assert.match(await chat.say(maya, '/history Apple 2026-12-01'), /45|60/);
  assert.match(await chat.say(maya, '/history 2027-01-11'), /14/);
  assert.match(await chat.say(maya, '/history 2026-11-01'), /not watched|watched/i);
});

for (const copies of [['same id'], ['new id'], ['same id', 'new id', 'new id']] as const)
  test(`a claim that Teams delivers again (${copies.join(', ')}) is one reply`, async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    await chat.press(maya, "I'll take it", { until: '2026-12-14' }, copies);
    assert.equal(count(chat.replies(), /takes care of/), 1);
    const delivery = chat.sandbox.client.deliveries.findLast(({ name }) => name === 'adaptiveCard/action');
    assert.ok(delivery);
    for (const copy of copies) await chat.sandbox.client.redeliver(delivery, copy);
    await chat.sandbox.app.drain();
    await chat.press(maya, "I'll take it over", { until: '2026-12-14' });
    assert.equal(count(chat.replies(), /takes care of/), 1);
    assert.equal(count([await chat.say(maya, '/history')], /took this on/g), 1);
  });

test('somebody else may take it over, and that is told', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.press(maya, "I'll take it", { until: '2026-12-14' });
  await chat.press(tom, "I'll take it over", { until: '2026-12-20' });
  assert.match(chat.card(), /Tom Adeyemi/);
  assert.match(chat.replies().at(-1) ?? '', /Tom Adeyemi takes care of/);
  assert.equal(chat.replies().length, 2);
});

test('a snooze to an offered date is told once, keeps quiet until then, and never beyond the last week', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.press(maya, 'Snooze until 24 December 2026', {}, ['same id', 'new id']);
  await chat.press(maya, 'Snooze until 24 December 2026');
  assert.equal(count(chat.replies(), /No reminders until 24 December 2026/), 1);
  assert.match(chat.card(), /Snoozed until\n24 December 2026, by Maya Lindqvist/);
  await chat.move({ days: 29 });
  assert.equal(count(chat.replies(), /days left/), 0);
  await chat.move({ days: 1 });
  assert.equal(count(chat.replies(), /30 days left/), 1);
  const late = await chat.press(maya, 'Snooze until 31 December 2026', { until: '2027-01-17' });
  assert.match(late.kind === 'notice' ? late.text : late.kind, /out of date/);
});

test('a snooze until a date that nobody offered has no effect', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dates = ['2026-11-25', '2027-01-20', '2027-06-01', '2026-12-24T00:00', 'tomorrow', ''];
  for (const until of [...dates, 7, null, ['2026-12-24'], { date: '2026-12-24' }, undefined]) {
    const told = await chat.press(maya, 'Snooze until 24 December 2026', { until });
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
    ['Snooze until 24 December 2026', {}],
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
  assert.match(
    told.kind === 'notice' ? told.text : told.kind,
    /may not take on or snooze.*SCIM token rotators/s,
  );
  assert.doesNotMatch(chat.card(), /Taken on/);
  assert.equal(chat.replies().length, 0);
});

/** The job is paused by hand: no provisioning cycle runs any more. */
function pauseInPortal({ sandbox, school }: Chat): void {
  const [job] = school.jobs;
  assert.ok(job);
  sandbox.cloud.tenant.pause(school, job, { kind: 'person', id: maya.id, name: maya.name, upn: maya.upn });
}
