import type { FreezeNotice } from '../../../src/domain/freeze-notice.ts';
import { freezeDayFailures, freezeFormFailures } from '../../../src/domain/freeze.ts';
import { expiresOn, many, now, promised, today, type World } from './world.ts';

/** What somebody is told about freezes. */
export function freezeNotices({
  outside,
  maya,
  connection,
  freeze,
  acts,
}: World): Readonly<Record<string, FreezeNotice>> {
  const form = { kind: 'freeze-form', name: outside.connection, day: promised, last: expiresOn } as const;
  const frozenNow = { kind: 'frozen-now', connection, freeze } as const;
  return {
    frozen: { kind: 'frozen', connection, freeze, entered: false },
    'frozen, with a token': { kind: 'frozen', connection, freeze, entered: true },
    'frozen-now': { ...frozenNow, expiresOn },
    'frozen-now, longer than the token': { ...frozenNow, expiresOn: today },
    'frozen-now, stopped': { ...frozenNow, expiresOn, attempt: { by: maya, fate: 'stopped' } },
    'frozen-now, goes on': { ...frozenNow, expiresOn, attempt: { by: maya, fate: 'goes-on' } },
    'already-frozen, same': { kind: 'already-frozen', connection, freeze, asked: 'same' },
    'already-frozen, shorter': { kind: 'already-frozen', connection, freeze, asked: 'shorter' },
    'unfrozen-now': { kind: 'unfrozen-now', connection, freeze },
    'not-frozen': { kind: 'not-frozen', connection },
    'not-frozen, none': { kind: 'not-frozen' },
    'freeze-form': form,
    ...Object.fromEntries(
      [...freezeFormFailures, ...freezeDayFailures].map((why) => [`freeze-form, ${why}`, { ...form, why }]),
    ),
    'which-connection, freeze': {
      kind: 'which-connection',
      command: 'freeze',
      names: Array.from({ length: 12 }, (_, index) => `${index} ${outside.connection}`),
    },
    'which-connection, unfreeze': {
      kind: 'which-connection',
      command: 'unfreeze',
      names: [outside.connection, `Other ${outside.connection}`],
    },
    'which-connection, same names': {
      kind: 'which-connection',
      command: 'freeze',
      names: many(outside.connection, 2),
    },
    ...Object.fromEntries(
      acts
        .filter(({ kind }) => kind === 'frozen' || kind === 'unfrozen')
        .map((act, index) => [
          `freeze-repeated, ${index}`,
          { kind: 'freeze-repeated', connection, line: { at: now, act } },
        ]),
    ),
  };
}
