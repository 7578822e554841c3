import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** For `describe`: false where there is a Chromium, else why its tests are left out. */
export const withoutChromium: string | false = existsSync(executablePath)
  ? false
  : 'no Chromium here: install it or set CHROMIUM_PATH';

/** A browser that keeps to itself. The caller closes it. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Lets an element's lang say how a date field reads; elsewhere the browser's own language says it.
      '--enable-blink-features=LangAttributeAwareFormControlUI',
    ],
  });
