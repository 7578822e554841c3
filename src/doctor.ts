// `npm run doctor` examines the installation with the settings of its environment, and says what to do.
import { setTimeout as pause } from 'node:timers/promises';
import { lookAtCertificate } from './adapters/certificate.ts';
import { readSettings } from './config.ts';
import { checkWords, type CheckWords } from './domain/checkup-words.ts';
import { momentOf } from './domain/calendar.ts';
import { examineInstallation } from './examination.ts';

const settings = readSettings(process.env, (path) => {
  const certificate = lookAtCertificate(path, Date.now());
  return certificate.ok ? undefined : certificate.failure;
});
if (!settings.ok) {
  console.error('Scimitar cannot start with these settings:');
  for (const { setting, text } of settings.failure) console.error(`  ${setting} ${text}`);
  console.error('All settings are described in docs/settings.md. Nothing else was examined.');
  process.exit(1);
}

/** What Entra's names may hold and a terminal obeys. */
const acting = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const marks = { well: 'ok     ', advice: 'advice ', wrong: 'WRONG  ', unknown: '?      ' } as const;

const checks = await examineInstallation(settings.value, {
  machineTime: Date.now,
  pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
  fetch: globalThis.fetch,
});
const about = {
  now: momentOf(Date.now()),
  botId: settings.value.botId,
  harmless: (text: string) => text.replace(acting, ' '),
};
const told = checks.map((check): CheckWords => checkWords(check, about));
for (const { verdict, found, fix } of told) {
  console.log(marks[verdict] + found);
  if (fix !== undefined) console.log(`       -> ${fix}`);
}
const count = (verdict: CheckWords['verdict']): number =>
  told.filter((words) => words.verdict === verdict).length;
console.log(
  `${count('well')} as they should be, ${count('advice')} with advice, ${count('wrong')} wrong, ${count('unknown')} not known`,
);
process.exit(count('wrong') > 0 ? 1 : 0);
