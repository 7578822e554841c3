import { cardProblems, isAdaptiveCard } from './card-rules.ts';
import { badArgument, tooBig, type ConnectorError } from './connector-errors.ts';
import { listAt, textAt, valueAt, type JsonObject } from './json-object.ts';
import { unmatchedMentions, type IsMember } from './mention-rules.ts';
import { isSignInCard, readSignInCard } from './sign-in-card.ts';
import type { Content, Conversation, TeamsState } from './state.ts';

/** Measured in UTF-16, as Microsoft says; nothing of it is images. */
const largest = 100 * 1024;

/**
 * What a bot's message activity puts into the conversation: text and card together become two messages, as in Teams.
 * Throws a `ConnectorError`; what would look broken in Teams is also written down as a refusal.
 */
export function contentsOf(
  activity: JsonObject,
  conversation: Conversation,
  teams: TeamsState,
): readonly Content[] {
  if (activity['type'] !== 'message') throw badArgument('Only message and typing activities can be sent.');
  if (Buffer.byteLength(JSON.stringify(activity), 'utf16le') > largest) throw tooBig();
  const text = textAt(activity, 'text') ?? '';
  const attachments = listAt(activity, 'attachments');
  const problems = problemsOf(activity, text, attachments, conversation, teams);
  if (problems.length > 0) throw refusal(teams, conversation, problems);
  return [
    ...(text === '' ? [] : [{ text }]),
    ...attachments.map((attachment) => {
      const signIn = isSignInCard(attachment) ? readSignInCard(attachment) : undefined;
      return typeof signIn === 'object' ? { signIn } : { card: valueAt(attachment, 'content') };
    }),
  ];
}

/** An update has one content: the message stays one message. */
export function contentOf(activity: JsonObject, conversation: Conversation, teams: TeamsState): Content {
  const [content, second] = contentsOf(activity, conversation, teams);
  if (content === undefined || second !== undefined)
    throw refusal(teams, conversation, ['an update has either text or one card']);
  return content;
}

function problemsOf(
  activity: JsonObject,
  text: string,
  attachments: readonly unknown[],
  conversation: Conversation,
  teams: TeamsState,
): readonly string[] {
  if (text === '' && attachments.length === 0) return ['the message is empty'];
  if (attachments.some(isSignInCard)) return signInProblems(text, attachments, conversation);
  if (!attachments.every(isAdaptiveCard)) return ['the sandbox shows no attachments but Adaptive Cards'];
  if (attachments.length > 1) return ['the sandbox shows one card per message'];
  const isMember = memberOf(conversation, teams);
  return [
    ...attachments.flatMap((attachment) => cardProblems(valueAt(attachment, 'content'), isMember)),
    ...unmatchedMentions([text], listAt(activity, 'entities'), isMember),
  ];
}

/** Without the bot in a personal chat there is no silent sign-in. */
function signInProblems(
  text: string,
  [card, second]: readonly unknown[],
  { kind }: Conversation,
): readonly string[] {
  const read = readSignInCard(card);
  return [
    ...(typeof read === 'string' ? [read] : []),
    ...(text !== '' || second !== undefined ? ['an OAuth card goes alone'] : []),
    ...(kind === 'personal' ? [] : ['the sandbox signs people in in their personal chats only']),
  ];
}

/** A mention may name a member by any id, the bot itself, and in a channel a tag of the team. */
export function memberOf(conversation: Conversation, teams: TeamsState): IsMember {
  const roster = teams.roster(conversation);
  return (id, type) =>
    type === 'tag'
      ? conversation.kind === 'channel' && teams.tags.some((tag) => tag.id === id)
      : id === teams.bot.mri || roster.some((person) => teams.findPerson(id) === person);
}

function refusal(teams: TeamsState, conversation: Conversation, problems: readonly string[]): ConnectorError {
  const where = conversation.kind === 'channel' ? conversation.channel.name : conversation.person.name;
  for (const problem of problems) teams.refuse(where, problem);
  return badArgument(`Refused by the simulated Teams: ${problems.join('; ')}.`);
}
