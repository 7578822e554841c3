import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchChromium, withoutChromium } from './chromium.ts';
import { startSandboxProcess, type SandboxProcess } from './sandbox-process.ts';
import { desktop, phone, Visitor } from './visitor.ts';

const school = 'Apple School Manager';
const business = 'Apple Business Manager';
const tenantUrl = 'https://federation.apple.com/feeds/school/scim';

describe('the whole story, played by hand in the real sandbox', { skip: withoutChromium }, () => {
  let sandbox: SandboxProcess;
  let browser: Browser;
  let visitor: Visitor;
  const visitors: Visitor[] = [];
  /** All that was made at Apple, in clear. */
  const tokens: string[] = [];

  before(async () => {
    [sandbox, browser] = await Promise.all([startSandboxProcess(), launchChromium()]);
  });

  after(async () => {
    await browser.close();
    await sandbox.stop();
  });

  const makeToken = async (product: string): Promise<string> => {
    const token = await visitor.makeToken(product);
    tokens.push(token);
    return token;
  };

  /** Fills in the open dialog, and hands it in. */
  const handIn = async (token: string): Promise<void> => {
    await visitor.dialog.getByLabel('Secret token').fill(token);
    await visitor.button('Test and save', visitor.dialog).click();
  };

  const closeMessage = async (): Promise<void> => {
    await visitor.button('OK', visitor.dialog).click();
    await visitor.dialog.waitFor({ state: 'detached' });
  };

  const assertNoTokenRemains = async (): Promise<void> => {
    const readable = await visitor.everythingReadable();
    assert.ok(tokens.length > 0 && readable.includes('Scimitar'));
    for (const token of tokens) assert.ok(!readable.includes(token), 'a token is still on the page');
  };

  const mainPath = (on: string, window: BrowserContextOptions): void => {
    test(`${on}: a first visit explains itself in three lines and shows what was set up`, async () => {
      visitor = await Visitor.arrive(browser, sandbox.url, window);
      visitors.push(visitor);
      const intro = visitor.page.getByRole('region', { name: 'About this page' });
      await visitor.sees('simulated tenant', intro);
      assert.equal(await intro.getByRole('listitem').count(), 3);
      await visitor.pictureOf(`${on}-1-first-visit`);
      await visitor.goTo('IT Operations');
      await visitor.sees(`${school} is watched from now on`);
    });

    test(`${on}: the next rung posts one card into the channel, with sixty days left`, async () => {
      await visitor.moveTime('Next rung');
      const card = visitor.root('60 days left');
      await visitor.sees(`The secret token with which Entra provisions ${school} runs out on`, card);
      await visitor.pictureOf(`${on}-2-reminder`, card);
      await visitor.button('How to make the token', card).click();
      await visitor.sees('Step 1', card);
      await visitor.pictureOf(`${on}-3-how-to`, visitor.button('How to make the token', card));
      await visitor.button('How to make the token', card).click();
    });

    test(`${on}: the tenant URL in place of the token is refused, and the masked field is empty`, async () => {
      await visitor.button('Enter new token', visitor.root('60 days left')).click();
      const field = visitor.dialog.getByLabel('Secret token');
      assert.equal(await field.getAttribute('type'), 'password');
      await visitor.pictureOf(`${on}-4-dialog`);
      await handIn(tenantUrl);
      await visitor.sees('This is a web address, perhaps the tenant URL.', visitor.dialog);
      assert.equal(await field.getAttribute('type'), 'password');
      assert.equal(await field.inputValue(), '');
      await visitor.pictureOf(`${on}-5-dialog-refused`);
      await visitor.button('Close', visitor.dialog).click();
      await visitor.dialog.waitFor({ state: 'detached' });
    });

    test(`${on}: the real token is tested and saved, and the thread says by whom`, async () => {
      const token = await makeToken(school);
      await visitor.button('Enter new token', visitor.root('60 days left')).click();
      await visitor.dialog.getByLabel('Secret token').fill(token);
      // Only now, which shows that the search would find it.
      assert.ok((await visitor.everythingReadable()).includes(token));
      await handIn(token);
      await visitor.sees(`The token for ${school} is being tested.`, visitor.dialog);
      await visitor.pictureOf(`${on}-6-dialog-message`);
      await closeMessage();
      await visitor.sees('By Maya Lindqvist', visitor.message('Applied and tested'));
      await visitor.sees('Applied and tested, waiting for proof', visitor.root(school));
      await assertNoTokenRemains();
    });

    test(`${on}: forty minutes later a cycle proves it, and the card says that it is replaced`, async () => {
      await visitor.moveTime('+40 minutes');
      const reply = visitor.message(/Proven by the cycle of \d\d:\d\d/);
      await visitor.sees(`Keep the old token in ${school} for a little longer`, reply);
      const card = visitor.root('Replaced and proven');
      await visitor.sees(`this thread asks for it to be revoked in ${school}`, card);
      assert.equal(await visitor.button('Enter new token', card).count(), 0);
      await visitor.pictureOf(`${on}-7-proven`, reply);
      await visitor.pictureOf(`${on}-8-replaced`, card.getByRole('link', { name: 'Open Entra' }));
      await assertNoTokenRemains();
    });
  };

  mainPath('desktop', desktop);

  test('the card of found connections sets up the second one, whose date is asked for', async () => {
    await visitor.button(`Watch ${business}`, visitor.message('2 connections found in Entra')).click();
    await visitor.dialog.getByLabel(/^Expiry date/).fill(await visitor.expiryAtApple(business));
    await visitor.pictureOf('desktop-9-watch');
    await visitor.button('Watch', visitor.dialog).click();
    await visitor.sees(`${business} is watched from now on`, visitor.dialog);
    await closeMessage();
    await visitor.message(`${business} is watched from now on`).waitFor();
  });

  test('somebody takes a fresh cycle on and snoozes it', async () => {
    await visitor.be('Tom Adeyemi');
    await visitor.moveTime('Next rung');
    const card = visitor.root('60 days left');
    await visitor.sees(business, card);
    // The first opens the fold, in which the day is chosen; the second promises.
    await visitor.button("I'll take it", card).first().click();
    await visitor.pictureOf('desktop-10-promise', card.getByLabel('Done by'));
    await visitor.button("I'll take it", card).last().click();
    await visitor.sees('Taken on by', card);
    await visitor.sees('Tom Adeyemi takes care of', visitor.message('Taken on'));
    await visitor.button('Snooze', card).click();
    const until = card.getByRole('button', { name: /^Snooze until/ }).first();
    await visitor.pictureOf('desktop-10-snooze', until);
    await until.click();
    await visitor.sees('Snoozed until', card);
    await visitor.sees('Tom Adeyemi snoozed', visitor.message('No reminders until'));
    // Its work is done, so the fold is closed again.
    await until.waitFor({ state: 'hidden' });
    await visitor.pictureOf('desktop-11-snoozed');
  });

  for (const [person, first, words] of [
    ['Priya Nair', 'priya', 'You may not rotate this token. Ask a member of "SCIM token rotators".'],
    ['Alex Kim', 'guest', 'Guests cannot use Scimitar. Ask a member of this organisation. Nothing was done.'],
  ] as const)
    test(`${person} gets no dialog and reads privately whom to ask`, async () => {
      await visitor.be(person);
      // What somebody else was told privately is gone.
      assert.equal(await visitor.page.getByText(words).count(), 0);
      const before = await visitor.page.getByRole('article').count();
      await visitor.button('Enter new token', visitor.root('60 days left')).click();
      await visitor.sees(words, visitor.page.getByRole('status'));
      assert.equal(await visitor.dialog.count(), 0);
      assert.equal(await visitor.page.getByRole('article').count(), before);
      await visitor.pictureOf(`desktop-12-refused-${first}`);
    });

  test('a token that Apple refuses changes nothing, and the exact message is in a fold', async () => {
    await visitor.be('Maya Lindqvist');
    await visitor.breakSomething('Apple', 'refuses every token');
    const token = await makeToken(business);
    await visitor.button('Enter new token', visitor.root('60 days left')).click();
    await handIn(token);
    await closeMessage();
    const reply = visitor.message('Nothing was changed');
    await visitor.sees('did not accept the token', reply);
    const exact = reply.getByText('Response Status Code: Unauthorized');
    assert.equal(await exact.isVisible(), false);
    await visitor.pictureOf('desktop-13-refused-token', reply);
    await visitor.button('Show the exact message', reply).click();
    await exact.waitFor();
    await visitor.pictureOf('desktop-14-exact-message', exact);
    await visitor.breakSomething('Apple', 'works');
    await assertNoTokenRemains();
  });

  test('the personal chat answers hi and the commands', async () => {
    await visitor.goTo('Scimitar');
    await visitor.say('hi', 'Hello, I am Scimitar');
    await visitor.say('/help', 'What I can do');
    await visitor.pictureOf('desktop-15-help');
    await visitor.say('/status', '2 connections are watched');
    await visitor.pictureOf('desktop-16-status');
    await visitor.say(`/history ${business}`, 'Tom Adeyemi took this on');
    await visitor.pictureOf('desktop-17-history');
  });

  test('a rotation from the personal chat is told there and in the channel', async () => {
    const answer = await visitor.say('/rotate-scim', 'Which connection gets a new token?');
    await visitor.pictureOf('desktop-18-rotate');
    await visitor.button(business, answer).click();
    await handIn(tokens.at(-1) ?? '');
    await closeMessage();
    await visitor.sees('Applied and tested', visitor.message('Applied and tested'));
    await visitor.pictureOf('desktop-19-chat-applied');
    await visitor.goTo('IT Operations');
    await visitor.sees('Applied and tested, waiting for proof', visitor.root(business));
    await assertNoTokenRemains();
  });

  test('a reset brings the first state back', async () => {
    await visitor.button('Reset the world').click();
    await visitor.button('Reset', visitor.dialog).click();
    await visitor.sees('The world has started anew.');
    await visitor.sees(`${school} is watched from now on`);
    assert.equal(await visitor.page.getByText('60 days left').count(), 0);
    assert.equal(await visitor.page.getByText(`${business} is watched`).count(), 0);
  });

  mainPath('phone', phone);

  test('nothing was complained about: no error, no warning, no breach of the content security policy', () => {
    assert.deepEqual(
      visitors.flatMap(({ complaints }) => complaints),
      [],
    );
  });

  test('nobody but this machine was asked for anything', () => {
    const hosts = visitors.flatMap(({ requested }) => requested.map((address) => new URL(address).hostname));
    assert.deepEqual([...new Set(hosts)], ['127.0.0.1']);
  });
});
