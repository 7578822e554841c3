import type { Answer } from '../domain/answer.ts';
import { layout, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import json from './help.json' with { type: 'json' };

interface HelpCard {
  readonly headline: string;
  readonly spoken: string;
  readonly paragraphs: readonly Text[];
  readonly commands: readonly Fact[];
  readonly closing: string;
}

const fill: Layout<HelpCard> = layout(json);

type Help = Extract<Answer, { kind: 'help' | 'not-understood' }>;

/** What Scimitar does and what it understands; also the friendly pointer after anything else. */
export const helpCard = (answer: Help): Card =>
  fill({
    headline: helpSummary(answer),
    spoken: helpSummary(answer),
    paragraphs: texts(
      answer.kind === 'not-understood'
        ? ['I understand a few commands only, and only when they stand alone.']
        : [
            'The SCIM token that lets Microsoft Entra ID provision Managed Apple Accounts runs out once a year. I remind the channel in time, take the new token in a private dialog, test it, save it in Entra, and say when a provisioning cycle has proven it.',
          ],
    ),
    commands: commandsIn(answer.scope),
    closing: closings[answer.scope],
  });

export function helpSummary(answer: Help): string {
  if (answer.kind === 'not-understood') return 'I did not understand that';
  return answer.greeted ? 'Hello, I am Scimitar' : 'What I can do';
}

/** In a channel Teams passes on only what mentions the bot. */
const commandsIn = (scope: Help['scope']): readonly Fact[] =>
  [
    { title: 'rotate-scim', value: 'Enter a new token, in a dialog' },
    { title: 'status', value: 'Days left, provisioning and the next message, for each connection' },
    {
      title: 'history',
      value:
        'Who did what, and when. With a day, as in history 2027-01-04: why a message came on it, or none',
    },
    {
      title: 'settings',
      value: 'The date, the days of the reminders, whom they call, and the working hours',
    },
    { title: 'remind-here', value: 'In a channel: bring the reminders into it' },
    {
      title: 'freeze',
      value:
        'No new token is saved until a day, as in freeze Apple School until 2026-12-24 audit. unfreeze lifts it',
    },
    {
      title: 'help',
      value:
        'This card. With a word or an error behind it, as in help quarantine: what it means and what to do',
    },
  ].map(({ title, value }) => ({ title: scope === 'channel' ? `@Scimitar ${title}` : title, value }));

const closings: Readonly<Record<Help['scope'], string>> = {
  personal:
    'A name may follow a command, as in: status Apple School Manager. Never send a token as a message: the dialog is the only place for it.',
  channel:
    'A name may follow a command. What you enter in the dialog stays private. Never post a token in the channel.',
};
