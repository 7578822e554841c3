import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { WorldClock } from '../../sandbox/clock.ts';
import type { Faults } from '../../sandbox/page-api.ts';
import { startPageServer, type PageServer } from '../../sandbox/page-server.ts';
import { channels, people } from '../../sandbox/seed.ts';
import { TeamsClient } from '../../sandbox/teams/client.ts';
import { TeamsState, type StoredMessage } from '../../sandbox/teams/state.ts';
import { launchChromium, withoutChromium } from './chromium.ts';

const secret = 'not-a-real-token-4711';
const apples = 'made-by-the-simulated-apple-0815';

const reminder = (claimedBy: string): object => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: '30 days left', style: 'heading' },
    { type: 'FactSet', facts: [{ title: 'Claimed by', value: claimedBy }] },
    {
      type: 'TextBlock',
      wrap: true,
      text: 'Read [this](https://example.com/a), not [that](javascript:alert(1)).',
    },
  ],
  actions: [
    { type: 'Action.Submit', title: 'Enter new token', data: { msteams: { type: 'task/fetch' } } },
    { type: 'Action.Execute', title: "I'll take it", verb: 'claim', data: {} },
    { type: 'Action.Execute', title: 'Snooze', verb: 'snooze', data: {} },
    {
      type: 'Action.ShowCard',
      title: 'How to make the token',
      card: {
        type: 'AdaptiveCard',
        version: '1.5',
        body: [{ type: 'Input.Text', id: 'note', label: 'Note' }],
      },
    },
  ],
});

const form = (problem: string): object => ({
  title: 'Enter new token',
  width: 'medium',
  height: 'medium',
  card: {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [
        { type: 'TextBlock', text: problem },
        {
          type: 'Input.Text',
          id: 'token',
          label: 'Secret token',
          style: 'password',
          isRequired: true,
          errorMessage: 'Enter the token.',
        },
        { type: 'Input.Date', id: 'expiry', label: 'Expiry date', value: '2028-02-10' },
        { type: 'Input.Toggle', id: 'testOnly', title: 'Test only', valueOn: 'true', valueOff: 'false' },
      ],
      actions: [{ type: 'Action.Submit', title: 'Test and save', data: { cycle: 'c1' } }],
    },
  },
});

interface Invoke {
  readonly name?: string;
  readonly text?: string;
  readonly from?: { readonly aadObjectId?: string };
  readonly value?: {
    readonly data?: Readonly<Record<string, unknown>>;
    readonly action?: { readonly verb?: string };
  };
}

describe('the page of the sandbox', { skip: withoutChromium }, () => {
  const teams = new TeamsState({ clock: new WorldClock(Date.parse('2027-02-10T09:42:00Z')) });
  const heard: Invoke[] = [];
  const complaints: string[] = [];
  let faults: Faults = {
    graph: 'none',
    apple: 'none',
    teams: 'none',
    provisioning: 'none',
    botSleeps: false,
  };
  let root: StoredMessage;
  let server: PageServer;
  let browser: Browser;
  let page: Page;

  /** Answers as a bot would, from a list. */
  function answer(invoke: Invoke): object | undefined {
    if (invoke.name === 'task/fetch') return { task: { type: 'continue', value: form('Enter it here.') } };
    if (invoke.name === 'task/submit')
      return invoke.value?.data?.['token'] === secret
        ? { task: { type: 'message', value: 'I am testing the token.' } }
        : { task: { type: 'continue', value: form('This is a web address.') } };
    if (invoke.name !== 'adaptiveCard/action') return undefined;
    const isClaim = invoke.value?.action?.verb === 'claim';
    if (isClaim) teams.edit(root, { card: reminder('Maya Lindqvist') });
    return {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: isClaim ? '' : 'Snoozed.',
    };
  }

  const bot = createServer((request, response) => {
    void readJson(request).then((activity) => {
      heard.push(activity);
      const body = answer(activity);
      response.writeHead(200, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
    });
  });

  before(async () => {
    bot.listen(0, '127.0.0.1');
    await once(bot, 'listening');
    const address = bot.address();
    if (address === null || typeof address === 'string') throw new Error('the bot has no port');
    teams.setBotInTeam(true);
    const channel = teams.findConversation(channels[1].id);
    if (!channel) throw new Error('there is no channel');
    root = teams.post(channel, undefined, 'bot', { card: reminder('nobody yet') });
    server = await startPageServer({
      teams,
      clock: teams.clock,
      people,
      port: 0,
      commands: [{ title: '/status', description: 'All connections' }],
      client: new TeamsClient({
        teams,
        botEndpoint: `http://127.0.0.1:${address.port}/api/messages`,
        signToken: () => Promise.resolve('unsigned'),
      }),
      view: {
        entra: () => ({ connections: [], audit: [] }),
        apple: () => [
          { product: 'school', name: 'Apple School Manager', tenantUrl: 'https://example.com', tokens: [] },
        ],
      },
      control: {
        moveClock: () => {
          teams.clock.advance(86_400_000);
        },
        setFaults: (next) => {
          faults = next;
        },
        faults: () => faults,
        generateToken: () => apples,
        revokeToken: () => undefined,
        saveToken: () => undefined,
        reset: () => undefined,
      },
    });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(5_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
    await page.getByRole('button', { name: 'IT Operations' }).click();
    await page.getByText('30 days left').waitFor();
  });

  after(async () => {
    await browser.close();
    await server.close();
    bot.close();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  /** Everything a script on the page could read: the markup and what stands in the fields. */
  const everythingOn = async (): Promise<string> => {
    const fields = await page.locator('input:not([type=checkbox]), textarea').all();
    const values = await Promise.all(fields.map((field) => field.inputValue()));
    return [await page.content(), ...values].join('\n');
  };

  test('only a web address becomes a link', async () => {
    assert.deepEqual(await page.locator('.card a').allTextContents(), ['this']);
  });

  for (const [written, shown] of [
    ['Ana \\*Ruiz\\* \\[IT\\]', 'Ana *Ruiz* [IT]'],
    ['\\_a\\_ and _b_', '_a_ and <em>b</em>'],
    ['**x \\** y** and *p\\*q*', '<strong>x ** y</strong> and <em>p*q</em>'],
    ['\\`a\\` and `a\\*`', '`a` and <code>a\\*</code>'],
    ['\\- no list, C:\\Users\\\\me', '- no list, C:\\Users\\me'],
    ['\\[a\\](https://example.com/b)', '[a](<a>https://example.com/b</a>)'],
    ['[a\\]b](https://example.com/)', '<a>a]b</a>'],
  ] as const)
    test(`a backslash takes its meaning from punctuation: ${written}`, async () => {
      const channel = teams.findConversation(channels[1].id);
      assert.ok(channel);
      const { id } = teams.post(channel, undefined, 'bot', { text: written });
      const text = page.locator(`#message-${id} .text p`);
      await text.waitFor();
      assert.equal((await text.innerHTML()).replace(/<a [^>]*>/g, '<a>'), shown);
    });

  test('what is typed, opened and focused survives a change of the world', async () => {
    await button('How to make the token').click();
    await page.getByLabel('Note').fill('half a sen');
    teams.touch();
    await button('+1 day').click();
    await page.getByText('11 Feb 2027').waitFor();
    await page.getByLabel('Note').focus();
    teams.edit(root, { card: reminder('Tom Adeyemi') });
    await page.locator('.card').getByText('Tom Adeyemi').waitFor();
    assert.equal(await page.getByLabel('Note').inputValue(), 'half a sen');
  });

  test('a pressed button reaches the bot as the person on the screen, and its notice is shown', async () => {
    await button('Snooze').click();
    await page.getByText('Snoozed.').waitFor();
    assert.equal(heard.at(-1)?.from?.aadObjectId, people[0].id);
  });

  test('an edited card is drawn anew and says so', async () => {
    await button("I'll take it").click();
    await page.locator('.card').getByText('Maya Lindqvist').waitFor();
    await page.getByText('Edited').waitFor();
  });

  test('a dialog masks the token, asks again after a wrong one, and leaves nothing of it on the page', async () => {
    await button('Enter new token').click();
    const field = page.getByLabel('Secret token');
    assert.equal(await field.getAttribute('type'), 'password');
    assert.equal(await field.getAttribute('autocomplete'), 'off');
    await button('Test and save').click();
    await page.getByText('Enter the token.').waitFor();
    await field.fill('https://example.com');
    await button('Test and save').click();
    await page.getByText('This is a web address.').waitFor();
    assert.equal(await field.inputValue(), '');
    await field.fill(secret);
    await button('Test and save').click();
    await page.getByText('I am testing the token.').waitFor();
    assert.deepEqual(heard.at(-1)?.value?.data, {
      cycle: 'c1',
      token: secret,
      expiry: '2028-02-10',
      testOnly: 'false',
    });
    await button('OK').click();
    assert.ok(!(await everythingOn()).includes(secret));
  });

  test('Escape closes a dialog and gives the focus back', async () => {
    await button('Enter new token').click();
    await page.getByLabel('Secret token').fill(secret);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.locator(':focus').textContent(), 'Enter new token');
    assert.ok(!(await everythingOn()).includes(secret));
  });

  test('a token made at Apple is shown once', async () => {
    await button('Generate token').click();
    assert.equal(await page.getByRole('textbox', { name: 'New token' }).inputValue(), apples);
    await button('Done').click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.ok(!(await everythingOn()).includes(apples));
  });

  test('somebody else has another chat, and the bot hears who speaks', async () => {
    await page.getByRole('button', { name: /Act as somebody else/ }).click();
    await page.getByRole('menuitemradio', { name: /Tom Adeyemi/ }).click();
    await page.getByRole('button', { name: /^You are Tom Adeyemi/ }).waitFor();
    await page.getByRole('button', { name: /^Scimitar/ }).click();
    await page.getByLabel('Type a message').fill('/sta');
    await page.getByRole('option', { name: '/status' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.mine').getByText('/status').waitFor();
    const said = heard.findLast(({ text }) => text !== undefined);
    assert.deepEqual([said?.text, said?.from?.aadObjectId], ['/status', people[1].id]);
  });

  test('in a channel a mention is sent as a mention', async () => {
    await page.getByRole('button', { name: 'IT Operations' }).click();
    const field = page.getByLabel('Start a post');
    await field.fill('@');
    await page.keyboard.press('Enter');
    await field.pressSequentially('help <b>me</b>');
    await page.keyboard.press('Enter');
    const mention = page.locator('.message', { hasText: 'help <b>me</b>' }).locator('.mention');
    assert.equal(await mention.textContent(), 'Scimitar');
  });

  test('nothing was complained about: no error, no warning, no breach of the content security policy', () => {
    assert.deepEqual(complaints, []);
  });
});

async function readJson(request: IncomingMessage): Promise<Invoke> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Invoke;
}
