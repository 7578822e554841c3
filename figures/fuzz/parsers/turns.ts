import type { Activity } from 'botbuilder';
import { serviceUrl, tenant } from '../../../sandbox/seed.ts';
import { incoming, isSpokenTo, spokenText, type Incoming } from '../../../src/bot/incoming.ts';
import { takePasted } from '../../../src/bot/paste-guard.ts';
import { Senders } from '../../../src/bot/senders.ts';
import { parseCommand } from '../../../src/domain/command.ts';
import { tenantId } from '../../../src/domain/ids.ts';
import { outsiderOf, type Outsider } from '../../../src/domain/outsider.ts';
import { activities } from '../corpus/activities.ts';
import { mutatedDocument, read, written } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { sizeOf, smallerQuoted, textOf, type Quoted } from '../quoted.ts';
import { smallerDocuments } from '../shrink.ts';
import type { Source } from '../source.ts';
import { isGuid } from '../told-by-graph.ts';
import { wrongCommand } from './commands.ts';
import { activityPieces, fieldsOf, mayEnter } from './front-door.ts';
import { messageWithToken } from './pasted.ts';

/** Only what the front door has let in comes further. */
const admitted = (text: string): Activity | undefined =>
  mayEnter(text, serviceUrl) ? (read(text) as Activity) : undefined;

const isText = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && value !== '');

interface Came {
  readonly from: Incoming;
  readonly outsider: Outsider | undefined;
}

/** Every mark that docs/security.md names of somebody who is no member. */
function isMarked(text: string): boolean {
  const { from } = read(text) as { readonly from: unknown };
  const said = { ...fieldsOf(fieldsOf(from)['properties']), ...fieldsOf(from) };
  const lower = (name: string): string => (typeof said[name] === 'string' ? said[name].toLowerCase() : '');
  return (
    lower('id').startsWith('28:') ||
    ['bot', 'skill'].includes(lower('role')) ||
    ['guest', 'anonymous'].includes(lower('userRole')) ||
    (lower('tenantId') !== '' && lower('tenantId') !== tenant.id) ||
    lower('userPrincipalName').includes('#ext#') ||
    !isGuid(lower('aadObjectId'))
  );
}

/** What somebody pastes into a text or a form belongs to no field of the sender or the place. */
function inWords(source: Source, text: string): string {
  const activity = source.chance(0.3) && text.length < 20_000 ? read(text) : undefined;
  if (typeof activity !== 'object' || activity === null) return text;
  return written({ ...activity, text: source.token(), value: { data: { token: source.token() } } });
}

const sender: Parser<string, Came | undefined> = {
  name: 'sender',
  draw(source) {
    const activity = source.oneOf(Object.values(activities)) as { readonly from: object };
    const marks = { role: 'user', userRole: 'user', userPrincipalName: 'x@y', tenantId: tenant.id };
    const from = source.chance(0.5) ? { ...activity.from, ...marks, properties: marks } : activity.from;
    return inWords(source, mutatedDocument(source, { ...activity, from }, activityPieces));
  },
  run(text) {
    const activity = admitted(text);
    if (activity === undefined) return undefined;
    const senders = new Senders({ info: () => undefined, warn: () => undefined, error: () => undefined });
    senders.check(activity);
    senders.check(activity);
    const from = incoming(activity);
    isSpokenTo(activity, from);
    return { from, outsider: outsiderOf(from.sender, tenantId(tenant.id)) };
  },
  wrong(came, text) {
    if (came === undefined) return undefined;
    const { from, outsider } = came;
    if (from.tenant !== tenantId(tenant.id)) return 'took an activity for one of another tenant';
    if ((outsider === undefined) === isMarked(text))
      return outsider === undefined ? 'took a stranger for a member' : 'took a member for a stranger';
    if (from.person !== undefined && (!isGuid(from.person.id) || !isText(from.person.name)))
      return 'gave a person without an id or a name';
    const { team, channel, pressedOn, said, eventType, conversation } = from;
    const texts = [
      team?.id,
      team?.name,
      team?.aadGroupId,
      channel?.id,
      channel?.name,
      pressedOn,
      said,
      eventType,
    ];
    return [...texts, conversation.conversationId, conversation.serviceUrl].every(isText)
      ? undefined
      : 'gave a field that is no text';
  },
  told: (came) => JSON.stringify(came ?? ''),
  smaller: smallerDocuments,
};

interface Heard {
  readonly isPasted: boolean;
  readonly left: string;
  readonly command: ReturnType<typeof parseCommand>;
}

/** A message, from the moment at which it comes in until it is a command: what a pasted token cannot pass. */
const message: Parser<Quoted, Heard> = {
  name: 'message',
  draw: messageWithToken,
  run(quoted) {
    const text = textOf(quoted);
    const activity = {
      ...fieldsOf(activities['mention']),
      text,
      attachments: [{ contentType: 'text/html', content: `<p>${text}</p>` }],
    } as unknown as Activity;
    const isPasted = takePasted(activity);
    const command = parseCommand(spokenText(activity));
    return { isPasted, left: JSON.stringify(activity), command };
  },
  wrong({ isPasted, command }, quoted) {
    if (!isPasted) return 'let a token pass that was pasted whole';
    return command.ok
      ? (wrongCommand(command.value, textOf(quoted)) ?? 'carried out what a token was pasted with')
      : undefined;
  },
  told: ({ left, command }) => left + JSON.stringify(command),
  smaller: smallerQuoted,
  sizeOf,
};

export const turns = [sender, message] as const;
