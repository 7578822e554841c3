import type { Log, LogFields } from '../ports.ts';

/** One JSON line an event: time, level, event name, flat fields. `write` gets the line without its end. */
export function jsonLog(write: (line: string) => void, now: () => string): Log {
  const at = (level: string) => (event: string, fields?: LogFields) => {
    write(JSON.stringify({ time: now(), level, event, ...fields }));
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
