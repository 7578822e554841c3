import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { CalendarDate, Moment, TimeZone } from '../src/domain/calendar.ts';
import { messagesFrom } from '../src/domain/forecast.ts';
import { usualLadder } from '../src/domain/ladder.ts';
import { usualHours } from '../src/domain/working-hours.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
after(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly lines: readonly string[];
  readonly problems: readonly string[];
  readonly code: number | null;
}

/** As npm runs it: in the folder of the package, and called in another. */
function simulate(...words: readonly string[]): Ended {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'simulate/main.ts', '--today', '2026-11-23', ...words],
    { cwd: root, env: { ...process.env, INIT_CWD: folder }, encoding: 'utf8' },
  );
  const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  return { lines: linesOf(stdout), problems: linesOf(stderr), code: status };
}

/** The beginning of each event, as `20261231T080000Z`, and its title; lines that were folded are whole again. */
function eventsIn(path: string): readonly (readonly [start: string, title: string])[] {
  const text = readFileSync(join(folder, path), 'utf8').replace(/\r\n[ \t]/g, '');
  assert.match(text, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
  assert.match(text, /END:VEVENT\r\nEND:VCALENDAR\r\n$/);
  const ids = [...text.matchAll(/^UID:(.*)\r$/gm)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  return text
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((event) => [/^DTSTART:(.*)\r$/m.exec(event)?.[1] ?? '', /^SUMMARY:(.*)\r$/m.exec(event)?.[1] ?? '']);
}

test('a token of the usual settings is printed, line by line, and stands in the calendar', () => {
  const { lines, problems, code } = simulate('--expires', '2027-03-01', '--zone', 'Europe/Berlin');
  assert.deepEqual([code, problems], [0, []]);
  assert.deepEqual(
    lines.map((line) => line.replace(/ +/g, ' ')),
    [
      'From Mon 23 November 2026, in Europe/Berlin, Mon Tue Wed Thu Fri 09:00 to 17:00, ladder 60 45 30 21 14 7 3 1 0.',
      'Token that expires on 1 March 2027, replaced on 1 March 2027',
      ' 2026',
      ' Thu 31 December 2026 09:00 CET 60 days before expiry',
      ' 2027',
      ' Fri 15 January 2027 09:00 CET 45 days before expiry',
      ' Mon 1 February 2027 09:00 CET 30 days before expiry; later, since Sat 30 January 2027 is closed',
      ' Mon 8 February 2027 09:00 CET 21 days before expiry',
      ' Mon 15 February 2027 09:00 CET 14 days before expiry',
      ' Mon 22 February 2027 09:00 CET 7 days before expiry',
      ' Fri 26 February 2027 09:00 CET 1 day before expiry; earlier, since Sun 28 February 2027 is closed and the ' +
        'next opening is too late; in place of the one 3 days before expiry',
      ' Mon 1 March 2027 09:00 CET the day of expiry',
      '8 messages, the first on Thu 31 December 2026, 09:00 CET, the last on Mon 1 March 2027, 09:00 CET.',
      `They are in the calendar file ${join(folder, 'reminders.ics')}`,
    ],
  );
  const events = eventsIn('reminders.ics');
  assert.deepEqual(events[0], ['20261231T080000Z', 'SCIM token: 60 days before expiry']);
  assert.deepEqual(events.at(-2), ['20270226T080000Z', 'SCIM token: 1 day before expiry']);
  assert.equal(events.length, 8);
});

test('the example in docs/simulate.md is what is printed', () => {
  const [, words = '', example = ''] =
    /^npm run simulate -- (.*)\n\n([\s\S]*?)```/m.exec(
      readFileSync(join(root, 'docs/simulate.md'), 'utf8'),
    ) ?? [];
  writeFileSync(join(folder, 'closed.txt'), '2026-12-24 to 2027-01-06 Winter\n');
  const { lines } = simulate(...words.replace(' --today 2026-11-23', '').split(' '));
  assert.deepEqual(
    lines.slice(0, -1),
    example.split('\n').filter((line) => line !== ''),
  );
});

test('fifty years have a heading a token, a line a message, and an event a line', () => {
  const words = [
    '--expires',
    '2027-03-01',
    '--zone',
    'Australia/Lord_Howe',
    '--years',
    '50',
    '--ics',
    'fifty.ics',
  ];
  const started = performance.now();
  const { lines, code } = simulate(...words);
  assert.equal(code, 0);
  assert.ok(performance.now() - started < 30_000);
  const messages = lines.filter((line) => line.startsWith('  '));
  assert.equal(lines.filter((line) => line.startsWith('Token ')).length, 50);
  assert.equal(eventsIn('fifty.ics').length, messages.length);
  assert.ok(lines.at(-2)?.startsWith(`${messages.length} messages, the first on`));
  assert.match(messages.at(-1) ?? '', /^ {2}Sun 1 March 2076 .* the day of expiry$/);
});

test('what is printed is what the rules decide', () => {
  const { lines } = simulate(
    '--expires',
    '2027-03-01',
    '--zone',
    'UTC',
    '--nobody-acts',
    '--ics',
    'rules.ics',
  );
  const plan = {
    expiresOn: '2027-03-01' as CalendarDate,
    expirySource: 'typed',
    ladder: usualLadder,
    zone: 'UTC' as TimeZone,
    hours: usualHours,
  } as const;
  const expected: string[] = [];
  for (const { at } of messagesFrom(
    plan,
    { state: 'open', rungs: [] },
    '2026-11-23T09:00:00.000Z' as Moment,
  )) {
    if (at > '2028-03-02') break;
    expected.push(at.replace(/[-:]|\.000/g, ''));
  }
  assert.deepEqual(
    eventsIn('rules.ics').map(([start]) => start),
    expected,
  );
  assert.equal(lines.filter((line) => line.startsWith('  ')).length, expected.length);
  assert.ok(expected.length > 8 + 28 + 40);
});

test('hours, closed days, a ladder, a promise and a snooze are kept to', () => {
  writeFileSync(join(folder, 'closed.txt'), '# Winter\n2026-12-24 to 2027-01-06 Winter\n2027-02-08\n');
  const { lines, code } = simulate(
    ...['--expires', '2027-03-01', '--zone', 'Asia/Kathmandu', '--days', 'sun-thu', '--from', '10:00'],
    ...['--to', '15:30', '--holidays', 'closed.txt', '--ladder', '60,40,21,7', '--ics', 'own.ics'],
    ...['--snooze', '2027-01-27', '--promise', '2027-01-10', '--replaced', '10', '--years', '2'],
  );
  assert.equal(code, 0);
  assert.deepEqual(
    lines.filter((line) => /^(Token| {2})/.test(line)).map((line) => line.replace(/ +/g, ' ')),
    [
      'Token that expires on 1 March 2027, replaced on 19 February 2027',
      ' Mon 11 January 2027 10:00 GMT+5:45 the promise is over',
      ' Wed 27 January 2027 10:00 GMT+5:45 40 days before expiry; the snooze had kept it back',
      ' Tue 9 February 2027 10:00 GMT+5:45 21 days before expiry; later, since Mon 8 February 2027 is closed',
      'Token that expires on 19 February 2028, replaced on 9 February 2028',
      ' Tue 21 December 2027 10:00 GMT+5:45 60 days before expiry',
      ' Mon 10 January 2028 10:00 GMT+5:45 40 days before expiry',
      ' Sun 30 January 2028 10:00 GMT+5:45 21 days before expiry; later, since Sat 29 January 2028 is closed',
    ],
  );
});

test('an unsure date begins earlier, for the first token only', () => {
  const { lines } = simulate('--expires', '2027-03-01', '--unsure', '--years', '2', '--ics', 'unsure.ics');
  assert.match(lines.find((line) => line.startsWith('Token')) ?? '', /\(nobody vouches for it\)/);
  assert.deepEqual(
    lines.filter((line) => /(74|60) days before/.test(line)).map((line) => line.trim().slice(0, 20)),
    ['Thu 17 December 2026', 'Mon 3 January 2028  '],
  );
});

test('of a token that is past its expiry, the message that would come now is printed', () => {
  const { lines } = simulate('--expires', '2026-11-01', '--ics', 'past.ics');
  assert.match(
    lines.at(-3) ?? '',
    /Mon 23 November 2026 .* 22 days after expiry; in place of 30 earlier ones$/,
  );
  assert.match(lines.at(-2) ?? '', /^1 message, on Mon 23 November 2026/);
  assert.deepEqual(eventsIn('past.ics'), [['20261123T090000Z', 'SCIM token: 22 days after expiry']]);
});

test('a token that is replaced before its first message has none, and no calendar is written', () => {
  const { lines, code } = simulate('--expires', '2027-06-01', '--replaced', '61', '--ics', 'none.ics');
  assert.deepEqual([code, lines.slice(-2)], [0, ['  no message', 'No message.']]);
  assert.equal(existsSync(join(folder, 'none.ics')), false);
});

test('everything that is wrong is said at once, one sentence each, and nothing is written', () => {
  const before = readdirSync(folder);
  const { lines, problems, code } = simulate(
    ...['--expires', '2029-03-01', '--zone', 'Mars/Phobos', '--years', '51', '--days', 'mon-blue'],
    ...['--from', '25:00', '--to', 'five', '--ladder', '30,-7', '--holidays', 'nowhere.txt'],
    ...['--replaced', 'soon', '--ics', 'package.json', '--colour', '--unsure=yes', '--years', '2', 'quickly'],
  );
  assert.deepEqual([code, lines], [2, []]);
  assert.deepEqual(problems, [
    'There is no option --colour; --help lists those that there are.',
    '--unsure takes no value.',
    '--years is there twice.',
    '"quickly" belongs to no option.',
    '--zone "Mars/Phobos" is not a time zone such as Europe/Berlin.',
    'The file of closed days, nowhere.txt, cannot be read.',
    '--days "mon-blue" is not a list of weekdays such as mon-fri or mon,tue,thu.',
    '--from "25:00" is not a time of day such as 09:00.',
    '--to "five" is not a time of day such as 09:00.',
    '--ladder "30,-7" has a number below 0: days are counted before expiry, and after it there is a message every day.',
    '--years "51" is not a whole number from 1 to 50.',
    '--replaced "soon" is not a whole number from 0 to 300.',
    '--ics "package.json" does not end in .ics: no other file is written over.',
    '--expires 2029-03-01 is more than 400 days away: is the year right?',
  ]);
  assert.deepEqual(readdirSync(folder), before);
});

test('a calendar file that cannot be written is a problem before anything is printed', () => {
  const { lines, problems, code } = simulate('--expires', '2027-03-01', '--ics', 'no/such/folder/a.ics');
  assert.deepEqual([code, lines], [2, []]);
  assert.match(problems.join(), /^The calendar file .*a\.ics cannot be written\.$/);
});

test('without npm the current folder is the one that it is started in', () => {
  const { INIT_CWD: _, ...env } = process.env;
  const main = join(root, 'simulate/main.ts');
  const words = [
    '--import',
    import.meta.resolve('tsx'),
    main,
    '--expires',
    '2027-03-01',
    '--today',
    '2026-11-23',
  ];
  rmSync(join(folder, 'reminders.ics'), { force: true });
  assert.equal(spawnSync(process.execPath, words, { cwd: folder, env }).status, 0);
  assert.equal(eventsIn('reminders.ics').length, 8);
});

test('--help lists the options', () => {
  const { lines, problems, code } = simulate('--help');
  assert.deepEqual([code, problems], [0, []]);
  for (const option of ['--expires', '--nobody-acts', '--ics'])
    assert.ok(lines.some((line) => line.startsWith(`  ${option} `)));
});
