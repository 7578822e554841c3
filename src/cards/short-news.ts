import type { Announcement } from '../domain/announcement.ts';
import type { Answer } from '../domain/answer.ts';
import { tokenLength } from '../domain/scim-token.ts';
import type { ShortNews } from './notice.ts';
import type { plain } from './plain.ts';
import { allOf, count, oneOf } from './time-words.ts';

type Of<Kind extends Answer['kind']> = Extract<Answer, { kind: Kind }>;
/** How text from outside is made harmless where the words will stand: `plain` on a card, `bare` elsewhere. */
type Harmless = typeof plain;

const mostNames = 10;

/** Somebody may have pasted a token where a name belongs: no word as long as one is said back. */
export function noSuchConnection({ asked, names }: Of<'no-such-connection'>, harmless: Harmless): ShortNews {
  const mayBeToken = asked.split(/\s+/).some((word) => word.length >= tokenLength.shortest);
  return {
    tone: 'accent',
    headline: mayBeToken ? 'No connection has that name' : `No connection is named ${harmless(asked, 60)}`,
    paragraphs: [
      `Say ${oneOf([...new Set(names)].slice(0, mostNames).map((name) => harmless(name)))}, or a part of it.`,
    ],
  };
}

export const nothingWatched: ShortNews = {
  tone: 'accent',
  headline: 'No connection is watched yet',
  paragraphs: ['Add Scimitar to a team and press “Find the connections” on its welcome card there.'],
};

export const onlyInAChannel: ShortNews = {
  tone: 'accent',
  headline: 'This works in a channel only',
  paragraphs: [
    'Go to the channel that should get the reminders, in a team that has Scimitar, and say there: @Scimitar remind-here',
  ],
};

export const welcome = (
  { addedBy }: Extract<Announcement, { kind: 'welcome' }>,
  harmless: Harmless,
): ShortNews => ({
  tone: 'good',
  headline: 'Scimitar is here',
  paragraphs: [
    ...(addedBy === undefined ? [] : [`${harmless(addedBy.name, 60)} added me to this team.`]),
    'I keep the SCIM tokens alive with which Microsoft Entra ID provisions Managed Apple Accounts. I remind this channel in time, take the new token in a private dialog, test it, save it, and say when a provisioning cycle has proven it.',
    'To begin, let me look in Entra for the connections. Somebody who may set up presses the button and enters when the present token expires. Say help to see the commands.',
  ],
  discover: true,
});

export function movedHere({ connections, channelName }: Of<'moved-here'>, harmless: Harmless): ShortNews {
  const names = [...new Set(connections.map(({ name }) => name))].slice(0, mostNames);
  if (connections.length === 0)
    return {
      tone: 'accent',
      headline: 'No reminders were moved',
      paragraphs: [`Those of all connections come in the channel ${harmless(channelName)} already.`],
    };
  return {
    tone: 'good',
    headline: `The reminders of ${count(connections.length, 'connection', 'connections')} come here from now on`,
    paragraphs: [
      `${allOf(names.map((name) => harmless(name)))}: in the channel ${harmless(channelName)}, each in a thread of its own.`,
      'Nothing is said in the old channel any more. The working hours of this one hold: say settings to see them.',
    ],
  };
}
