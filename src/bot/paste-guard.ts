import type { Activity, TurnContext } from 'botbuilder';
import { holdsToken } from '../domain/pasted-token.ts';
import { maySee } from '../flows/permission.ts';
import { noticePaste, tellPaste, type Paste, type PasteAnswer } from '../flows/pasted.ts';
import type { BotDeps } from './bot.ts';
import { incoming, type Incoming } from './incoming.ts';
import { placeOf } from './place.ts';
import { say } from './respond.ts';

/**
 * Whether somebody has written a secret token into a chat. Then the text and all that quotes it leave the activity, before
 * anything else is looked at: no route, state, log or error can see it.
 */
export function takePasted(activity: Activity): boolean {
  if (!typed.includes(activity.type)) return false;
  if (!textsOf(activity).some(holdsToken)) return false;
  for (const field of wordy) Reflect.deleteProperty(activity, field);
  return true;
}

/** What people write, and what they make of it afterwards. A form's values come with a pressed button, and are no text. */
const typed: readonly string[] = ['message', 'messageUpdate'];
const wordy = ['text', 'summary', 'attachments', 'entities', 'value', 'speak', 'suggestedActions'] as const;

function textsOf({ text, summary, attachments }: Partial<Activity>): readonly string[] {
  const parts: readonly unknown[] = Array.isArray(attachments) ? attachments : [];
  return [text, summary, ...parts.flatMap(contentOf)].filter(
    (part): part is string => typeof part === 'string',
  );
}

/** Of the message itself as HTML, or of one that it quotes. */
function contentOf(attachment: unknown): readonly unknown[] {
  const content = valueIn(attachment, 'content');
  return [content, valueIn(content, 'messagePreview')];
}

const valueIn = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[name] : undefined;

/** Tells the author, in private, and the thread; does nothing that the message asked for. */
export async function onPasted(deps: BotDeps, context: TurnContext): Promise<void> {
  const { ports, afterTurn } = deps;
  // What programs post is nobody's token to burn, and an answer to it might be answered.
  if (context.activity.from.id.startsWith('28:')) return;
  const from = incoming(context.activity);
  const paste = pasteOf(from, context.activity.id);
  const noticed = await noticePaste(ports, paste);
  if (noticed === undefined) return;
  const { owed } = noticed;
  // Which connections there are is told to those who may see them.
  const isNamed = from.person !== undefined && (await maySee(ports, from.person));
  const answer = isNamed ? noticed.answer : withoutNames(noticed.answer);
  if (from.scope === 'personal') await say(context, answer);
  else
    afterTurn.start('tell-author', async () => {
      const { person } = from;
      const place = await placeOf(deps, from);
      const chat = person && place && (await ports.channel.chatWith(place, person.id));
      const told = chat?.ok === true && (await ports.channel.post(chat.value, answer)).ok;
      // The author cannot be told alone: then where it was written, to whom it is there.
      if (!told && owed === undefined) await ports.channel.post(from.conversation, withoutNames(answer));
    });
  if (owed !== undefined) afterTurn.start('tell-paste', () => tellPaste(ports, owed).then(() => undefined));
}

const withoutNames = ({ told: _named, ...answer }: PasteAnswer): PasteAnswer => ({
  ...answer,
  connections: [],
});

const pasteOf = ({ tenant, person, scope, conversation, channel }: Incoming, id: unknown): Paste => ({
  tenant,
  where: scope,
  conversationId: conversation.conversationId,
  paste: typeof id === 'string' ? id.replace(/[^\w-]/g, '').slice(0, 64) : 'unnamed',
  ...(person === undefined ? {} : { person }),
  ...(channel === undefined ? {} : { channelId: channel.id }),
});
