import type { Answer, ConnectionStatus } from '../domain/answer.ts';
import { longDate } from '../domain/calendar.ts';
import type { ChannelSettings } from '../domain/channel-settings.ts';
import { isUnsure } from '../domain/ladder.ts';
import { dialogButton, remindersButton } from './buttons.ts';
import type { Card, Fact } from './card.ts';
import { choiceCard } from './choice-card.ts';
import { mostPressingFirst } from './connection-list.ts';
import { hoursWords } from './hours-words.ts';
import { mostActions } from './limits.ts';
import { bare, plain } from './plain.ts';
import { capital, count } from './time-words.ts';

type Settings = Extract<Answer, { kind: 'settings' }>;

/** How the reminders are set, and a button for each dialog that changes it. */
export function settingsCard({ channel, connections }: Settings): Card {
  const shown = mostPressingFirst(connections).slice(
    0,
    channel === undefined ? mostActions : mostActions - 1,
  );
  const hidden = connections.length - shown.length;
  return choiceCard(
    settingsSummary,
    [...(channel === undefined ? [] : channelFacts(channel)), ...shown.map(connectionFact)],
    [
      ...(hidden > 0
        ? [
            `${count(hidden, 'more connection has', 'more connections have')} no button here. Say settings and a name.`,
          ]
        : []),
      ...(connections.length === 0 ? ['No connection is watched yet.'] : []),
      channel === undefined
        ? 'Say settings in a channel, with @Scimitar, to change its working hours.'
        : 'The working hours hold for every connection whose reminders come in this channel.',
    ],
    [
      ...(channel === undefined
        ? []
        : [
            dialogButton('Working hours of this channel', {
              verb: 'channel-settings',
              channel: channel.place.channelId,
            }),
          ]),
      ...shown.map(({ connection }) =>
        remindersButton(`Reminders of ${bare(connection.name, 40)}`, connection.id),
      ),
    ],
  );
}

export const settingsSummary = 'Settings of the reminders';

function channelFacts({ zone, hours, onCall, digest }: ChannelSettings): readonly Fact[] {
  const closed = hours.holidays.length;
  return [
    { title: 'Working hours', value: `${capital(hoursWords(hours))}, ${zone}` },
    { title: 'Closed days', value: closed === 0 ? 'None listed' : `${closed} listed` },
    {
      title: 'On call',
      value:
        onCall === undefined ? 'Nobody' : plain(onCall.kind === 'tag' ? onCall.name : onCall.person.name, 60),
    },
    { title: 'Digest', value: digest === 'weekly' ? 'Every week' : 'Off' },
  ];
}

function connectionFact({ connection, cycle }: ConnectionStatus): Fact {
  const { ladder, responsible, watchedBy, expirySource } = connection;
  const date = `${longDate(cycle.expiresOn)}${isUnsure(expirySource) ? ' (not confirmed)' : ''}`;
  return {
    title: plain(connection.name),
    value: `${ladder.join(', ')} days before ${date}. Owner: ${plain((responsible.owner ?? watchedBy).name, 60)}`,
  };
}
