import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { canaryFigure } from '../../figures/canary.ts';
import type { Flow } from '../../figures/canary/flows.ts';
import { playCanaries } from '../../figures/canary/play.ts';
import { spellings } from '../../figures/spellings.ts';
import { TokenSearch } from '../../figures/token-search.ts';
import { hosts } from '../../sandbox/seed.ts';

describe('the search for many tokens at once', () => {
  const tokens = Array.from({ length: 8 }, () => randomBytes(72).toString('base64url'));
  const odd = 'a&b<c>"d%e+f/g=h|i^j`k{l}m~n.o-p_q&&<<>>""%%++//==';
  const search = new TokenSearch([...tokens, odd]);
  const noise = randomBytes(3_000).toString('base64');

  test('it finds nothing in noise', () => {
    assert.deepEqual(search.in(Buffer.from(noise)), []);
  });

  for (const { name, of, isByCharacter } of spellings)
    test(`8 characters ${name} are found, 7 are not`, () => {
      for (const [number, token] of [...tokens.entries(), [tokens.length, odd] as const]) {
        const run = (length: number): string =>
          isByCharacter ? of(token.slice(20, 20 + length)) : of(token).slice(20, 22 + length);
        const around = (text: string): Buffer => Buffer.from(`${noise} ${text} ${noise}`);
        assert.ok(
          search.in(around(run(8))).some((hit) => hit.token === number),
          run(8),
        );
        assert.deepEqual(search.in(around(run(7))), [], run(7));
      }
    });

  test('it finds what stands at the very beginning and the very end, and nothing in less than a pattern', () => {
    const [token = ''] = tokens;
    assert.equal(search.in(Buffer.from(token.slice(0, 8)))[0]?.token, 0);
    assert.deepEqual(search.in(Buffer.from(token.slice(0, 7))), []);
    assert.deepEqual(search.in(Buffer.alloc(0)), []);
  });
});

test('a leak by a bot is counted, and told by place and spelling without the token', async () => {
  const token = randomBytes(72).toString('base64url');
  const leaking: Flow = async ({ ask, chat }) => {
    const body = Buffer.from(token).toString('hex');
    await chat.sandbox.cloud.network.fetch(`https://${hosts.login}/`, { method: 'POST', body });
    // Printed and kept in memory by the bot's own process.
    await ask({ kind: 'leak', text: token });
    return token;
  };
  const figure = canaryFigure({ usual: 4, long: 4 }, (count) => playCanaries(count, [leaking]));
  const { value, details = [] } = await figure.measure('usual');
  assert.ok(value > 0);
  const told = details.join('\n');
  for (const place of [
    'request bodies, in hexadecimal',
    'standard output, in clear',
    'standard error, in clear',
    'memory, in clear',
  ])
    assert.match(told, new RegExp(`^${place}: 1$`, 'm'));
  assert.deepEqual(new TokenSearch([token]).in(Buffer.from(told)), []);
});
