import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerCard, cardFor, dialogFor } from '../../src/cards/card-for.ts';
import { layout } from '../../src/cards/card.ts';
import { expiryProblemWords, tokenProblemWords } from '../../src/cards/form-words.ts';
import { expiryFailures } from '../../src/domain/expiry.ts';
import { appleSchoolManager } from '../../src/domain/profiles/apple-school-manager.ts';
import { tokenFormFailures } from '../../src/domain/scim-token.ts';
import { piecesOf, titlesOf, wordsOf } from './pieces.ts';
import { announcementSamples, answerSamples, dialogSamples } from './samples.ts';

const sampleOf = <T>(samples: Readonly<Record<string, T>>, name: string): T => {
  const sample = samples[name];
  if (sample === undefined) throw new Error(`no sample is named ${name}`);
  return sample;
};
const announced = (name: string) => cardFor(sampleOf(announcementSamples, name));
const answered = (name: string) => answerCard(sampleOf(answerSamples, name));

const enter = 'Enter new token';
const claim = "I'll take it";
const snooze = 'Snooze';
const howTo = 'How to make the token';
const buttons: Readonly<Record<string, readonly string[]>> = {
  'cycle, full': [enter, claim, snooze, howTo],
  'cycle, bare': [enter, claim, howTo],
  'cycle, attempt running': [claim, howTo],
  'cycle, handed in': [enter],
  'cycle, closed': [],
  'cycle, closed with a late attempt': [],
};
for (const [name, expected] of Object.entries(buttons))
  test(`the card of "${name}" offers ${expected.join(', ') || 'no act'}`, () => {
    const titles = announced(name).card.actions?.map((action) => (action as { title: string }).title) ?? [];
    assert.deepEqual(titles, [...expected, 'Open Apple Business', 'Open Entra']);
  });

const says: readonly (readonly [name: string, said: readonly RegExp[], unsaid?: RegExp])[] = [
  [
    'cycle, full',
    [/45 days left/, /Taken on by\n.*Maya Lindqvist/, /23 November, 10:46 CET: Maya Lindqvist entered/],
  ],
  ['cycle, bare', [/12 days left/, /5 December 2026/, /could not be asked/], /Next message|What happened/],
  ['cycle, attempt running', [/Testing the new token/, /Maya Lindqvist entered a token at 10:42 CET/]],
  ['cycle, handed in', [/Applied and tested, waiting for proof/, /Keep the old one/], /Next message/],
  ['cycle, closed', [/Replaced and proven/, /Revoke the old one/], /Taken on|days left/],
  [
    'cycle, quarantined',
    [/Expired 3 days ago/, /In quarantine/, /Next try 23 November, 16:42 CET/, /2 January 2027/],
  ],
  ['cycle, 1 days', [/1 day left/]],
  ['cycle, 0 days', [/Expires today/]],
  ['cycle, -1 days', [/Expired yesterday/]],
  ['cycle, -40 days', [/Expired 40 days ago/, /probably disabled/]],
  ['reminder, full', [/7 days left/, /Maya Lindqvist has taken this on/]],
  [
    'applied, full',
    [/Applied and tested/, /20 to 40 minutes/, /old token must stay/, /has been started/, /0a1b2c3d4e5f/],
  ],
  ['applied, bare', [/Fingerprint/], /has been started/],
  [
    'proven, full',
    [/Proven by the cycle of 10:52 CET/, /wrote 12 objects/, /3 objects wait/, /Now revoke the old token/],
  ],
  ['proven, bare', [/nothing to write/]],
  [
    'not-proven, full',
    [/No proof .* after 2 hours/, /In quarantine/, /Do not revoke/, /25 November 2026, 10:42 CET/],
  ],
  ['tested-only', [/nothing was changed/, /Fingerprint/]],
  [
    'refused, token-refused',
    [/Nothing was changed/, /Apple School Manager/, /Response Status Code: Unauthorized/, /Request ID/],
  ],
  ['refused, saving', [/Entra may hold the new token/, /Do not revoke/], /Nothing was changed/],
  ['refused, checking', [/is saved in Entra/, /Do not revoke/], /Nothing was changed/],
  ['refused, not allowed', [/Nothing was changed/, /may rotate/]],
  ['refused, bug', [/error in Scimitar/]],
  ['interrupted, testing', [/Nothing was changed/, /same one again is safe/]],
  ['interrupted, saving', [/may or may not hold/, /same one again is safe/], /Nothing was changed/],
];
for (const [name, said, unsaid] of says)
  test(`"${name}" says ${said.map(String).join(' ')}`, () => {
    const words = wordsOf(announced(name).card);
    for (const expected of said) assert.match(words, expected);
    if (unsaid !== undefined) assert.doesNotMatch(words, unsaid);
  });

test('only a proven token makes the bot ask for the old one to be revoked', () => {
  const asking = Object.keys(announcementSamples).filter((name) =>
    /(?<!not |first |Never )revoke the/i.test(wordsOf(announced(name).card)),
  );
  assert.deepEqual(
    asking.filter((name) => !/^(proven|cycle, closed)/.test(name)),
    [],
  );
  assert.ok(asking.includes('proven, full'));
});

test('an upstream that said nothing leaves no fold', () => {
  assert.ok(titlesOf(announced('refused, unknown').card).includes('Show the exact message'));
  assert.ok(!titlesOf(announced('refused, bare').card).includes('Show the exact message'));
});

test('the token field is masked, required and always empty', () => {
  for (const [name, sample] of Object.entries(dialogSamples).filter(
    ([, { kind }]) => kind === 'enter-token',
  )) {
    const [field, ...others] = piecesOf(dialogFor(sample).card, 'Input.Text');
    assert.deepEqual(others, [], name);
    assert.equal(field?.['id'], 'token', name);
    assert.equal(field['style'], 'password', name);
    assert.equal(field['isRequired'], true, name);
    assert.ok(!('value' in field) && !('maxLength' in field), name);
  }
});

test('a dialog sends the ids that it was opened for', () => {
  const [submit] = piecesOf(dialogFor(sampleOf(dialogSamples, 'enter-token')).card, 'Action.Submit');
  assert.deepEqual(submit?.['data'], {
    verb: 'enter-token',
    dialog: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    connection: '22222222-0000-4000-8000-000000000002',
    cycle: 'cycle-1',
  });
});

test('the date is offered within its limits, and what was no date is not repeated', () => {
  const [date] = piecesOf(dialogFor(sampleOf(dialogSamples, 'enter-token')).card, 'Input.Date');
  assert.deepEqual(
    [date?.['value'], date?.['min'], date?.['max']],
    ['2027-11-23', '2026-11-23', '2027-12-28'],
  );
  const [wrong] = piecesOf(dialogFor(sampleOf(dialogSamples, 'watch, not-a-date')).card, 'Input.Date');
  assert.equal(wrong?.['value'], '');
});

test('a form with a wrong date alone asks for the token once more', () => {
  assert.match(
    wordsOf(dialogFor(sampleOf(dialogSamples, 'enter-token, no date')).card),
    /Paste it once more/,
  );
});

test('every problem of a form is told and says what to do', () => {
  const problems = [
    ...([...tokenFormFailures, 'already-in-use'] as const).map((why) =>
      tokenProblemWords(why, appleSchoolManager),
    ),
    ...expiryFailures.map((why) => expiryProblemWords(why, appleSchoolManager)),
  ];
  assert.equal(new Set(problems).size, problems.length);
  for (const words of problems) assert.match(words, /Copy|Make|Check|Choose|shows/);
});

test('a connection that is watched has no button to watch it', () => {
  assert.deepEqual(titlesOf(answered('found, one of two watched').card), ['Watch Apple Business Manager']);
  assert.deepEqual(titlesOf(answered('found, all watched').card), []);
  assert.match(wordsOf(answered('found, none').card), /OIDC/);
});

test('lists are cut with a word about the rest', () => {
  assert.match(wordsOf(answered('status, many').card), /21 more are not listed/);
  assert.match(wordsOf(answered('history, full').card), /78 older entries are not shown/);
  assert.match(wordsOf(answered('choose, many').card), /6 more connections have no button/);
  assert.match(wordsOf(answered('found, many').card), /20 more are not listed/);
});

test('no card shouts', () => {
  const cards = [
    ...Object.values(announcementSamples).map(cardFor),
    ...Object.values(answerSamples).map(answerCard),
    ...Object.values(dialogSamples).map(dialogFor),
  ];
  for (const { card } of cards) assert.doesNotMatch(wordsOf(card), /\w!|\p{Extended_Pictographic}/u);
});

test('a layout that misses a value throws instead of showing a binding', () => {
  const fill = layout({
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text: 'a ${b} ${c}' }],
  });
  assert.throws(() => fill({ b: 'x' }), /could not be filled: c/);
  assert.deepEqual(fill({ b: '${c}', c: 'y' }).body, [{ type: 'TextBlock', text: 'a ${c} y' }]);
});
