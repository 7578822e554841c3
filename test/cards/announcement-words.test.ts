import { announced, testThatSay, type Says } from './said.ts';

const inThread: readonly Says[] = [
  [
    'cycle, full',
    [
      /45 days left/,
      /Taken on by\nMaya Lindqvist, to be done by 3 December 2026/,
      /Snoozed until\n30 November 2026, by Maya Lindqvist \(snoozed twice\)/,
      /Next message\n4 January 2027, 09:00 CET, moved from a closed day/,
      /23 November, 10:45 CET: Maya Lindqvist took this over from Ben Okafor/,
    ],
    /Not confirmed/,
  ],
  [
    'cycle, bare',
    [/12 days left/, /5 December 2026/, /could not be asked/],
    /Next message|What happened|Snoozed/,
  ],
  ['cycle, snooze over', [/Snoozed\n3 times so far/], /Snoozed until/],
  [
    'cycle, unsure',
    [/Date\nNot confirmed: please check the date in Apple Business/, /last 21 days .* never quiet/],
  ],
  ['cycle, unsure and urgent', [/Urgent\n20 days left/, /reminders go on meanwhile/], /quiet until that day/],
  ['cycle, unsure and handed in', [/Old token expires on/], /Not confirmed|Confirm/],
  ['cycle, attempt running', [/Testing the new token/, /Maya Lindqvist entered a token at 10:42 CET/]],
  [
    'cycle, handed in',
    [/Applied and tested, waiting for proof/, /Keep the old one/],
    /Next message|Not confirmed/,
  ],
  [
    'cycle, closed',
    [/Replaced and proven/, /this thread asks for it to be revoked/],
    /Taken on|days left|Snoozed|Revoke/,
  ],
  [
    'cycle, quarantined',
    [/Expired 3 days ago/, /In quarantine/, /Next try 23 November, 16:42 CET/, /18 December 2026/],
  ],
  ['cycle, next, on-time', [/Next message\n4 January 2027, 09:00 CET\n/]],
  ['cycle, next, moved-earlier', [/09:00 CET, moved to before a closed day/]],
  ['cycle, next, after-snooze', [/09:00 CET, when the snooze is over/]],
  ['cycle, next, late', [/09:00 CET, late: sent in the next working hours/]],
  ['cycle, next, promise-over', [/09:00 CET, when the promise of Maya Lindqvist is over/]],
  ['cycle, days, 1', [/1 day left/]],
  ['cycle, days, 0', [/Expires today/]],
  ['cycle, days, -1', [/Expired yesterday/]],
  ['cycle, days, -40', [/Expired 40 days ago/, /probably disabled/]],
  [
    'reminder, full',
    [
      /7 days left/,
      /Maya Lindqvist has taken this on, to be done by 3 December 2026/,
      /late: Scimitar or Teams was away/,
      /may be a repetition: Scimitar does not know what it said since 23 November 2026, 10:42 CET/,
      /Not confirmed/,
    ],
  ],
  ['reminder, bare', [/30 days left/], /<at>|repetition|taken this on|late|closed day|snoozed|Not confirmed/],
  [
    'digest, with the trail',
    [/\nFor audits: the trail ends on [^:]+ at 412:9f86d081884c7d659a2feaa0c55ad015$/],
  ],
  ['digest, well', [/All is well/], /For audits/],
  ['reminder, on-time', [/14 days left/], /late|closed|snoozed/],
  ['reminder, moved-later', [/due on a closed day and comes at the next opening/]],
  ['reminder, moved-earlier', [/comes early: its own day is closed/]],
  ['reminder, after-snooze', [/snoozed/, /newest that was kept back/]],
  ['reminder, promise over', [/Ben Okafor had promised to see to this by 3 December 2026. That day is over/]],
];

const acts: readonly Says[] = [
  [
    'act 2, claimed, bare',
    [
      /Maya Lindqvist promised on 23 November, 10:42 CET to see to it by 3 December 2026/,
      /quiet until that day is over/,
    ],
    /Before,|<at>/,
  ],
  ['act 3, claimed, bare', [/takes care of/, /Before, Ben Okafor had it/]],
  ['act, claimed in the last week', [/The reminders go on/], /quiet until/],
  ['act, claimed into the last week', [/quiet until 7 days before expiry/]],
  ['act 4, unclaimed, bare', [/Nobody takes care of/, /Maya Lindqvist gave it back/, /card above/]],
  ['act 5, unclaimed, bare', [/Ben Okafor noted .* that Maya Lindqvist does not have it any more/]],
  [
    'act 6, lapsed, full',
    [
      /promise .* is over/,
      /<at>Maya Lindqvist<\/at>.*: please see to this/,
      /by 3 December 2026, and no new token/,
    ],
  ],
  ['act 6, lapsed, bare', [/Maya Lindqvist had promised/, /Enter the new token, or take it on/], /<at>/],
  ['act 7, snoozed, full', [/No reminders until 30 November 2026/, /Snoozed twice so far/, /never quiet/]],
  [
    'act 9, date-set, bare',
    [/expires on 7 January 2027/, /Maya Lindqvist set this date .* as read in Apple Business/],
  ],
  ['act 10, date-set, bare', [/does not vouch for it/, /14 days earlier/]],
  ['act 11, settings, bare', [/reminders of Apple Business Manager were changed/, /Maya Lindqvist did this/]],
  ['act 12, settings, bare', [/working hours of the channel Tokens were changed/]],
  ['act 13, settings, bare', [/come here from now on/]],
  [
    'act 58, frozen, bare',
    [
      /Apple Business Manager is frozen until 3 December 2026/,
      /Maya Lindqvist froze it on 23 November, 10:42 CET, that day included/,
      /No new token is saved .* whoever enters it/,
      /say unfreeze Apple Business Manager/,
      /Reason\nAudit week/,
    ],
    /takes the place|present token expires/,
  ],
  [
    'act 59, frozen, bare',
    [
      /place of the freeze of Ben Okafor, which was to last until 3 December 2026/,
      /present token expires on 7 January 2027, before the freeze is over/,
    ],
  ],
  ['act 60, unfrozen, bare', [/can be saved again/, /The freeze was to last .* Maya Lindqvist lifted it on/]],
  ['act 61, unfrozen, bare', [/The freeze of Ben Okafor was to last until 3 December 2026/]],
  ['act 15, reachable, bare', [/come here again/, /only the newest reminder/]],
];

const inPerson: readonly Says[] = [
  [
    'escalation, named, owner',
    [
      /nobody has acted/,
      /from the channel Tokens of the team IT Operations/,
      /because you are named as its owner/,
      /If nobody acts, the deputy is told next.* and then the manager/,
      /new people get no account/,
      /Administrator or People Manager/,
    ],
  ],
  ['escalation, owner', [/because you set up its reminders/]],
  ['escalation, named, deputy', [/deputy of its owner, Maya Lindqvist/, /the manager is told next/]],
  ['escalation, named, manager', [/named as the manager of its owner/, /nobody else is told/]],
  ['escalation, manager', [/Entra names you as the manager of its owner, Maya Lindqvist/]],
  ['escalation, expired', [/Expired|expired 2 days ago/], /Once the token has run out/],
  [
    'unreachable',
    [
      /Since 23 November 2026, 10:42 CET Scimitar cannot speak to the channel Tokens of the team IT Operations/,
      /deleted, or Scimitar was removed/,
      /Add Scimitar to the team again/,
      /@Scimitar remind-here Apple Business Manager/,
      /45 days left/,
    ],
  ],
];

const weekly: readonly Says[] = [
  [
    'digest, well',
    [
      /✓ All is well with 2 tokens/,
      /200 days left/,
      /nothing to do this week/,
      /next digest comes on 30 November 2026/,
    ],
    /attention/,
  ],
  ['digest, health unknown', [/No token is due soon/], /All is well/],
  [
    'digest, one needs attention',
    [/! 1 of 2 tokens needs attention/, /Taken on by/, /moved from a closed day/],
    /All is well/,
  ],
  ['digest, unsure', [/1 token needs attention/, /Not confirmed/]],
  ['digest, quarantined', [/1 token needs attention/, /In quarantine/]],
  ['digest, handed in', [/All is well/, /waiting for proof/]],
  [
    'digest, many',
    [/30 tokens need attention/, /22 more are not listed/, /If it does not come, Scimitar is not running/],
  ],
  ['digest, none', [/No token is watched in this channel/]],
];

const rotations: readonly Says[] = [
  [
    'applied, full',
    [
      /Applied and tested/,
      /20 to 40 minutes/,
      /old token must stay/,
      /has been started/,
      /0a1b2c3d4e5f/,
      /23 November 2027, read from the token itself/,
    ],
  ],
  ['applied, bare', [/Fingerprint/], /has been started/],
  [
    'proven, full',
    [
      /Proven by the cycle of 10:52 CET/,
      /wrote 12 objects/,
      /3 objects wait/,
      /Keep the old token in .* a little longer/,
    ],
  ],
  ['proven, bare', [/nothing to write/]],
  [
    'not-proven, full',
    [/No proof .* after 2 hours/, /In quarantine/, /Do not revoke/, /25 November 2026, 10:42 CET/],
  ],
  [
    'regressed, full',
    [/worked with the new token and does not any more/, /1 object written/, /In quarantine/],
  ],
  ['regressed, paused', [/Cause:/, /paused/i, /Next step:/], /Enter new token|was revoked/],
  ['tested-only', [/nothing was changed/, /Fingerprint/]],
  [
    'refused, token-refused',
    [/Nothing was changed/, /Apple School Manager/, /Response Status Code: Unauthorized/, /Request ID/],
  ],
  ['refused, saving', [/Entra may hold the new token/, /Do not revoke/], /Nothing was changed/],
  ['refused, checking', [/is saved in Entra/, /Do not revoke/], /Nothing was changed/],
  ['refused, not allowed', [/Nothing was changed/, /may not rotate any more/]],
  ['refused, right unknown', [/Nothing was changed/, /No answer counts as no/, /Enter the token again/]],
  ['refused, bug', [/error in Scimitar/]],
  ['interrupted, testing', [/Nothing was changed/, /same one again is safe/]],
  ['interrupted, saving', [/may or may not hold/, /same one again is safe/], /Nothing was changed/],
];

testThatSay(announced, [...inThread, ...acts, ...inPerson, ...weekly, ...rotations]);
