import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeText } from '../../src/cards/card-for.ts';
import { answered, sampleOf, testThatSay, type Says } from './said.ts';
import { noticeSamples } from './samples.ts';

const answers: readonly Says[] = [
  ['status, decoded', [/7 January 2027, read from the token itself/]],
  ['status, derived', [/worked out from the day on which the token was made/]],
  ['status, typed', [/read in Apple Business by a person/]],
  ['status, guessed', [/not confirmed: please check the date in Apple Business/]],
  [
    'status, one',
    [
      /Taken on by\nMaya Lindqvist, to be done by/,
      /Next message\n4 January 2027, 09:00 CET, when the promise of Maya Lindqvist is over/,
      /Tokens, which cannot be spoken to since 23 November 2026, 10:42 CET/,
      /remind-here/,
    ],
  ],
  ['status, typed', [/Channel\nTokens\n/], /cannot be spoken to/],
  ['help, channel', [/@Scimitar settings/, /@Scimitar remind-here/, /With a day, as in history 2027-01-04/]],
  ['help, personal', [/\nsettings\n/, /\nremind-here\n/]],
  ['moved-here, full', [/30 connections come here from now on/, /channel Tokens/]],
  ['moved-here, bare', [/No reminders were moved/]],
  ['only-in-a-channel', [/in a channel only/, /@Scimitar remind-here/]],
  ['watching, unsure', [/Not confirmed/]],
  [
    'settings, one',
    [
      /Monday to Friday, 09:00 to 17:00, Europe\/Berlin/,
      /Closed days\n2 listed/,
      /On call\nOn call/,
      /Digest\nOff/,
      /60, 45, 30, 21, 14, 7, 3, 1, 0 days before 7 January 2027. Owner: Maya Lindqvist/,
    ],
  ],
  ['settings, bare', [/No connection is watched/], /Working hours\n/],
];

const explained: readonly Says[] = [
  [
    'explained, spoken on-time',
    [
      /The reminder for 45 days left went out on 4 January 2027, 09:00 CET: on its day/,
      /What happened on this day/,
    ],
  ],
  ['explained, spoken moved-later', [/its own day was closed, so it came at the next opening/]],
  ['explained, spoken late', [/Scimitar or Teams was away/, /\d+ later entries are not shown/]],
  [
    'explained, came later, moved-earlier',
    [
      /did not come on it/,
      /The reminder for 1 day left went out on .* next opening would have been too late/,
    ],
    /What happened/,
  ],
  ['explained, kept back, newer-rung', [/was passed over .* only the newest speaks/]],
  ['explained, kept back, claimed', [/somebody had promised to see to it by a later day/]],
  ['explained, kept back, handed-in', [/a new token was saved/]],
  ['explained, on its way', [/The reminder for 3 days after expiry is on its way since/]],
  ['explained, acts only', [/No reminder fell on this day/, /Maya Lindqvist took this on/]],
  [
    'explained, none due, full',
    [
      /No reminder falls on this day/,
      /Before it, the reminder for 60 days left went out/,
      /next message comes on 4 January/,
    ],
  ],
  ['explained, none due, bare', [/No reminder falls on this day/], /Before it|next message/],
  ['explained, to come', [/yet to come/, /The reminder for the day of expiry comes on 4 January 2027/]],
  ['explained, promise to end', [/A message comes on .* when the promise is over/]],
  ['explained, not watched', [/Nobody watched .* began on 23 November 2026, 10:42 CET/]],
];

testThatSay(answered, [...answers, ...explained]);

const notices: Readonly<Record<string, RegExp>> = {
  'overtaken 2, claimed':
    /Nothing was done: Apple Business Manager has changed.*23 November, 10:44 CET: Maya Lindqvist took this on, to be done by 3 December 2026\..*newest card/,
  'claim-problem, not-a-date': /Nothing was done. The day is missing.*up to 3 December 2026/,
  'claim-problem, past': /has passed.*from today to 3 December 2026/,
  'claim-problem, too-far': /too late.*up to 3 December 2026/,
  'nobody-has-it': /Nobody has Apple Business Manager.*nothing to give back/,
  'settings-saved': /are saved/,
  frozen:
    /is frozen until 3 December 2026\. Ben Okafor froze it on 23 November, 10:42 CET\. The reason: “Audit week”\..*no new token is saved.*Whoever may set up connections can lift it: say unfreeze Apple Business Manager\./,
  'frozen, with a token': /token was not kept: enter it again when the freeze is over/,
  'frozen-now, stopped': /The attempt of Maya Lindqvist, which is being tested, will not be saved/,
  'frozen-now, goes on': /The attempt of Maya Lindqvist is not stopped/,
  'freeze-form, past': /That day has passed: nothing was frozen\. Choose one from today to 7 January 2027/,
  'which-connection, unfreeze':
    /More than one connection is meant.*Say unfreeze and one of these names: Apple Business Manager or Other Apple Business Manager/,
  'which-connection, same names': /2 connections can be meant, and some have the same name/,
};
for (const [name, expected] of Object.entries(notices))
  test(`the notice "${name}" says ${String(expected)}`, () => {
    assert.match(noticeText(sampleOf(noticeSamples, name)), expected);
  });
