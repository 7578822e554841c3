/** Part of every hostile address: whoever asks for it has followed one. */
export const followed = 'scimitar-followed';

const f = followed;

/** Other hosts, and other spellings of the known ones. `known` is the host that the place trusts. */
export const hostileAddresses = (known: string): readonly string[] => [
  ...schemes(known),
  ...lookalikes(known),
  ...userinfo(known),
  ...inside,
  ...odd(known),
];

const schemes = (known: string): readonly string[] => [
  `http://${known}/${f}`,
  `http://${known}:443/${f}`,
  `ws://${known}/${f}`,
  `wss://evil.example/${f}`,
  `ftp://${known}/${f}`,
  `file:///${f}`,
  `file://${known}/${f}`,
  `data:application/json,{"${f}":1}`,
  `blob:https://${known}/${f}`,
  `javascript:${f}`,
  `gopher://${known}/${f}`,
  `unix:/tmp/${f}`,
  `about:${f}`,
];

const lookalikes = (known: string): readonly string[] => [
  `https://evil.example/${f}`,
  `https://${known}.evil.example/${f}`,
  `https://x${known}/${f}`,
  `https://x.${known}/${f}`,
  `https://${known}./${f}`,
  `https://${known}x/${f}`,
  `https://${known.replace('.', '-')}/${f}`,
  `https://${known.replace(/[oe]/, '\u0435')}/${f}`,
  `https://${known.replace(/[ag]/, '\u0261')}/${f}`,
  `https://${known.replaceAll('.', '\u3002')}.evil.example/${f}`,
  `https://${known}%00.evil.example/${f}`,
  `https://${known}%2eevil.example/${f}`,
  `https://${known}\u200B.evil.example/${f}`,
  `https://xn--${known}/${f}`,
  `https://attacker.trafficmanager.net/${f}`,
  `https://attacker.onmicrosoft.com/${f}`,
  `https://attacker.azurewebsites.net/${f}`,
  `https://login.microsoftonline.com.evil.example/${f}`,
];

const userinfo = (known: string): readonly string[] => [
  `https://${known}@evil.example/${f}`,
  `https://${known}:443@evil.example/${f}`,
  `https://${known}%40evil.example/${f}`,
  `https://evil.example\\@${known}.evil.example/${f}`,
  `https://evil.example/${f}?${known}`,
  `https://evil.example/${f}#${known}`,
  `https://evil.example/${f}#@${known}/`,
  `https:evil.example/${f}`,
  `https:///evil.example/${f}`,
  `https:\\\\evil.example\\${f}`,
  `//evil.example/${f}`,
  `\\\\evil.example\\${f}`,
  `/\\evil.example/${f}`,
  `https://${known}:8443/${f}`,
  `https://${known}:22/${f}`,
  `https://evil.example:443/${f}`,
];

const inside: readonly string[] = [
  `https://127.0.0.1/${f}`,
  `https://127.1/${f}`,
  `https://2130706433/${f}`,
  `https://0x7f000001/${f}`,
  `https://0177.0.0.1/${f}`,
  `https://0/${f}`,
  `https://localhost/${f}`,
  `https://localhost.localdomain/${f}`,
  `https://[::1]/${f}`,
  `https://[::ffff:127.0.0.1]/${f}`,
  `https://[::ffff:a9fe:a9fe]/${f}`,
  `https://10.0.0.1/${f}`,
  `https://192.168.0.1/${f}`,
  `https://172.16.0.1/${f}`,
  `https://100.64.0.1/${f}`,
  `https://169.254.169.254/metadata/instance/${f}`,
  `http://169.254.169.254/metadata/identity/oauth2/token?${f}`,
  `http://169.254.170.2/${f}`,
  `https://metadata.google.internal/${f}`,
  `http://168.63.129.16/${f}`,
  `https://[fd00:ec2::254]/${f}`,
  `https://127.0.0.1.nip.io/${f}`,
];

const odd = (known: string): readonly string[] => [
  `https://evil.example/%0d%0aHost:%20${known}/${f}`,
  `https://evil.example\r\n/${f}`,
  `https://evil.example\t/${f}`,
  ` https://evil.example/${f}`,
  `https://evil.example/${'a'.repeat(5_000)}/${f}`,
  `HTTPS://EVIL.EXAMPLE/${f}`,
  `https://evil.example/v1.0/$batch?${f}`,
];

/** On the known host itself, where only what was asked for may be asked. */
export const addressesAtHome = (known: string): readonly string[] => [
  `https://${known}/${f}`,
  `https://${known}/v1.0/x?next=https://evil.example/${f}`,
  `https://${known}//evil.example/${f}`,
  `https://${known}/evil.example/${f}?x=https://${f}`,
  `/${f}`,
];
