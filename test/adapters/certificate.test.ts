import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lookAtCertificate } from '../../src/adapters/certificate.ts';
import { readSettings } from '../../src/config.ts';
import { makeCertificate } from '../certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'scimitar-certificate-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
const day = 86_400_000;
const now = Date.parse('2026-11-24T10:00:00Z');
const at = (days: number): Date => new Date(now + days * day);

const good = makeCertificate({ from: at(-10), to: at(300) });
const other = makeCertificate({ from: at(-10), to: at(300) });
const locked = good.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hush' })
  .toString();
const lockedOld = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hush' })
  .toString();
const old = good.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const made = (from: number, to: number): string => {
  const { certificate, key } = makeCertificate({ from: at(from), to: at(to) });
  return certificate + key;
};

let count = 0;
function file(text: string): string {
  const path = join(folder, `${++count}.pem`);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const taken: Readonly<Record<string, readonly [string, number]>> = {
  'certificate and key': [good.certificate + good.key, 300],
  'key and certificate': [good.key + good.certificate, 300],
  'a key in the old form': [good.certificate + old, 300],
  'a chain, of which the first counts': [good.certificate + other.certificate + good.key, 300],
  'words around them': [`Bag Attributes\n${good.certificate}\nKey Attributes\n${good.key}`, 300],
  'one that ends in a month': [made(-300, 29.5), 29],
  'one that ends in an hour': [made(-300, 1 / 24), 0],
};
for (const [what, [text, daysLeft]] of Object.entries(taken))
  test(`taken: ${what}`, () => {
    assert.deepEqual(lookAtCertificate(file(text), now), { ok: true, value: { daysLeft } });
  });

const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
  'an empty file': ['', /without a certificate/],
  'a key alone': [good.key, /without a certificate/],
  'a certificate alone': [good.certificate, /without a private key/],
  'a broken certificate': [good.certificate.replace('MII', 'AAA') + good.key, /without a certificate/],
  'a broken key': [good.certificate + good.key.replace('MII', 'AAA'), /without a private key/],
  'a key with a password': [good.certificate + locked, /protected by a password/],
  'a key with a password in the old form': [good.certificate + lockedOld, /protected by a password/],
  'the key of another certificate': [good.certificate + other.key, /does not belong/],
  'one that has expired': [made(-300, -1), /has expired/],
  'one that is not valid yet': [made(1, 300), /not valid yet/],
};
for (const [what, [text, problem]] of Object.entries(refused))
  test(`refused: ${what}, and nothing of it is quoted`, () => {
    const looked = lookAtCertificate(file(text), now);
    assert.ok(!looked.ok);
    assert.match(looked.failure, problem);
    assert.doesNotMatch(looked.failure, /MII|[A-Za-z0-9+/]{40}/);
  });

test('refused: a file that is not there, or a folder', () => {
  for (const path of [join(folder, 'none.pem'), folder]) {
    const looked = lookAtCertificate(path, now);
    assert.match(looked.ok ? '' : looked.failure, /not there or cannot be read/);
  }
});

test('a wrong certificate is told at the start together with every other problem', () => {
  const settings = readSettings(
    {
      BOT_ID: 'no-id',
      BOT_TENANT_ID: '0c9b8a76-5432-4a10-8fed-cba987654321',
      BOT_TYPE: 'SingleTenant',
      AZURE_CLIENT_CERTIFICATE_PATH: file(good.certificate),
      AZURE_CLIENT_CERTIFICATE_PASSWORD: 'hush',
      SCIMITAR_ROTATOR_GROUP: 'a1b2c3d4-e5f6-4789-8abc-def012345678',
    },
    (path) => {
      const looked = lookAtCertificate(path, now);
      return looked.ok ? undefined : looked.failure;
    },
  );
  assert.ok(!settings.ok);
  assert.deepEqual(
    settings.failure.map(({ setting }) => setting),
    ['BOT_ID', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_CLIENT_CERTIFICATE_PASSWORD'],
  );
  assert.doesNotMatch(JSON.stringify(settings.failure), /hush/);
});
