import { clockTime, longDate, type TimeZone } from '../domain/calendar.ts';
import type { Act } from '../domain/act.ts';
import type { EscalationStep } from '../domain/escalation.ts';
import type { Person } from '../domain/ids.ts';
import { findingWords } from './watch-words.ts';
import type { NoticedAct, SlotAnswer, SlotAsk } from '../domain/noticed.ts';
import { approvalActWords } from './approval-words.ts';
import { changersWords, changerWords } from './changer-words.ts';
import { reasonWords } from './freeze-words.ts';
import { plain } from './plain.ts';
import { rightWords } from './right-words.ts';
import { count, daysLeftWords } from './time-words.ts';

const failures: Readonly<Record<Extract<Act, { kind: 'failed' }>['why'], string>> = {
  'token-refused': 'the service did not accept the token',
  'wrong-address': 'the tenant URL leads nowhere',
  'service-down': 'the service had trouble of its own',
  'cannot-tell': 'Entra could not test the token',
  'wrong-application': 'this application cannot be provisioned',
  quarantined: 'the provisioning job is in quarantine',
  'no-sign-in': 'Scimitar could not sign in to Entra',
  'not-permitted': 'the bot lacks a right in Entra',
  'not-found': 'the provisioning job was not found',
  'not-propagated': 'Entra still carried out an earlier change',
  throttled: 'Graph had too many requests',
  unreachable: 'Graph did not answer',
  settings: 'the settings beside the token could not be kept',
  unknown: 'Graph gave an unknown answer',
  'not-allowed': 'the right to rotate was gone',
  'right-unknown': 'Entra did not confirm the right to rotate',
  frozen: 'the connection was frozen before the save',
  'not-approved': 'no second person agreed to it when it was to be saved',
  bug: 'something went wrong in Scimitar',
};

const steps: Readonly<Record<EscalationStep, string>> = {
  owner: 'the owner',
  deputy: 'the deputy',
  manager: 'the manager',
};

const settings: Readonly<Record<Extract<Act, { kind: 'settings' }>['what'], string>> = {
  reminders: 'changed when the reminders come and whom they call',
  hours: 'changed the working hours of the channel',
  channel: 'moved the reminders to another channel',
};

/** One act of the story in words, without its time and full stop. Ready for a TextBlock unless told otherwise. */
export function actWords(act: Act, zone: TimeZone, harmless: typeof plain = plain): string {
  const who = ({ name }: Person): string => harmless(name, 60);
  switch (act.kind) {
    case 'watched':
      return `${who(act.by)} started watching this connection; the token expires on ${longDate(act.expiresOn)}`;
    case 'reminded':
      return `Reminder sent: ${lowerFirst(daysLeftWords(act.rung))}`;
    case 'claimed':
      return act.from === undefined || act.from.id === act.by.id
        ? `${who(act.by)} took this on, to be done by ${longDate(act.until)}`
        : `${who(act.by)} took this over from ${who(act.from)}, to be done by ${longDate(act.until)}`;
    case 'unclaimed':
      return act.by.id === act.from.id
        ? `${who(act.by)} gave this back`
        : `${who(act.by)} noted that ${who(act.from)} does not have this any more`;
    case 'lapsed':
      return `${who(act.by)} had promised to see to this by ${longDate(act.until)}, and no new token came`;
    case 'snoozed':
      return `${who(act.by)} snoozed the reminders until ${longDate(act.until)}`;
    case 'escalated':
      return `${who(act.to)} was told in person, as ${steps[act.step]}`;
    case 'date-set':
      return `${who(act.by)} set the expiry date to ${longDate(act.expiresOn)}${act.sure ? '' : ', not confirmed'}`;
    case 'settings':
      return `${who(act.by)} ${settings[act.what]}`;
    case 'frozen':
      return act.before === undefined
        ? `${who(act.by)} froze this connection until ${longDate(act.until)}: ${reasonWords(act, harmless, 80)}`
        : `${who(act.by)} changed the freeze of ${who(act.before.by)}, until ${longDate(act.before.until)}, to ${longDate(act.until)}: ${reasonWords(act, harmless, 80)}`;
    case 'unfrozen':
      return `${who(act.by)} lifted the freeze of ${who(act.from)}, until ${longDate(act.until)}`;
    case 'approval-asked':
    case 'approved':
    case 'declined':
    case 'approval-over':
    case 'four-eyes':
      return approvalActWords(act, zone, harmless);
    case 'unreachable':
      return 'The channel could not be spoken to';
    case 'reachable':
      return 'The channel can be spoken to again';
    case 'entered':
      return `${who(act.by)} entered a token${act.testOnly ? ' for a test only' : ''}; testing`;
    case 'tested':
      return `The token of ${who(act.by)} passed the test; nothing was changed`;
    case 'failed':
      return `The attempt of ${who(act.by)} failed: ${failures[act.why]}`;
    case 'interrupted':
      return `The attempt of ${who(act.by)} was interrupted`;
    case 'applied':
      return `The token of ${who(act.by)} was applied and tested; it expires on ${longDate(act.expiresOn)}`;
    case 'saved-late':
      return `The token of ${who(act.by)} was saved after all, as Entra’s audit log shows`;
    case 'proven':
      return `Proven by the provisioning cycle of ${clockTime(act.cycleBegan, zone)}`;
    case 'not-proven':
      return 'Not proven yet: no good provisioning cycle since the save';
    case 'not-kept':
      return act.lost.length + act.changed.length + act.added.length === 0
        ? 'Settings beside the token had vanished after the save; Scimitar put them back'
        : 'Settings beside the token were not as before after the save';
    case 'drift':
      return `Settings in Entra were found changed (${count(act.differences.length, 'difference', 'differences')})`;
    case 'portal-change':
      return `${changersWords(act.changes, harmless)} changed credentials or settings in Entra`;
    case 'portal-rotated':
      return `${who(act.by)} said that ${changerWords(act.rotatedBy, harmless)} entered a new token in Entra; it expires on ${longDate(act.expiresOn)}`;
    case 'portal-denied':
      return `${who(act.by)} said that the change of ${changerWords(act.changedBy, harmless)} in Entra was no new token`;
    case 'pasted':
      return `${act.by === undefined ? 'Somebody from outside' : who(act.by)} wrote a secret token into ${act.where === 'personal' ? 'the chat with Scimitar' : 'the channel'}: it has to be revoked`;
    case 'pasted-revoked':
      return `${who(act.by)} has revoked the token that was written into a chat`;
    case 'refused':
      return `${who(act.by)} was refused: no right to ${rightWords(act.what)}`;
    case 'noticed':
      return noticedWords(act.of, harmless);
    case 'old-token':
      return `${who(act.by)} ${oldTokens[act.answer]}`;
  }
}

const oldTokens: Readonly<Record<SlotAnswer, string>> = {
  revoked: 'has revoked the old token',
  'only-one': 'sees one token only in the service’s list',
};

const asks: Readonly<Record<SlotAsk, string>> = {
  first: 'Asked what became of the old token',
  again: 'Asked again what became of the old token',
  'next-year': 'Asked once more what became of the old token',
};

function noticedWords(of: NoticedAct, harmless: typeof plain): string {
  switch (of.kind) {
    case 'job-trouble':
      return `Provisioning: ${findingWords(of.found, harmless)}${of.escrowed === undefined ? '' : ` (${of.escrowed})`}`;
    case 'job-over':
      return `Provisioning runs well again; it was: ${findingWords(of.was, harmless)}`;
    case 'pulse-trouble':
      return `The saved token was tried: ${failures[of.why]}`;
    case 'pulse-over':
      return 'The saved token was tried: it works again';
    case 'old-token-asked':
      return asks[of.ask];
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
