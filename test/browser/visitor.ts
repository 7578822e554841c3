import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** The two windows that the page is made for. */
export const desktop = { viewport: { width: 1440, height: 900 } } satisfies BrowserContextOptions;
export const phone = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
} satisfies BrowserContextOptions;

const pictures = join(import.meta.dirname, '../../test-results/screenshots');

/** Somebody at the sandbox's page, who finds things by what they see: roles, labels and words. */
export class Visitor {
  readonly page: Page;
  /** Errors and warnings of the browser's console, breaches of the content security policy among them. */
  readonly complaints: string[] = [];
  readonly requested: string[] = [];
  readonly #onPhone: boolean;

  private constructor(page: Page, onPhone: boolean) {
    this.page = page;
    this.#onPhone = onPhone;
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('request', (request) => this.requested.push(request.url()));
  }

  /** Opens the page for the first time. */
  static async arrive(browser: Browser, url: string, window: BrowserContextOptions): Promise<Visitor> {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'UTC',
      colorScheme: 'light',
      reducedMotion: 'reduce',
      ...window,
    });
    const visitor = new Visitor(await context.newPage(), window.isMobile === true);
    await visitor.page.goto(url);
    return visitor;
  }

  button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  panel(name: string): Locator {
    return this.page
      .getByRole('complementary', { name: 'The world' })
      .getByRole('region', { name, exact: true });
  }

  /** The newest message with these words, be it a post, a reply or a line of a chat. */
  message(words: string | RegExp): Locator {
    return this.page.getByRole('article').filter({ hasText: words }).last();
  }

  /** The first message of the newest post about something: the card that is kept up to date. */
  root(words: string | RegExp): Locator {
    return this.page
      .getByRole('region', { name: 'Post by Scimitar' })
      .filter({ hasText: words })
      .last()
      .getByRole('article')
      .first();
  }

  async sees(words: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByText(words).first().waitFor();
  }

  /** Opens a conversation from the list, which a phone shows by itself. */
  async goTo(conversation: 'IT Operations' | 'Scimitar'): Promise<void> {
    const back = this.button('Back to the list');
    if (this.#onPhone && (await back.isVisible())) await back.click();
    const list = this.page.getByRole('navigation', { name: 'Conversations' });
    await list.getByRole('button', { name: new RegExp(`^${conversation}`) }).click();
    await this.page.getByRole('heading', { name: conversation, level: 1 }).waitFor();
  }

  async be(name: string): Promise<void> {
    await this.button(/Act as somebody else/).click();
    await this.page.getByRole('menuitemradio', { name: new RegExp(name) }).click();
    await this.page.getByRole('button', { name: new RegExp(`^You are ${name}`) }).waitFor();
  }

  /** Presses something among the world's switches; on a phone these are a sheet that is pulled up and put away. */
  async inTheWorld(act: () => Promise<void>): Promise<void> {
    const handle = this.button(/^The world.*\d\d:\d\d$/);
    if (this.#onPhone) await handle.click();
    await act();
    if (this.#onPhone) await handle.click();
  }

  /** Moves time and waits until it has moved. */
  async moveTime(button: 'Next rung' | '+40 minutes' | '+1 day' | 'To expiry'): Promise<void> {
    await this.inTheWorld(async () => {
      const time = this.panel('Time');
      await this.button(button, time).click();
      await time.getByRole('progressbar').waitFor({ state: 'hidden' });
    });
  }

  async breakSomething(what: 'Apple' | 'Graph' | 'Teams', how: string): Promise<void> {
    const select = this.panel('Faults').getByLabel(what);
    await select.selectOption({ label: how });
    await this.page.waitForResponse((response) => response.url().includes('/api/state'));
  }

  /** Makes a token at Apple and keeps what is shown this once. */
  async makeToken(product: string): Promise<string> {
    let token = '';
    await this.inTheWorld(async () => {
      const box = this.panel('Apple').locator('.box', { hasText: product });
      await this.button('Generate token', box).click();
      token = await this.dialog.getByRole('textbox', { name: 'New token' }).inputValue();
      await this.button('Done', this.dialog).click();
      await this.dialog.waitFor({ state: 'detached' });
    });
    return token;
  }

  /** The last day of the product's first token as Apple's panel shows it, in the form that a date field takes. */
  async expiryAtApple(product: string): Promise<string> {
    const slot = this.panel('Apple')
      .getByRole('list', { name: `Tokens of ${product}` })
      .getByRole('listitem')
      .first();
    const shown = /Expires (\d+ \w+ \d{4})/.exec(await slot.innerText())?.[1] ?? '';
    return new Date(`${shown} UTC`).toISOString().slice(0, 10);
  }

  /** Says something in the personal chat and gives the bot's answer with these words. */
  async say(text: string, expected: string): Promise<Locator> {
    const answers = this.page.getByRole('article', { name: /^Scimitar/ });
    const before = await answers.count();
    await this.page.getByLabel('Type a message').fill(text);
    await this.button('Send').click();
    await answers.nth(before).waitFor();
    const answer = answers.filter({ hasText: expected }).last();
    await answer.waitFor();
    return answer;
  }

  /** Everything a script on the page could read: markup, fields, what the browser stores, and every address. */
  async everythingReadable(): Promise<string> {
    const parts = await this.page.evaluate<string[]>(`[
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea, select')].map((field) => field.value),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      JSON.stringify(history.state),
      document.cookie,
      location.href,
    ]`);
    return [...parts, ...this.requested].join('\n');
  }

  /** Saves what is on the screen, in both themes, for people to look at. */
  async pictureOf(name: string, at?: Locator): Promise<void> {
    await mkdir(pictures, { recursive: true });
    await at?.scrollIntoViewIfNeeded();
    for (const colorScheme of ['dark', 'light'] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
    }
  }
}
