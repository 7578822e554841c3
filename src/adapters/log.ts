import type { Log, LogFields } from '../ports/ports.ts';

/** One JSON line an event: time, level, event name, flat fields. `write` gets the line without its end. */
export function jsonLog(write: (line: string) => void, now: () => string): Log {
  const at = (level: string) => (event: string, fields?: LogFields) => {
    write(JSON.stringify({ time: now(), level, event, ...fields }).replace(acting, escaped));
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** What JSON lets pass and a terminal obeys, shows in another order, or takes for the end of a line. */
const acting = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
