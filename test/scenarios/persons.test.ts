import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { hosts, rotators } from '../../sandbox/seed.ts';
import { Chat, guest, maya, priya, tom } from './chat.ts';
import { disturb, hang, holdBack, stepOf } from './disturb.ts';

const expiry = '2027-11-24';
/** Milliseconds in which an invoke has to be answered. */
const promised = 3_000;

const slowestSince = ({ sandbox }: Chat, from: number): number =>
  Math.max(...sandbox.client.deliveries.slice(from).map(({ milliseconds }) => milliseconds));

for (const who of [priya, guest])
  test(`${who.name} is told no in private, with whom to ask, and sees nothing of the dialog`, async (t) => {
    const chat = await Chat.start(t);
    await chat.move('next rung');
    const dialog = await chat.open(who);
    assert.equal(dialog.result.kind, 'message');
    assert.match(
      dialog.words,
      who === guest
        ? /Guests cannot use Scimitar/
        : /You may not rotate this token\. Ask a member of .SCIM token rotators/,
    );
    assert.doesNotMatch(dialog.words, /Secret token|Paste/);
    assert.equal(chat.replies().length, 0);
    await chat.move({ minutes: 1 });
    const line = new RegExp(`${who.name.replace(/[()]/g, '.')} was refused: no right to rotate`);
    assert.match(chat.card(), line);
    assert.match(await chat.say(maya, '/history'), line);
    assert.equal(chat.logged('right.refused').length, 1);
  });

test('who has no right cannot set up either', async (t) => {
  const chat = await Chat.start(t);
  const [welcome] = chat.threads();
  assert.ok(welcome);
  const here = { conversationId: welcome.id, message: welcome.root };
  const threads = JSON.stringify(chat.threads());
  const told = await chat.press(priya, 'Find the connections', {}, [], here);
  assert.match(told.kind === 'notice' ? told.text : told.kind, /may not set up connections/);
  const found = welcome.replies[0];
  assert.ok(found);
  const dialog = await chat.open(priya, 'Watch Apple Business Manager', {
    conversationId: welcome.id,
    message: found,
  });
  assert.match(dialog.words, /may not set up connections/);
  assert.equal(JSON.stringify(chat.threads()), threads);
});

test('without an Entra object id nobody may do anything', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await chat.press(maya, "I'll take it");
  const opened = await chat.retell({ name: 'task/fetch' }, { from: { aadObjectId: undefined } });
  assert.match(JSON.stringify(opened.answer), /Teams does not tell Scimitar who you are/);
  const pressed = await chat.retell({ name: 'adaptiveCard/action' }, { from: { aadObjectId: undefined } });
  assert.match(JSON.stringify(pressed.answer), /Teams does not tell Scimitar who you are/);
  await dialog.submit({ token: 'x', expiry, testOnly: 'false' });
  const submitted = await chat.retell(
    { name: 'task/submit' },
    { from: { aadObjectId: undefined }, value: { data: { token } } },
  );
  assert.match(JSON.stringify(submitted.answer), /Teams does not tell Scimitar who you are/);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
});

test('an id that is nobody in the directory, or a disabled account, has no right', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  await chat.open(maya);
  const stranger = await chat.retell(
    { name: 'task/fetch' },
    { from: { id: '29:stranger', aadObjectId: '99999999-9999-4999-8999-999999999999' } },
  );
  assert.match(JSON.stringify(stranger.answer), /may not rotate/);
  const path = await chat.retell(
    { name: 'task/fetch' },
    { from: { id: '29:path', aadObjectId: `${maya.id}/../${tom.id}` } },
  );
  assert.doesNotMatch(JSON.stringify(path.answer), /Secret token/);
  const account = chat.sandbox.cloud.tenant.users.get(maya.id);
  assert.ok(account);
  account.accountEnabled = false;
  assert.match((await chat.open(maya)).words, /may not rotate/);
});

test('a right through a group in the group counts', async (t) => {
  const chat = await Chat.start(t);
  const { groups } = chat.sandbox.cloud.tenant;
  const inner = {
    id: '9e8d7c6b-5a49-4838-8271-605f4e3d2c99',
    displayName: 'Helpdesk',
    members: new Set([priya.id]),
  };
  groups.set(inner.id, inner);
  groups.get(rotators.id)?.members.add(inner.id);
  await chat.move('next rung');
  assert.equal((await chat.open(priya)).result.kind, 'card');
});

test('a right that is taken away while the dialog is open saves nothing', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  chat.sandbox.cloud.tenant.groups.get(rotators.id)?.members.delete(maya.id);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const before = chat.secrets();
  const told = await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.match(told.words, /You may not rotate this token\. Ask a member of .SCIM token rotators/);
  assert.equal(chat.replies().length, 0);
  assert.match(await chat.say(tom, '/history'), /Maya Lindqvist was refused: no right to rotate this token/);
  assert.deepEqual(chat.secrets(), before);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
  await (await chat.open(tom)).submit({ token, expiry, testOnly: 'false' });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});

test('a right that is taken away between the test and the save saves nothing', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  disturb(chat.sandbox, hosts.graph, async (request) => {
    if ((await stepOf(request)) === 'test')
      chat.sandbox.cloud.tenant.groups.get(rotators.id)?.members.delete(maya.id);
    return undefined;
  });
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const before = chat.secrets();
  await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.match(
    chat.replies()[0] ?? '',
    /may not rotate any more.*Nothing was changed.*Maya Lindqvist had no right/s,
  );
  assert.doesNotMatch(chat.replies()[0] ?? '', /Enter new token/);
  assert.deepEqual(chat.secrets(), before);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
});

test('while Graph hangs, whoever presses a button is answered in time, and nothing happens', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const [welcome] = chat.threads();
  const found = welcome?.replies[0];
  assert.ok(welcome && found);
  const from = chat.sandbox.client.deliveries.length;
  chat.sandbox.setFaults({ graph: 'timeout' });
  const [dialog, claim, watch] = await Promise.all([
    chat.open(maya),
    chat.press(maya, "I'll take it"),
    chat.open(tom, 'Watch Apple Business Manager', { conversationId: welcome.id, message: found }),
    chat.press(tom, 'Find the connections', {}, [], { conversationId: welcome.id, message: welcome.root }),
  ]);
  assert.match(dialog.words, /did not confirm in time.*Nothing was done/s);
  assert.match(claim.kind === 'notice' ? claim.text : claim.kind, /did not confirm in time/);
  assert.match(watch.words, /did not confirm in time/);
  assert.ok(slowestSince(chat, from) < promised, `${slowestSince(chat, from)} ms`);
  chat.sandbox.setFaults({ graph: 'none' });
  assert.doesNotMatch(chat.card(), /Taken on/);
  assert.equal((await chat.open(maya)).result.kind, 'card');
});

test('while Teams itself is slow as well, setting up is still answered in time', async (t) => {
  let fault: 'none' | 'slow' = 'none';
  const chat = await Chat.start(t, { connectorFault: () => fault });
  const [welcome] = chat.threads();
  const found = welcome?.replies[0];
  assert.ok(welcome && found);
  const from = chat.sandbox.client.deliveries.length;
  fault = 'slow';
  chat.sandbox.setFaults({ graph: 'timeout' });
  await chat.open(tom, 'Watch Apple Business Manager', { conversationId: welcome.id, message: found });
  assert.ok(slowestSince(chat, from) < promised, `${slowestSince(chat, from)} ms`);
});

test('while the sign-in service hangs, whoever presses a button is answered in time', async (t) => {
  const chat = await Chat.start(t, { opening: false });
  // Nothing has been asked yet, so the bot holds no access token.
  disturb(chat.sandbox, hosts.login, hang);
  const action = { type: 'Action.Execute', verb: 'discover', data: {} };
  const pressed = await chat.tell(chat.invoke(maya, 'adaptiveCard/action', { action, trigger: 'manual' }));
  assert.match(JSON.stringify(pressed.answer), /did not confirm in time/);
  assert.ok(pressed.milliseconds < promised, `${pressed.milliseconds} ms`);
});

test('the submit is answered at once, however long Graph takes', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const from = chat.sandbox.client.deliveries.length;
  const release = holdBack(chat.sandbox, hosts.graph);
  const submitting = dialog.submit({ token, expiry, testOnly: 'false' });
  while (chat.sandbox.client.deliveries.length === from) await pause(50);
  assert.ok(slowestSince(chat, from) < promised, `${slowestSince(chat, from)} ms`);
  assert.equal(chat.replies().length, 0);
  release();
  assert.match((await submitting).words, /is being tested/);
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});
