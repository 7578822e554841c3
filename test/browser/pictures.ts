// Makes the pictures in docs/images anew from the running sandbox: `npm run pictures`.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator } from 'playwright-core';
import { launchChromium, withoutChromium } from './chromium.ts';
import { startSandboxProcess } from './sandbox-process.ts';
import { desktop, phone, Visitor } from './visitor.ts';

const folder = join(import.meta.dirname, '../../docs/images');
const school = 'Apple School Manager';
/** Largest size of a picture in bytes, so that the page that shows it opens fast. */
const largest = 300_000;

/** 1440 by 900 pixels, with the page drawn a little smaller so that a whole thread fits in. */
const zoom = 0.76;
const smallerDesktop = {
  viewport: { width: Math.round(1440 / zoom), height: Math.round(900 / zoom) },
  deviceScaleFactor: zoom,
} satisfies BrowserContextOptions;

if (withoutChromium !== false) throw new Error(withoutChromium);
const [sandbox, browser] = await Promise.all([startSandboxProcess(), launchChromium()]);
try {
  const visitor = await Visitor.arrive(browser, sandbox.url, desktop);
  await visitor.button('Close this explanation').click();
  await visitor.moveTime('Next rung');

  const onPhone = await Visitor.arrive(browser, sandbox.url, { ...phone, deviceScaleFactor: 2 });
  await onPhone.goTo('IT Operations');
  await toTop(onPhone.root('60 days left'));
  await save(onPhone, 'phone.png');

  const token = await visitor.makeToken(school);
  await visitor.button('Enter new token', visitor.root('60 days left')).click();
  await visitor.dialog.getByLabel('Secret token').fill(token);
  await dayFirst(visitor.dialog.getByLabel(/^Expiry date/));
  await save(visitor, 'dialog.png');
  await visitor.button('Test and save', visitor.dialog).click();
  await visitor.button('OK', visitor.dialog).click();
  await visitor.message('Applied and tested').waitFor();
  await visitor.moveTime('+40 minutes');
  await visitor.message('Proven by the cycle of').waitFor();

  const later = await Visitor.arrive(browser, sandbox.url, smallerDesktop);
  await later.button('Close this explanation').click();
  await toTop(later.root('Replaced and proven'));
  await save(later, 'sandbox.png');
} finally {
  await browser.close();
  await sandbox.stop();
}

async function save({ page }: Visitor, name: string): Promise<void> {
  const path = join(folder, name);
  // The pointer leaves no button looking pressed.
  await page.mouse.move(0, 0);
  await page.screenshot({ path });
  const { size } = await stat(path);
  process.stdout.write(`docs/images/${name}: ${size} bytes\n`);
  if (size > largest) throw new Error(`docs/images/${name} is larger than ${largest} bytes`);
}

interface PageElement {
  readonly style: { scrollMargin: string };
  type: string;
  scrollIntoView(how: { readonly block: 'start' }): void;
}

/** Scrolls until this is the first thing in the window. */
async function toTop(message: Locator): Promise<void> {
  await message.waitFor();
  await message.evaluate((element: PageElement) => {
    // Just the edge of its post, and nothing of what stands above.
    element.style.scrollMargin = '16px';
    element.scrollIntoView({ block: 'start' });
  });
}

/** A date field that was made before it stood on the page reads month first, whatever the page's language. */
async function dayFirst(field: Locator): Promise<void> {
  await field.evaluate((element: PageElement) => {
    element.type = 'text';
    element.type = 'date';
  });
}
