import type {
  ChannelForm,
  DialogView,
  ReminderForm,
  SettingsProblem,
  TokenFormProblem,
} from '../../../src/domain/dialog-view.ts';
import { expiryFailures } from '../../../src/domain/expiry.ts';
import { dialogId } from '../../../src/domain/ids.ts';
import { ladderFailures, usualLadder } from '../../../src/domain/ladder.ts';
import { signInNeeded } from '../../../src/domain/sign-in.ts';
import { tokenFormFailures } from '../../../src/domain/scim-token.ts';
import { hoursFailures } from '../../../src/domain/working-hours.ts';
import { approvalDialogs } from './approval-samples.ts';
import { changesBy } from './settings-acts.ts';
import { nextYear, today, type World } from './world.ts';

const people = ['unknown', 'disabled', 'guest', 'no-answer'] as const;
const holidays = ['not-a-date', 'ends-before-it-begins', 'too-long', 'too-many'] as const;

/** Every problem that the two dialogs of the settings know, one at a time. */
export const settingsProblems: readonly SettingsProblem[] = [
  ...expiryFailures.map((why) => ({ field: 'expiry', why }) as const),
  ...ladderFailures.map((why) => ({ field: 'ladder', why }) as const),
  ...people.flatMap((why) =>
    (['owner', 'deputy', 'manager', 'onCall'] as const).map((field) => ({ field, why }) as const),
  ),
  ...(['unknown', 'nobody', 'no-answer'] as const).map((why) => ({ field: 'fourEyes', why }) as const),
  { field: 'zone', why: 'unknown' },
  ...hoursFailures.map((why) => ({ field: 'hours', why }) as const),
  ...holidays.map((why) => ({ field: 'holidays', why: { line: 3, why } }) as const),
];

export const reminderFields = ['expiry', 'ladder', 'owner', 'deputy', 'manager', 'fourEyes'];

/** A problem of every field at once. */
export const worst = (problems: readonly SettingsProblem[]): readonly SettingsProblem[] => [
  ...new Map(problems.map((problem) => [problem.field, problem])).values(),
];

export function dialogSamples(world: World): Record<string, DialogView> {
  const { outside, connection, unsure, found } = world;
  const { said, channel } = outside;
  const enter = (problems: readonly TokenFormProblem[], typed: string = nextYear) =>
    ({
      kind: 'enter-token',
      dialog: dialogId('0f1e2d3c4b5a69788796a5b4c3d2e1f0'),
      connection,
      cycle: connection.cycle,
      today,
      expiresOn: typed,
      testOnly: problems.length > 0,
      problems,
    }) as const;
  const watch = { kind: 'watch', found, channelName: channel, today, sure: true } as const;
  const reminderForm: ReminderForm = {
    expiry: nextYear,
    sure: true,
    ladder: usualLadder.join(', '),
    owner: 'maya@contoso.example',
    deputy: '',
    manager: '',
    fourEyes: 'outside-hours',
  };
  const channelForm: ChannelForm = {
    zone: 'Europe/Berlin',
    days: ['1', '2', '3', '4', '5'],
    from: '09:00',
    to: '17:00',
    holidays: '2026-12-25 Christmas\n2026-12-28 to 2027-01-02',
    onCall: 'On call',
    digest: true,
  };
  const portal = {
    kind: 'portal-expiry',
    connection,
    cycle: connection.cycle,
    question: 'asked.3',
    changes: changesBy(outside),
    today,
  } as const;
  const reminders = { kind: 'reminder-settings', connection, typed: reminderForm, problems: [] } as const;
  const channels = {
    kind: 'channel-settings',
    channelId: connection.place.channelId,
    channelName: channel,
    typed: channelForm,
    problems: [],
  } as const;
  const [mine, others] = [true, false].map((ofReminders) =>
    settingsProblems.filter(({ field }) => reminderFields.includes(field) === ofReminders),
  );
  return {
    'enter-token': enter([]),
    'enter-token, signing in': { ...enter([]), signIn: 'under-way' },
    'enter-token, not signed in': { ...enter([{ field: 'sign-in' }]), signIn: 'under-way' },
    'enter-token, not able to sign in': enter([
      { field: 'sign-in', upstream: { ...signInNeeded, code: 'AADSTS65001' } },
    ]),
    'enter-token, no date': enter([{ field: 'expiry', why: 'missing' }], ''),
    'enter-token, both wrong': enter([
      { field: 'token', why: 'already-in-use' },
      { field: 'expiry', why: 'past' },
    ]),
    ...Object.fromEntries(
      tokenFormFailures.map((why) => [`enter-token, ${why}`, enter([{ field: 'token', why }])]),
    ),
    ...approvalDialogs(world),
    watch: { ...watch, expiresOn: nextYear, problems: [] },
    ...Object.fromEntries(
      expiryFailures.map((why) => [
        `watch, ${why}`,
        { ...watch, sure: false, expiresOn: said, problems: [why] },
      ]),
    ),
    'portal-expiry': { ...portal, expiresOn: nextYear, problems: [] },
    ...Object.fromEntries(
      expiryFailures.map((why) => [`portal-expiry, ${why}`, { ...portal, expiresOn: said, problems: [why] }]),
    ),
    'reminder-settings, full': reminders,
    'reminder-settings, bare': {
      ...reminders,
      connection: unsure,
      typed: { expiry: '', sure: false, ladder: '', owner: '', deputy: '', manager: '' },
    },
    'reminder-settings, all wrong': {
      ...reminders,
      typed: {
        expiry: said,
        sure: false,
        ladder: said,
        owner: said,
        deputy: said,
        manager: said,
        fourEyes: said,
      },
      problems: worst(mine ?? []),
    },
    'channel-settings, full': channels,
    'channel-settings, bare': {
      ...channels,
      typed: { zone: '', days: [], from: '', to: '', holidays: '', onCall: '', digest: false },
    },
    'channel-settings, all wrong': {
      ...channels,
      typed: {
        ...{ zone: said, days: [said, '7', '1'], from: said, to: said, onCall: said, digest: false },
        holidays: `${said}\n${said}`,
      },
      problems: worst(others ?? []),
    },
    ...Object.fromEntries(
      hoursFailures.map((why) => [
        `channel-settings, ${why}`,
        { ...channels, problems: [{ field: 'hours', why }] },
      ]),
    ),
  };
}
