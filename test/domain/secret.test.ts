import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { Secret } from '../../src/domain/secret.ts';

const clear = 'Zq7-tXw2_Lm9.Kp4/Vb8+Nc1';

function assertNoLeak(text: string): void {
  for (let start = 0; start + 8 <= clear.length; start++)
    assert.ok(!text.includes(clear.slice(start, start + 8)), text);
}

/** What `console` writes, without writing it. */
function printed(print: (console: Console) => void): string {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done): void {
      text += chunk.toString();
      done();
    },
  });
  print(new Console({ stdout: stream, stderr: stream, colorMode: true }));
  assert.notEqual(text, '');
  return text;
}

const deep = (secret: Secret): object => ({
  list: [new Map([['key', { secret }]]), new Set([secret])],
  cause: new Error('outer', { cause: { secret } }),
});

const views: Readonly<Record<string, (secret: Secret) => unknown>> = {
  'String()': (secret) => String(secret),
  'toString()': (secret) => secret.toString(),
  'toLocaleString()': (secret) => secret.toLocaleString(),
  'a template': (secret) => `${String(secret)} ${[secret].join()}`,
  'an addition': (secret) => ''.concat(secret as unknown as string),
  'util.inspect': (secret) => inspect(secret),
  'util.inspect of everything': (secret) =>
    inspect(secret, { showHidden: true, showProxy: true, getters: true, customInspect: false, depth: null }),
  'util.inspect deep in objects': (secret) => inspect(deep(secret), { depth: null, showHidden: true }),
  'util.format': (secret) => format('%s %o %O %d', secret, secret, secret, secret),
  'console.log': (secret) =>
    printed((console) => {
      console.log('%s', secret, secret, deep(secret));
    }),
  'console.dir': (secret) =>
    printed((console) => {
      console.dir(secret, { showHidden: true, customInspect: false });
    }),
  'console.table': (secret) =>
    printed((console) => {
      console.table([secret, { secret }]);
    }),
  'console.error of an error that it caused': (secret) =>
    printed((console) => {
      console.error(new Error('outer', { cause: secret }));
    }),
  'an error made of it': (secret) => inspect(new Error(String(secret))),
  'an aggregate of errors': (secret) =>
    inspect(new AggregateError([secret], 'several'), { showHidden: true }),
  structuredClone: (secret) => inspect(structuredClone({ secret }), { showHidden: true, depth: null }),
  'the serialiser of V8': (secret) => {
    const bytes = serialize({ secret });
    return `${bytes.toString('latin1')} ${inspect(deserialize(bytes))}`;
  },
  'a spread': (secret) => inspect({ ...(secret as object) }),
  'Object.assign': (secret) => inspect(Object.assign({}, secret)),
  'Object.entries': (secret) => inspect(Object.entries(secret)),
  'Object.getOwnPropertyDescriptors': (secret) => inspect(Object.getOwnPropertyDescriptors(secret)),
};
for (const [sentence, view] of Object.entries(views))
  test(`${sentence} does not show the value`, () => {
    assertNoLeak(inspect(view(new Secret(clear))));
  });

test('a secret has no properties of its own', () => {
  const secret = new Secret(clear);
  const inherited: string[] = [];
  for (const name in secret) inherited.push(name);
  for (const names of [
    Reflect.ownKeys(secret),
    Object.keys(secret),
    Object.getOwnPropertyNames(secret),
    Object.getOwnPropertySymbols(secret),
    inherited,
  ])
    assert.deepEqual(names, []);
  assert.deepEqual({ ...(secret as object) }, {});
  assert.deepEqual(structuredClone(secret), {});
});

test('serialising is an error that does not quote the value', () => {
  const secret = new Secret(clear);
  for (const serialised of [
    () => JSON.stringify(secret),
    () => JSON.stringify(deep(secret)),
    () => JSON.stringify([{ secret }]),
    () => format('%j', secret),
  ])
    try {
      assert.ok(!serialised().includes('Zq7'));
    } catch (error) {
      assert.ok(error instanceof TypeError);
      assertNoLeak(inspect(error, { showHidden: true }));
    }
  assert.throws(() => JSON.stringify({ secret }), TypeError);
});

test('only reveal tells the value', () => {
  const secret = new Secret(clear);
  assert.equal(secret.reveal(), clear);
  assert.equal(secret.length, clear.length);
});

test('in a text it is removed, and it shows itself as a secret', () => {
  const secret = new Secret(clear);
  assert.equal(secret.scrub(`the token ${clear} was refused`), 'the token [removed] was refused');
  for (const shown of [String(secret), inspect(secret)]) assert.equal(shown, '[secret]');
});

test('a borrowed reveal is an error that does not quote the value', () => {
  const secret = new Secret(clear);
  const proxy = new Proxy(secret, {});
  assert.throws(
    () => proxy.reveal(),
    (error) => {
      assertNoLeak(inspect(error));
      return error instanceof TypeError;
    },
  );
});

test('a forgotten secret is gone, and forgetting twice does no harm', () => {
  const secret = new Secret(clear);
  secret.forget();
  secret.forget();
  assert.throws(() => secret.reveal(), /forgotten/);
  assert.equal(secret.length, 0);
  assert.equal(String(secret), '[secret]');
});

test('a text that comes after the secret was forgotten is removed as a whole', () => {
  const secret = new Secret(clear);
  secret.forget();
  assert.equal(secret.scrub(`the token ${clear} was refused`), '[removed]');
});
