// `npm run simulate -- --expires 2027-03-01 --zone Europe/Berlin --years 10` prints every message that is to come.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dateIn, momentOf } from '../src/domain/calendar.ts';
import type { Forecast } from '../src/domain/forecast.ts';
import { calendarText, eventOf } from './calendar-file.ts';
import { readOptions, type Simulation } from './options.ts';
import { messagesOf, tokensOf, type Token } from './tokens.ts';
import { optionTexts, readWords } from './typed.ts';
import { messageLine, settingsLine, summaryLine, tokenHeading } from './words.ts';

/** Where paths begin: npm runs scripts in the folder of the package and names the one that it was called in. */
const folder = process.env['INIT_CWD'] ?? process.cwd();

/** Whoever reads may have read enough, as `head` does. */
process.stdout.on('error', () => {
  process.exit(0);
});

async function say(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

function complain(problems: readonly string[]): void {
  process.stderr.write(problems.map((problem) => `${problem}\n`).join(''));
  process.exitCode = 2;
}

async function help(): Promise<void> {
  await say('Prints every message that Scimitar would send, and writes them into a calendar file.\n');
  for (const [name, text] of Object.entries(optionTexts)) await say(`  --${name} ${text}`);
}

const typed = readWords(process.argv.slice(2));
const read = readOptions(typed, {
  now: momentOf(Date.now()),
  readFile: (path) => readFileSync(resolve(folder, path), 'utf8'),
});
if (typed.values.has('help')) await help();
else if (!read.ok) complain(read.failure);
else await simulate(read.value);

async function simulate(simulation: Simulation): Promise<void> {
  const lives = Array.from(tokensOf(simulation), (token) => ({ token, messages: [...messagesOf(token)] }));
  const events = lives.flatMap(({ token, messages }) =>
    messages.map((message) => eventOf(token.plan, message)),
  );
  const path = resolve(folder, simulation.calendarFile);
  try {
    if (events.length > 0) writeFileSync(path, calendarText(events));
  } catch {
    complain([`The calendar file ${path} cannot be written.`]);
    return;
  }
  await say(settingsLine(simulation));
  for (const { token, messages } of lives) await sayToken(token, messages);
  await say(
    `\n${summaryLine(
      simulation.plan,
      lives.flatMap(({ messages }) => messages),
    )}`,
  );
  if (events.length > 0) await say(`They are in the calendar file ${path}`);
}

async function sayToken(token: Token, messages: readonly Forecast[]): Promise<void> {
  await say(`\n${tokenHeading(token)}`);
  let year = '';
  for (const message of messages) {
    const its = dateIn(token.plan.zone, message.at).slice(0, 4);
    if (its !== year) await say(` ${its}`);
    year = its;
    await say(messageLine(token.plan, message));
  }
  if (messages.length === 0) await say('  no message');
}
