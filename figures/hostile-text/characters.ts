import { marker as m } from './marker.ts';

const times = (text: string, count: number): string => text.repeat(count);

const codes = Array.from({ length: 32 }, (_, code) => `${m}${String.fromCharCode(code)}after`);
const controls = [
  ...codes,
  ...['\u007F', '\u0080', '\u0085', '\u009B31m', '\u009D0;title\u009C', '\u2028', '\u2029'].map(
    (control) => `${m}${control}after`,
  ),
  `\u001B[31m${m}\u001B[0m`,
  `\u001B]0;${m}\u0007`,
  `\u001B[2J${m}`,
  `\u001B]8;;https://evil.example\u0007${m}\u001B]8;;\u0007`,
  `\u001Bc${m}`,
  `${m}\b\b\b\b\bAdmin`,
  `\r${m}`,
];

const invisible = [
  ...['\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069'],
  ...['\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u061C', '\u2060', '\u2061', '\u2064', '\u206A'],
  ...['\u00AD', '\u034F', '\u115F', '\u1160', '\u17B4', '\u180E', '\u2800', '\u3164', '\uFEFF', '\uFFA0'],
  ...['\uFFF9', '\uFFFA', '\uFFFB', '\u{E0001}', '\u{E0041}', '\u{1D173}', '\u{13430}', '\u{1BCA0}'],
].map((character) => `${m}${character}exe.gpj`);

const halves = [
  `${m}\uD800`,
  `\uDC00${m}`,
  `${m}\uD83D tail`,
  `\uDE00\uD83D${m}`,
  `${times('\uD800', 50)}${m}`,
  `${m}\uFFFE`,
  `${m}\uFFFF`,
  `${m}\uFFFD`,
  '\uD800',
];

const nothing = ['', ' ', '\u200B', '\u3164\u3164', '\u2800', '\u0000', '\u00A0', '\u034F', times('\n', 300)];

const floods = [
  `${m} ${times('x ', 2_500)}`,
  `${m}${times('x', 5_000)}`,
  `${m} ${times('*', 5_000)}`,
  `${m} ${times('\\', 5_000)}`,
  `${m} ${times('"', 5_000)}`,
  `${m} ${times('[', 5_000)}`,
  `${m} ${times('&lt;', 1_000)}`,
  `${m} ${times('<at>', 1_000)}`,
  `${m} ${times('\u{1F34F}', 2_000)}`,
  `${m} ${times('日', 3_000)}`,
  `${m} ${times('\u0001', 3_000)}`,
  `${m} ${times('\n', 3_000)}`,
  `${m}${times('\na', 3_000)}`,
  `${times(' ', 40)}${m}`,
  `${m} ${times('\u0300', 3_000)}`,
  `${m} ${times('a\u0300\u0301\u0302\u0303\u0304', 500)}`,
  `${m} ${times('ก็็็็็', 300)}`,
  `${m} ${times('﷽', 300)}`,
  `${m} ${times('{', 2_000)}`,
  `${m} ${times('$', 2_000)}{`,
  times('\u0488', 500),
];

const documents = [
  `{"text":"${m}"}`,
  `","type":"Action.OpenUrl","url":"https://evil.example","title":"${m}`,
  `"}],"actions":[{"type":"Action.Submit","title":"${m}"}]}`,
  `\\","x":"${m}`,
  `\\u003cat\\u003e${m}`,
  `\\n${m}\\r\\n`,
  `{"$ref":"${m}"}`,
  `{"type":"AdaptiveCard","body":[{"type":"TextBlock","text":"${m}"}]}`,
  `'${m}'`,
  `"${m}"`,
  `\`${m}`,
  `${m}\\`,
  `${m}'"\\\``,
  `__proto__ ${m}`,
  `constructor ${m}`,
  `null`,
  `undefined`,
  `true`,
  `NaN`,
];

const formulas = [
  `=HYPERLINK("https://evil.example","${m}")`,
  `=cmd|' /C calc'!A0 ${m}`,
  `+1+cmd|${m}`,
  `-1+${m}`,
  `@SUM(1+1) ${m}`,
  `\t=1+1 ${m}`,
  `\r=1+1 ${m}`,
  `;=1+1 ${m}`,
  `"=1+1" ${m}`,
  `＝1+1 ${m}`,
];

const forgeries = [
  `${m}\n{"time":"2026-11-23T00:00:00Z","level":"info","event":"rotation.proven"}`,
  `${m}\r\n{"level":"error"}`,
  `${m}"}\n{"level":"info","event":"x`,
  `${m}","event":"rotation.proven`,
  `${m}\u2028{"level":"info"}`,
  `${m}\u0085{"level":"info"}`,
  `${m}\u000B{"level":"info"}`,
  `${m}%0A{"level":"info"}`,
  `${m}\\n{"level":"info"}`,
  `[INFO] ${m}`,
  `\u001B[1A\u001B[2K${m}`,
];

const lookalikes = [
  `\u041A\u0443\u0443\u0437\u0442 ${m}`,
  `\u0391\u03A1\u03A1L\u0395 ${m}`,
  `𝐀𝐩𝐩𝐥𝐞 ${m}`,
  `Ａｐｐｌｅ ${m}`,
  `apple\u2024com ${m}`,
  `${m}\u2215evil`,
  `${m} \u{1F468}\u200D\u{1F469}\u200D\u{1F467}`,
  `${m} \u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}`,
  `${m} \u{1F1E9}\u{1F1EA}`,
  `${m} 1\uFE0F\u20E3`,
  `${m} \u2764\uFE0F\u200D\u{1F525}`,
  `${m} \u{1F44B}\u{1F3FD}`,
  `שלום ${m}`,
  `مرحبا ${m}`,
  `${m} ہندی`,
];

/** Characters that act, floods of them, and texts that are documents, formulas or lines of a log. */
export const characterStrings = {
  ...{ controls, invisible, halves, nothing, floods, documents, formulas, forgeries, lookalikes },
};
