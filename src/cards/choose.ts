import type { Answer, ConnectionStatus } from '../domain/answer.ts';
import { clockTime, longDate } from '../domain/calendar.ts';
import { enterButton, targetOf } from './buttons.ts';
import type { Card } from './card.ts';
import { choiceCard } from './choice-card.ts';
import { mostPressingFirst } from './connection-list.ts';
import { freezeFacts } from './freeze-words.ts';
import { mostActions } from './limits.ts';
import { bare, plain } from './plain.ts';
import { count, daysLeftWords } from './time-words.ts';

type Choose = Extract<Answer, { kind: 'choose' }>;

/** The way to the token dialog: one button for each connection, the most pressing first. */
export function chooseCard({ connections, scope }: Choose): Card {
  const shown = mostPressingFirst(connections).slice(0, mostActions);
  const hidden = connections.length - shown.length;
  return choiceCard(
    chooseSummary(connections),
    shown.map((status) => ({ title: plain(status.connection.name), value: stateOf(status) })),
    [
      ...(hidden > 0
        ? [
            `${count(hidden, 'more connection has', 'more connections have')} no button here. Say rotate-scim and a name.`,
          ]
        : []),
      scope === 'channel'
        ? 'The button opens a private dialog. Never post a token in the channel.'
        : 'The button opens a dialog. The result comes here and in the thread of the channel.',
    ],
    shown.map(({ connection, cycle }) =>
      enterButton(targetOf(cycle), shown.length === 1 ? 'Enter new token' : bare(connection.name, 40)),
    ),
  );
}

export const chooseSummary = (connections: readonly ConnectionStatus[]): string =>
  connections.length === 1 ? 'Enter the new token in a dialog' : 'Which connection gets a new token?';

function stateOf(status: ConnectionStatus): string {
  const { connection, cycle, daysLeft } = status;
  const { attempt, expiresOn } = cycle;
  if (attempt !== undefined)
    return `${plain(attempt.by.name, 60)} entered a token at ${clockTime(attempt.since, connection.zone)}; testing`;
  const left = `${daysLeftWords(daysLeft)} (${longDate(expiresOn)})`;
  const [frozen] = freezeFacts(status, 'brief');
  return frozen === undefined ? left : `${left}; frozen until ${frozen.value}, so nothing is saved`;
}
