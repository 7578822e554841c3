import assert from 'node:assert/strict';
import { Random } from '../../simulation/random.ts';
import { test } from 'node:test';
import { holdsToken } from '../../src/domain/pasted-token.ts';

// Made up, in the forms that tokens have.
const token = 'tZ3kR9wQvX1mB7nLc5Yh8JpD2sGf6KxT4uVeA0iWqN-rMbH_oEyUzCjS9aPdFlG';
const padded = 'pX4vT9+kQ2mZ/7bLw3RcYn8JhD1sGf6KxT5uVeA0iWqNrMbHoEyUzCjS9aPdFlGw==';
const webToken = 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3OTU1MDQwMDB9.dBjftJeZ4CVP-mBbIjm1Xw';
const short = 'k7RtQ2mXw9LbZ4vNc8YhJ3pD';

const tokens: Readonly<Record<string, string>> = {
  'a token alone': token,
  'a token of 24 characters': short,
  'a token in base64': padded,
  'a JSON Web Token': webToken,
  'a JSON Web Token in an address': `https://example.org/?t=${webToken}`,
  'a client secret of Entra': 'abC8Q~xYz1Kp4.RmT7wN_vB2hJs9LdF6gQe3UcA5',
  'a token of small letters and digits': 'k3j5h2g9x8c7v6b1n4m0q5w2e7r1t3y6u8i0o4p9',
  'a command before it': `/rotate-scim ${token}`,
  'a command behind it': `${token} rotate-scim`,
  'a sentence around it': `Here is the new one: ${token}, please enter it.`,
  'a mention before it': `<at>Scimitar</at> ${token}`,
  'a mention glued to it': `<at>Scimitar</at>${token}`,
  'Bearer before it': `Bearer ${token}`,
  'Bearer and a short one': 'Bearer q7Rt2mXw9LbZ4vNc',
  'the header as JSON': `{"Authorization":"Bearer ${token}"}`,
  'JSON around it': `{"key":"SecretToken","value":"${token}"}`,
  'a key and an equals sign': `SecretToken=${token}`,
  'token: and a short one': 'token: a8k2m9x4q7z1w5b3',
  'a dash before it': `- ${token}`,
  'quotes around it': `"${token}"`,
  'German quotes': `„${token}“`,
  'angle brackets': `<${token}>`,
  'round brackets': `(${token})`,
  'backticks, as code': `\`\`\`\n${token}\n\`\`\``,
  'a quotation': `> ${token}\nIs this the one?`,
  'a paragraph of HTML': `<p>${token}</p>`,
  'code in HTML': `<div><pre><code>${token}</code></pre></div>`,
  'a span inside it': `<p>${token.slice(0, 20)}<span style="color:red">${token.slice(20)}</span></p>`,
  'a word break inside it': `${token.slice(0, 30)}<wbr>${token.slice(30)}`,
  'a reply in HTML': `<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1690000000000"><p itemprop="preview">${token}</p></blockquote>`,
  'entities of HTML': `<p>${padded.replace('=', '&#61;').replace('+', '&#x2b;')}</p>`,
  'two lines': `${token.slice(0, 32)}\n${token.slice(32)}`,
  'three lines': `${token.slice(0, 20)}\r\n${token.slice(20, 40)}\r\n${token.slice(40)}`,
  'two lines, a command before': `rotate-scim ${token.slice(0, 20)}\n${token.slice(20)}`,
  'two lines, behind a line that ends with a long word': `From the Datenschutzgrundverordnungsbeauftragtenstellvertretung\n${token.slice(0, 20)}\n${token.slice(20, 40)}`,
  'two paragraphs': `<p>${token.slice(0, 20)}</p><p>${token.slice(20)}</p>`,
  'a line break in HTML': `${token.slice(0, 20)}<br/>${token.slice(20)}`,
  'zero-width spaces inside': `${token.slice(0, 9)}\u200B${token.slice(9, 18)}\u2060${token.slice(18)}`,
  'a soft hyphen inside': `${token.slice(0, 12)}\u00AD${token.slice(12, 23)}\u00AD${token.slice(23)}`,
  'a no-break space before it': `token\u00A0${token}`,
  'an address before it': `https://federation.apple.com/feeds/school/scim ${token}`,
  'a GUID before it': `3f2504e0-4f89-11d3-9a0c-0305e82c3301 ${token}`,
  'a certificate before it': `-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTAN\n-----END CERTIFICATE-----\n${token}`,
  'two tokens': `${token} ${padded}`,
  'much text before it': `${'All is well. '.repeat(300)}${token}`,
};

const harmless: Readonly<Record<string, string>> = {
  nothing: '',
  'a command': '/rotate-scim',
  'a command with a name': 'rotate-scim Apple School Manager',
  'a command with a day': 'history Apple 2027-01-04',
  'a sentence': 'The token of Apple School Manager expires on 23 January 2027, who takes it?',
  'a GUID': '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01',
  'a GUID in capitals': '5A6B7C8D-9E0F-4A1B-8C2D-3E4F5A6B7C01',
  'a GUID behind token': 'token 5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01',
  'two GUIDs in a row': '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01/3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'the client id of Apple': 'SCIM.3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'the id of a job': 'scim.7d1c1f602c3e4f0a9b570f2c7f6f5a11.5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01',
  'the tenant URL': 'https://federation.apple.com/feeds/school/scim',
  'an address with a random part':
    'https://larkfield.sharepoint.com/:w:/r/sites/IT/Eb3kR9wQvX1mB7nLc5Yh8JpD2sGf6KxT4u',
  'a link to a meeting': 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_MjQ0YzFhZDEtN2E0Zi00',
  'a link in HTML':
    '<a href="https://example.org/?id=tZ3kR9wQvX1mB7nLc5Yh8JpD2sGf6KxT4uVeA0iWqN">the page</a>',
  'a picture in HTML':
    '<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI">',
  'the id of a thread': '19:xuWtHkT8vT3B1pVwZyqJ1oXk2m9yQe5r7aB3cD4eF6g1@thread.tacv2',
  'the id of a member': '29:1bSnHZ7Js2STWrgk6ScEErLk1Lp2zQuD5H2qQ960rtvstKp8tKLl-3r8b6DoW0QxZimuTxk'.slice(
    0,
    20,
  ),
  'a mail address': 'Maya.Lindqvist2026+apple.scim@larkfield-schools.example.org',
  'a digest, SHA-256': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'a digest in capitals': 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709',
  'a commit': '2351441c9f0be1e07f7a1c5f4c3a5c1d2e3f4a5b',
  'a fingerprint with colons': 'DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09',
  'an integrity': 'sha512-tZ3kR9wQvX1mB7nLc5Yh8JpD2sGf6KxT4uVeA0iWqNrMbHoEyUzCjS9aPdFlGw==',
  'a public key': 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7tZ3kR9wQvX1mB7nLc5Yh8JpD2sGf6KxT4uVeA0iW',
  'a certificate':
    '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQsw\nCQYDVQQGEwJJRTESMBAGA1UE\n-----END CERTIFICATE-----',
  'base64 of a sentence': 'VGhlIHRva2VuIG9mIEFwcGxlIFNjaG9vbCBNYW5hZ2VyIGV4cGlyZXMgc29vbg==',
  'a serial number': 'C02XK1ABJG5H',
  'a list of serial numbers': 'C02XK1ABJG5H\nDMPV7L9QHLF9\nF9FX40AZJCLM\nGG7WN2QXJC6R\nC39TK5YYH2XQ',
  'a device id': '00008030-001A2D3C4E5F6789',
  'a BitLocker key': '123456-234567-345678-456789-567890-678901-789012-890123',
  'a product key': 'VK7JG-NPHTM-C97JM-9MPGT-3V66T',
  'a file name': 'Apple_School_Manager-Provisioning_2026-11-24_final_v2.xlsx',
  'a path': 'C:\\Users\\maya\\Documents\\SCIM\\TokenRotation2026\\Protocol-of-November.docx',
  'a path of a program': 'src/adapters/graph/settings-set.ts:124:18',
  'a class with numbers': 'System.DirectoryServices.Protocols.LdapException2026Unhandled',
  'the name of an error': 'EncounteredQuarantineException',
  'an error of Entra':
    'AADSTS7000215: Invalid client secret provided. Trace ID: 3f2504e0-4f89-11d3-9a0c-0305e82c3301 Timestamp: 2026-11-24 08:00:00Z',
  'an error of Graph':
    '{"error":{"code":"Authorization_RequestDenied","innerError":{"date":"2026-11-24T08:00:00","request-id":"5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01"}}}',
  'a permission': 'Synchronization.ReadWrite.OwnedBy,AuditLog.Read.All,ChannelMessage.Read.Group',
  'a moment': '2026-11-24T08:00:00.000Z',
  'a long word': 'Datenschutzgrundverordnungsbeauftragtenstellvertretung',
  'words behind token': 'token rotation2026november',
  'the word secret': 'secret tokens are never posted here',
  'a telephone number': '+49 30 1234567890',
  'a bank account': 'DE89 3704 0044 0532 0130 00',
  'a version': '@microsoft/microsoft-graph-client@3.0.7-beta.2026.11.24',
  'a masked token': '●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●',
  'stars in place of a token': '************************************************',
  'a line of dashes': '------------------------------------------------------------',
  Japanese: 'トークンの有効期限は2027年1月23日です。誰か対応できますか？',
  'a greeting in HTML':
    '<p>Good morning,&nbsp;<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">Scimitar</span></p>',
  'a table of numbers': '1795504000 1795504001 1795504002 1795504003',
  'hexadecimal numbers in a row': '0x7ffee3b5 0x7ffee3c8 0x10f2a 0xdeadbeefcafe',
  'an address over two lines':
    'https://entra.microsoft.com/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade\n/~/Provisioning/objectId/5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01',
};

for (const [what, text] of Object.entries(tokens))
  test(`a token: ${what}`, () => {
    assert.equal(holdsToken(text), true);
  });
for (const [what, text] of Object.entries(harmless))
  test(`no token: ${what}`, () => {
    assert.equal(holdsToken(text), false);
  });

test('of 2,000 random tokens of 32 to 96 characters all but a few are known, and of as many digests none is', () => {
  const random = new Random(1);
  const bytes = (count: number): Buffer =>
    Buffer.from(Array.from({ length: count }, () => random.between(0, 255)));
  const known = Array.from({ length: 2_000 }, (_, index) => bytes(24 + (index % 48)).toString('base64url'));
  assert.ok(known.filter((one) => !holdsToken(one)).length <= 20);
  const digests = Array.from({ length: 2_000 }, () => bytes(32).toString('hex'));
  assert.equal(digests.filter(holdsToken).length, 0);
});

test('the time that it takes grows with the length, whatever the text', () => {
  for (const piece of [
    '<',
    '&#',
    'eyJ',
    'a.',
    '-----BEGIN CERTIFICATE-----',
    'token: ',
    'aB3',
    '\n',
    'A1b2C3d4E5f6G7h8\n',
  ]) {
    const took = (times: number): number => {
      const text = piece.repeat(times);
      const began = performance.now();
      holdsToken(text);
      return performance.now() - began;
    };
    const least = (times: number): number => Math.min(took(times), took(times), took(times));
    // Eight times as long: eight times the time, and sixty-four where each piece is compared with all others.
    assert.ok(least(160_000) < 30 * Math.max(1, least(20_000)), JSON.stringify(piece));
  }
});

test('many lines that are one word each take their time once, and not for all of them together', () => {
  const took = (lines: number): number => {
    const text = 'abcdefgh12345678\n'.repeat(lines);
    const began = performance.now();
    assert.equal(holdsToken(text), false);
    return performance.now() - began;
  };
  const least = (lines: number): number => Math.min(took(lines), took(lines), took(lines));
  assert.ok(least(1_600) < 30 * Math.max(1, least(200)));
});
