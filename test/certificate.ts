import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

export interface CertificateOptions {
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  /** Whose key signs it. Default: its own, which makes it an authority that may sign others. */
  readonly issuer?: MadeCertificate;
}

export interface MadeCertificate {
  /** What it calls itself: the first of its names. */
  readonly name: string;
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly privateKey: KeyObject;
}

const day = 86_400_000;

/** An X.509 certificate (RFC 5280) with a new RSA key; `names` are its DNS names. */
export function makeCertificate({
  names = ['scimitar.example'],
  from = new Date(Date.now() - day),
  to = new Date(Date.now() + 365 * day),
  issuer,
}: CertificateOptions = {}): MadeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [name = ''] = names;
  const alternative = sequence(...names.map((dns) => der(0x82, Buffer.from(dns))));
  const body = sequence(
    der(0xa0, integer(2)),
    serial(),
    sha256WithRsa,
    nameOf(issuer?.name ?? name),
    sequence(time(from), time(to)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        sequence(objectId('2.5.29.17'), der(0x04, alternative)),
        sequence(objectId('2.5.29.19'), der(0x04, issuer === undefined ? authority : sequence())),
      ),
    ),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, issuer?.privateKey ?? privateKey)]);
  const certificate = sequence(body, sha256WithRsa, der(0x03, signature));
  return {
    name,
    certificate: pem('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
  };
}

/** Tag, length, content (X.690). */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, ...parts);
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
/** UTCTime, which serves until 2049. */
const time = (moment: Date): Buffer =>
  der(0x17, Buffer.from(`${moment.toISOString().slice(2, 19).replace(/\D/g, '')}Z`));

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const groups = [part & 127];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const nameOf = (name: string): Buffer =>
  sequence(set(sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(name)))));
/** Whoever has seen two certificates of one issuer tells them apart by it. Its first bit would make it negative. */
const serial = (): Buffer => der(0x02, Buffer.from([1]), randomBytes(8));

/** Basic constraints of a certificate that may sign others. */
const authority = sequence(der(0x01, Buffer.from([0xff])));
const sha256WithRsa = sequence(objectId('1.2.840.113549.1.1.11'), der(0x05));

const pem = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${content.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;
