import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import { commandNames, parseCommand, type Command, type NotACommand } from '../../src/domain/command.ts';

const day = '2026-11-23' as CalendarDate;
const rotate: Command = { name: 'rotate-scim' };
const help: Command = { name: 'help' };
const greeting: Command = { name: 'greeting' };

const messages: Readonly<Record<string, readonly [string, Command | NotACommand]>> = {
  'a slash before the command': ['/rotate-scim', rotate],
  'no slash': ['rotate-scim', rotate],
  'capital letters': ['/ROTATE-Scim', rotate],
  'blanks around it': ['  /rotate-scim \t\n', rotate],
  'no-break spaces, as Teams leaves them after a mention': ['\u00A0/rotate-scim\u00A0', rotate],
  'marks of writing direction': ['\u200F/help\u200F', help],
  'a zero-width space from copied text': ['\u200Bhelp', help],
  'the connection may be named': ['/rotate-scim Apple', { name: 'rotate-scim', connection: 'Apple' }],
  'a name keeps its letters': ['status aPPle', { name: 'status', connection: 'aPPle' }],
  'a name may have blanks': [
    '/history Apple  Business\u00A0Manager (Test)',
    { name: 'history', connection: 'Apple Business Manager (Test)' },
  ],
  'a name on the next line': ['status\nApple', { name: 'status', connection: 'Apple' }],
  'a name in another script': ['status أبل', { name: 'status', connection: 'أبل' }],
  status: ['/status', { name: 'status' }],
  history: ['HISTORY', { name: 'history' }],
  'a day behind history': ['/history 2026-11-23', { name: 'history', date: day }],
  'a connection and a day': [
    'history Apple Business 2026-11-23',
    { name: 'history', connection: 'Apple Business', date: day },
  ],
  'a connection and a day on lines of their own': [
    'history\nApple\n2026-11-23\n',
    { name: 'history', connection: 'Apple', date: day },
  ],
  'a day with marks that nobody sees': ['history 2026-11-23\u200E', { name: 'history', date: day }],
  'a day before the connection belongs to the name': [
    'history 2026-11-23 Apple',
    { name: 'history', connection: '2026-11-23 Apple' },
  ],
  'two days: the first belongs to the name': [
    'history 2026-11-22 2026-11-23',
    { name: 'history', connection: '2026-11-22', date: day },
  ],
  'a day that does not exist is a name': [
    'history Apple 2026-02-30',
    { name: 'history', connection: 'Apple 2026-02-30' },
  ],
  'the German order is a name': ['history 23.11.2026', { name: 'history', connection: '23.11.2026' }],
  'a day behind another command belongs to the name': [
    'status Apple 2026-11-23',
    { name: 'status', connection: 'Apple 2026-11-23' },
  ],
  settings: ['/Settings', { name: 'settings' }],
  'settings of a connection': ['settings Apple', { name: 'settings', connection: 'Apple' }],
  'remind-here': ['remind-here', { name: 'remind-here' }],
  'remind-here for a connection': ['/remind-here Apple', { name: 'remind-here', connection: 'Apple' }],
  'the words of remind-here apart': ['remind here', 'unknown'],
  'freeze, a connection, a day and a reason': [
    '/Freeze Apple  School until 2026-11-23 audit\nweek',
    {
      name: 'freeze',
      asked: { ok: true, value: { connection: 'Apple School', until: day, reason: 'audit week' } },
    },
  ],
  'freeze without a day': ['freeze Apple', { name: 'freeze', asked: { ok: false, failure: 'no-until' } }],
  'a reason that is too long is told so': [
    `freeze Apple until 2026-11-23 ${'why '.repeat(3_000)}`,
    { name: 'freeze', asked: { ok: false, failure: 'reason-too-long' } },
  ],
  unfreeze: ['/unfreeze', { name: 'unfreeze' }],
  'unfreeze a connection': ['unfreeze Apple', { name: 'unfreeze', connection: 'Apple' }],
  'a longer word than freeze': ['freezer', 'unknown'],
  help: ['/help', help],
  'help with a word': ['/help Quarantine', { name: 'help', about: 'Quarantine' }],
  'help with several words': ['help  HTTP/404 Not Found', { name: 'help', about: 'HTTP/404 Not Found' }],
  'hi greets': ['hi', greeting],
  'Hello! greets': ['Hello!', greeting],
  'hey... greets': ['hey...', greeting],
  '/hi greets': ['/hi', greeting],
  'a sentence about the command is talk': ['please do NOT /rotate-scim now', 'unknown'],
  'a longer word is another word': ['rotate-scims', 'unknown'],
  'two slashes are none': ['//help', 'unknown'],
  'a slash alone': ['/', 'unknown'],
  'a slash and a blank': ['/ help', 'unknown'],
  'an exclamation mark alone is no greeting': ['!', 'unknown'],
  'a command is not greeted with an exclamation mark': ['status!', 'unknown'],
  'help alone is no part of a word': ['helpme', 'unknown'],
  'a greeting takes nothing': ['hi there', 'unknown'],
  'the words apart': ['rotate scim', 'unknown'],
  'another hyphen': ['rotate\u2011scim', 'unknown'],
  'a mention that was not cut off': ['<at>Scimitar</at> help', 'unknown'],
  'the command in a tag': ['<p>/help</p>', 'unknown'],
  'an emoji': ['👋', 'unknown'],
  'a text from right to left': ['مرحبا', 'unknown'],
  'the Turkish capital': ['ROTATE-SCİM', 'unknown'],
  'a name that every object has': ['constructor', 'unknown'],
  nothing: ['', 'empty'],
  'blanks only': [' \u00A0\t\r\n', 'empty'],
  'what nobody sees': ['\u200B\u200F\uFEFF', 'empty'],
  '10,000 characters': ['x'.repeat(10_000), 'unknown'],
  'a command before 10,000 characters': [`help ${'x'.repeat(10_000)}`, 'unknown'],
  'a name that is too long is not cut to another one': [`status ${'Apple '.repeat(100)}`, 'unknown'],
  'a command behind 10,000 blanks': [`${' '.repeat(10_000)}help`, help],
  'blanks do not cut a name short': [
    `status${' '.repeat(188)}Apple Business`,
    { name: 'status', connection: 'Apple Business' },
  ],
};
for (const [sentence, [text, expected]] of Object.entries(messages))
  test(sentence, () => {
    assert.deepEqual(
      parseCommand(text),
      typeof expected === 'string' ? { ok: false, failure: expected } : { ok: true, value: expected },
    );
  });

test('200 characters are read and 201 are not', () => {
  assert.equal(parseCommand(`status ${'x'.repeat(193)}`).ok, true);
  assert.equal(parseCommand(`status ${'x'.repeat(194)}`).ok, false);
});

test('every command is understood by its name alone', () => {
  for (const name of commandNames) assert.deepEqual(parseCommand(name), { ok: true, value: { name } });
});
