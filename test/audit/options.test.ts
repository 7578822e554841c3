import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommand } from '../../audit/options.ts';

const end = '412:9f86d081884c7d659a2feaa0c55ad015';

const wrong: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
  'nothing at all': [[], /What is to be done is missing: say verify or export/],
  'another verb': [['delete'], /"delete" is not known here/],
  'an export without a format': [['export'], /--format is needed: csv, ndjson, cef, syslog/],
  'a format that there is not': [['export', '--format', 'xml'], /--format "xml" is not known/],
  'a day that no calendar has': [
    ['export', '--format', 'csv', '--since', '2026-02-30'],
    /neither a day .* nor the number/,
  ],
  'a number below nothing': [['export', '--format', 'csv', '--since=-1'], /neither a day/],
  'an end without its hash': [['verify', '--head', '412'], /copy it from the foot of a card/],
  'an end for an export': [['export', '--format', 'csv', '--head', end], /export takes no --head/],
  'a part of the chain to verify': [['verify', '--since', '4'], /verify takes no --since/],
  'a word too many': [['verify', 'now'], /"now" belongs to no option/],
  'an option that there is not': [['verify', '--fix'], /--help lists what can be said/],
};
for (const [what, [words, told]] of Object.entries(wrong))
  test(`${what} is told in a sentence`, () => {
    const read = readCommand(words, {}, 'usual.db');
    assert.ok(!read.ok);
    assert.match(read.failure.join('\n'), told);
  });

test('what is not said is what the bot’s own settings say', () => {
  const env = { SCIMITAR_STORE: 'bot.db', BOT_TENANT_ID: '7D1C1F60-2C3E-4F0A-9B57-0F2C7F6F5A11' };
  const where = { store: 'bot.db', tenant: '7d1c1f60-2c3e-4f0a-9b57-0f2c7f6f5a11' };
  assert.deepEqual(readCommand(['verify'], env, 'usual.db'), {
    ok: true,
    value: { ...where, do: 'verify', heads: [] },
  });
  assert.deepEqual(
    readCommand(['export', '--format', 'cef', '--since', '7', '--store', 'x.db'], {}, 'usual.db'),
    {
      ok: true,
      value: { store: 'x.db', do: 'export', format: 'cef', since: { seq: 7 } },
    },
  );
  assert.deepEqual(readCommand(['verify', '--store', '', '--tenant='], env, 'usual.db'), {
    ok: true,
    value: { ...where, do: 'verify', heads: [] },
  });
  assert.deepEqual(readCommand(['verify'], { SCIMITAR_STORE: ' ' }, 'usual.db'), {
    ok: true,
    value: { store: 'usual.db', do: 'verify', heads: [] },
  });
});
