import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { failed, ok, type Result } from '../domain/result.ts';

/** What can be wrong with the file, as the end of a sentence that begins with the setting's name. */
const problems = {
  missing: 'names a file that is not there or cannot be read.',
  'no-certificate':
    'names a file without a certificate. It has to be a PEM file with the certificate first and its private key; a PFX file is converted with openssl.',
  'no-key': 'names a file without a private key. Put certificate and key into one PEM file.',
  'has-password':
    'names a file whose private key is protected by a password. Store the key without one, readable by the bot alone.',
  'other-key': 'names a file whose private key does not belong to its first certificate.',
  'not-yet': 'names a certificate that is not valid yet.',
  over: 'names a certificate that has expired. Make a new one and add it to the app registration.',
} as const;

/**
 * Looks at the PEM file that the bot signs in with, as @azure/identity reads it: the first certificate counts. Gives the
 * days until the certificate ends, or what is wrong. Nothing of the file's content is ever quoted. `now`: epoch milliseconds.
 */
export function lookAtCertificate(path: string, now: number): Result<{ readonly daysLeft: number }, string> {
  const text = read(path);
  if (text === undefined) return failed(problems.missing);
  const certificate = certificateIn(text);
  if (certificate === undefined) return failed(problems['no-certificate']);
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return failed(problems['no-key']);
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text))
    return failed(problems['has-password']);
  const belongs = keyBelongs(certificate, text);
  if (belongs === undefined) return failed(problems['no-key']);
  if (!belongs) return failed(problems['other-key']);
  if (Date.parse(certificate.validFrom) > now) return failed(problems['not-yet']);
  const left = Date.parse(certificate.validTo) - now;
  return left <= 0 ? failed(problems.over) : ok({ daysLeft: Math.floor(left / 86_400_000) });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function certificateIn(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text.slice(Math.max(0, text.indexOf('-----BEGIN CERTIFICATE-----'))));
  } catch {
    return undefined;
  }
}

/** Undefined when there is a key that cannot be read. */
function keyBelongs(certificate: X509Certificate, text: string): boolean | undefined {
  try {
    const key = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^]*?-----END \1-----/.exec(text)?.[0];
    return certificate.checkPrivateKey(createPrivateKey(key ?? ''));
  } catch {
    return undefined;
  }
}
