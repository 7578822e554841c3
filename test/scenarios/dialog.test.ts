import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat, maya, tom, words } from './chat.ts';
import { findLeaks } from './leaks.ts';

const expiry = '2027-11-24';
const long = (characters: number): string => 'Ab1-'.repeat(characters / 4);

/** A dialog in Maya's hands on the day of the first reminder. */
async function opened(chat: Chat) {
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  assert.equal(dialog.result.kind, 'card', dialog.words);
  return dialog;
}

const wrongTokens: Readonly<Record<string, readonly [token: unknown, words: RegExp]>> = {
  'nothing at all': ['', /There was no token/],
  'blanks and line breaks': [' \r\n \t ', /There was no token/],
  'one character': ['x', /too short/],
  '20,000 characters': [long(20_000), /too long/],
  '8,196 characters': [long(8196), /too long/],
  'Bearer and one character': ['Bearer x', /too short/],
  'quotation marks around nothing': ['“”', /There was no token/],
  'quotation marks around too little': ['"abc-DEF-123"', /too short/],
  'two tokens on two lines with a word': ['AAAA1111BBBB2222 and\r\nCCCC3333DDDD4444', /blanks inside/],
  'the tenant URL': ['https://federation.apple.com/feeds/school/scim', /web address/],
  'the tenant URL without its scheme': ['federation.apple.com/feeds/school/scim', /web address/],
  'the client id beside it': ['SCIM.3f2504e0-4f89-11d3-9a0c-0305e82c3301', /client ID/],
  'a masked value': ['●●●●●●●●●●●●●●●●●●●●', /no token has/],
  'a number in place of a text': [12345678901234567890n.toString().length, /There was no token/],
  'an object in place of a text': [{ token: long(64) }, /There was no token/],
};

test('a wrong token comes back with words at its field, never with the token, and the dialog stays usable', async (t) => {
  const chat = await Chat.start(t);
  const dialog = await opened(chat);
  for (const [what, [token, expected]] of Object.entries(wrongTokens)) {
    const answer = await dialog.submit({ token, expiry, testOnly: 'false' });
    assert.equal(answer.result.kind, 'card', what);
    assert.match(answer.words, expected, what);
    assert.match(answer.words, /New token for Apple School Manager/, what);
    if (typeof token === 'string' && token.trim().length >= 8)
      assert.ok(!JSON.stringify(answer.result).includes(token.trim()), `${what} came back`);
  }
  assert.equal(chat.replies().length, 0);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);

  const { token } = chat.sandbox.cloud.apple.school.generate();
  const answer = await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.equal(answer.result.kind, 'message');
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});

const wrongDates: Readonly<Record<string, readonly [expiry: unknown, words: RegExp]>> = {
  'no date': [undefined, /expiry date is missing/],
  'an empty date': ['', /expiry date is missing/],
  yesterday: ['2026-11-23', /has passed/],
  '401 days away': ['2027-12-30', /more than 400 days away/],
  'a day that no calendar has': ['2027-02-30', /no date/],
  'another form of date': ['24/11/2027', /no date/],
  junk: ['soon', /no date/],
  'a date with a time': ['2027-11-24T00:00:00Z', /no date/],
  'a number': [20271124, /expiry date is missing/],
};

test('a wrong date comes back with words at its field, asks for the token again, and shows nothing of it', async (t) => {
  const chat = await Chat.start(t);
  const dialog = await opened(chat);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  for (const [what, [date, expected]] of Object.entries(wrongDates)) {
    const answer = await dialog.submit({ token, expiry: date, testOnly: 'false' });
    assert.equal(answer.result.kind, 'card', what);
    assert.match(answer.words, expected, what);
    assert.match(answer.words, /token was not kept. Paste it once more/, what);
    assert.deepEqual(findLeaks(token, [{ name: what, text: JSON.stringify(answer.result) }]), []);
  }
  const both = await dialog.submit({ token: 'x', expiry: 'soon', testOnly: 'false' });
  assert.match(both.words, /too short/);
  assert.match(both.words, /no date/);
  const today = await dialog.submit({ token, expiry: '2026-11-24', testOnly: 'false' });
  assert.equal(today.result.kind, 'message', 'today and 400 days away are dates that a token can have');
});

for (const [what, wrap] of Object.entries({
  'as it is': (token: string) => token,
  'in quotation marks': (token: string) => `"${token}"`,
  'behind Bearer': (token: string) => `Authorization: Bearer ${token}`,
  'broken over lines': (token: string) => `${token.slice(0, 40)}\r\n${token.slice(40)}\r\n`,
  'with invisible characters': (token: string) =>
    `\u200b${token.slice(0, 10)}\u2060${token.slice(10)}\ufeff `,
}))
  test(`a good token pasted ${what} is taken`, async (t) => {
    const chat = await Chat.start(t);
    const dialog = await opened(chat);
    const { token } = chat.sandbox.cloud.apple.school.generate();
    await dialog.submit({ token: wrap(token), expiry, testOnly: 'false' });
    assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
    assert.equal(chat.secrets()['SecretToken'], token);
  });

test('the dialog of somebody else is no use', async (t) => {
  const chat = await Chat.start(t);
  const dialog = await opened(chat);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const stolen = await dialog.submit({ token, expiry, testOnly: 'false' }, [], tom);
  assert.match(stolen.words, /opened by somebody else/);
  assert.equal(chat.replies().length, 0);
  assert.equal((await dialog.submit({ token, expiry, testOnly: 'false' })).result.kind, 'message');
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});

test('a dialog without an opening, with made-up ids, does nothing', async (t) => {
  const chat = await Chat.start(t);
  const dialog = await opened(chat);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  for (const [field, value] of [
    ['dialog', 'f'.repeat(32)],
    ['dialog', undefined],
    ['dialog', '../../x'],
    ['cycle', 'f'.repeat(32)],
    ['cycle', undefined],
    ['connection', '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c02'],
    ['connection', { id: 1 }],
    ['verb', 'claim'],
    ['verb', 'watch'],
    ['verb', undefined],
  ] as const) {
    const answer = await dialog.submit({ token, expiry, testOnly: 'false', [field]: value });
    assert.equal(
      answer.result.kind,
      'message',
      `${field}=${JSON.stringify(value)}: ${answer.words.slice(0, 80)}`,
    );
  }
  assert.equal(chat.replies().length, 0);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
});

test('after 10 minutes the dialog is closed, and another one can be opened', async (t) => {
  const chat = await Chat.start(t);
  const dialog = await opened(chat);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  chat.sandbox.clock.advance(10 * 60_000);
  const late = await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.match(late.words, /open for more than 10 minutes/);
  await chat.move({ minutes: 1 });
  const later = await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.match(later.words, /not known any more/);
  assert.equal(chat.replies().length, 0);
  await (await chat.open(maya)).submit({ token, expiry, testOnly: 'false' });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});

test('a dialog that outlived its cycle changes nothing', async (t) => {
  const chat = await Chat.start(t);
  const dialog = await opened(chat);
  const other = await chat.open(tom);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await other.submit({ token, expiry, testOnly: 'false' });
  // A provisioning cycle begins seven minutes later: the proof is there before the dialog's time is over.
  await chat.move({ minutes: 9 });
  assert.match(chat.card(), /Replaced and proven/);
  const [before, said] = [chat.secrets(), chat.replies().length];
  const late = await dialog.submit({ token: `${token.slice(0, -1)}x`, expiry, testOnly: 'false' });
  assert.match(late.words, /already done/);
  assert.deepEqual(chat.secrets(), before);
  assert.equal(chat.replies().length, said);
});

for (const copies of [['same id'], ['new id'], ['same id', 'new id', 'same id', 'new id', 'new id']] as const)
  test(`a submit delivered with copies (${copies.join(', ')}) is one rotation and one reply`, async (t) => {
    const chat = await Chat.start(t);
    const dialog = await opened(chat);
    const { token } = chat.sandbox.cloud.apple.school.generate();
    await dialog.submit({ token, expiry, testOnly: 'false' }, copies);
    const submits = chat.sandbox.client.deliveries.filter(({ name }) => name === 'task/submit');
    assert.ok(submits.every(({ status }) => status === 200));
    const [last] = submits.slice(-1);
    assert.ok(last);
    await chat.sandbox.client.redeliver(last, 'new id');
    const again = await dialog.submit({ token, expiry, testOnly: 'false' });
    assert.match(again.words, /already handed in/);
    assert.equal(chat.replies().length, 1);
    assert.match(chat.replies()[0] ?? '', /applied and tested/i);
    assert.equal(chat.logged('rotation.begun').length, 1);
    assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 1);
    await chat.move('+40 minutes');
    await chat.move('+40 minutes');
    assert.equal(chat.replies().length, 2);
  });

test('a used dialog remembers its result for late copies, also an hour later', async (t) => {
  const chat = await Chat.start(t);
  const dialog = await opened(chat);
  const token = 'a-token-that-apple-has-never-made-0123456789';
  await dialog.submit({ token, expiry, testOnly: 'false' });
  await chat.move({ minutes: 60 });
  const late = await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.match(late.words, /already handed in/);
  assert.equal(chat.replies().length, 1);
});

test('test only changes nothing, and says so', async (t) => {
  const chat = await Chat.start(t);
  const dialog = await opened(chat);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const before = chat.secrets();
  // A test needs no date.
  const answer = await dialog.submit({ token, expiry: '', testOnly: 'true' });
  assert.match(answer.words, /Nothing will be saved/);
  assert.equal(chat.replies().length, 1);
  assert.match(chat.replies()[0] ?? '', /only tested: nothing was changed/);
  assert.deepEqual(chat.secrets(), before);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
  assert.match(chat.card(), /passed the test; nothing was changed/);
  await chat.move({ days: 2 });
  assert.equal(chat.replies().length, 1);
  await (await chat.open(maya)).submit({ token, expiry, testOnly: 'false' });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
});

test('the token that was saved last is already in use', async (t) => {
  const chat = await Chat.start(t);
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await (await opened(chat)).submit({ token, expiry, testOnly: 'false' });
  const again = await (await chat.open(tom)).submit({ token: ` ${token}`, expiry, testOnly: 'false' });
  assert.equal(again.result.kind, 'card');
  assert.match(again.words, /token that Scimitar saved last time/);
  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  const answer = await chat.say(maya, '/rotate-scim');
  assert.match(answer, /Enter the new token/);
  const later = await (
    await chat.open(maya, 'Enter new token', chat.lastIn(maya))
  ).submit({ token, expiry, testOnly: 'false' });
  assert.match(later.words, /token that Scimitar saved last time/);
});

test('a token of the school, entered for the business, is refused with the hint', async (t) => {
  const chat = await Chat.start(t);
  const found = chat
    .threads()
    .find(({ root, replies }) =>
      [root, ...replies].some(({ card }) => words(card).includes('Watch Apple Business Manager')),
    );
  assert.ok(found);
  const message = [found.root, ...found.replies].find(({ card }) =>
    words(card).includes('Watch Apple Business Manager'),
  );
  assert.ok(message);
  const here = { conversationId: found.id, message };
  const watch = await chat.open(maya, 'Watch Apple Business Manager', here);
  assert.match(watch.words, /Watch Apple Business Manager/);
  const junk = await watch.submit({ expiry: 'soon' });
  assert.match(junk.words, /no date/);
  // A rung of its ladder is already reached, so the card comes at once.
  const watching = await watch.submit({ expiry: '2027-01-10' });
  assert.match(watching.words, /watched from now on/);
  assert.match((await watch.submit({ expiry: '2027-01-10' })).words, /watched from now on/);
  const card = chat.thread('Apple Business Manager');
  const { token } = chat.sandbox.cloud.apple.school.generate();
  const dialog = await chat.open(tom, 'Enter new token', { conversationId: card.id, message: card.root });
  await dialog.submit({ token, expiry, testOnly: 'false' });
  const reply = words(chat.thread('Apple Business Manager').replies.at(-1)?.card);
  assert.match(reply, /Apple Business Manager did not accept the token/);
  assert.match(reply, /made in Apple School Manager instead of Apple Business Manager/);
  assert.match(reply, /Nothing was changed/);
  assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
});
