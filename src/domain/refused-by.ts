import type { Notice } from './answer.ts';
import type { Rule } from './trail.ts';

/** What a person is told, and the rule that it comes from. A missing right is written down where it is asked for. */
const rules: Readonly<Partial<Record<Notice['kind'], Rule>>> = {
  overtaken: 'overtaken',
  'channel-overtaken': 'overtaken',
  'already-done': 'overtaken',
  'already-watched': 'overtaken',
  'nobody-has-it': 'overtaken',
  'stale-button': 'overtaken',
  'copied-card': 'place',
  'dialog-problem': 'single-use',
  'already-submitted': 'single-use',
  'claim-problem': 'form',
  frozen: 'freeze',
  busy: 'one-at-a-time',
  'own-approval': 'four-eyes',
  'approval-over': 'four-eyes',
  'approval-waiting': 'four-eyes',
  'not-approved': 'four-eyes',
};

/** The rule by which somebody who has the right was refused all the same; nothing where it was done. */
export const refusedBy = ({ kind }: Notice): Rule | undefined => rules[kind];
