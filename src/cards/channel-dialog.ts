import type { DialogView } from '../domain/dialog-view.ts';
import type { Card } from './card.ts';
import { choicesInput, formCard, nonceOf, textInput, timeInput, toggleInput, type Field } from './form.ts';
import { weekdays } from './hours-words.ts';
import { bare, plain } from './plain.ts';
import { problemsOf } from './settings-words.ts';

type View = Extract<DialogView, { kind: 'channel-settings' }>;

/** Room for a closed day on every line of a year, and for names behind the days of a usual list. */
const longestHolidays = 4_100;

/** When a channel is spoken to, and whom its reminders call. */
export const channelDialog = (view: View): Card =>
  formCard({
    headline: `Working hours of the channel ${plain(view.channelName)}`,
    spoken: `Settings of the channel ${bare(view.channelName)}`,
    paragraphs: [
      'They hold for every connection whose reminders come in this channel. From the day of expiry on reminders come on closed days too.',
    ],
    fields: [...hoursFields(view), ...callFields(view)],
    submit: 'Save',
    data: {
      verb: 'channel-settings',
      channel: view.channelId,
      ...(view.seen === undefined ? {} : { seen: view.seen }),
      ...nonceOf(view),
    },
  });

function hoursFields({ typed, problems }: View): readonly Field[] {
  const required = { isRequired: true, errorMessage: 'Choose a time, as in 09:00.' } as const;
  return [
    {
      input: textInput(
        { id: 'zone', label: 'Time zone' },
        typed.zone,
        { placeholder: 'Europe/Berlin', maxLength: 60 },
        { isRequired: true, errorMessage: 'Write a time zone, as in Europe/Berlin.' },
      ),
      problems: problemsOf('zone', problems),
    },
    {
      input: choicesInput({ id: 'days', label: 'Working days' }, dayChoices, typed.days, {
        isRequired: true,
        errorMessage: 'Choose at least one day.',
      }),
      problems: problemsOf('hours', problems, (why) => why === 'no-days'),
    },
    { input: timeInput({ id: 'from', label: 'From (reminders come at this time)' }, typed.from, required) },
    {
      input: timeInput({ id: 'to', label: 'To' }, typed.to, required),
      problems: problemsOf('hours', problems, (why) => why !== 'no-days'),
    },
    {
      input: textInput({ id: 'holidays', label: 'Closed days' }, typed.holidays, {
        placeholder: '2026-12-24 to 2027-01-06 Christmas',
        maxLength: longestHolidays,
        isMultiline: true,
      }),
      problems: problemsOf('holidays', problems),
      help: 'One a line, with a name behind it if you like, as in: 2026-10-03 German Unity Day. Several days in a row, as in: 2026-12-24 to 2027-01-06 Christmas.',
    },
  ];
}

const dayChoices = Object.entries(weekdays).map(([value, title]) => ({ title, value }));

const callFields = ({ typed, problems }: View): readonly Field[] => [
  {
    input: textInput(
      { id: 'onCall', label: 'On call (a Teams tag of this team, or a mail address)' },
      typed.onCall,
      {
        placeholder: 'Empty: nobody is called by name',
        maxLength: 200,
      },
    ),
    problems: problemsOf('onCall', problems),
    help: 'Called by name from the 30-day reminder on, unless somebody has promised to see to it.',
  },
  {
    input: toggleInput(
      { id: 'digest', label: 'Weekly digest' },
      'On Mondays, tell this channel of all its tokens',
      typed.digest,
    ),
  },
];
