import type { Random } from '../../simulation/random.ts';
import { buttonsOf, maya, tom, type Chat, type OpenDialog } from '../../test/scenarios/chat.ts';

type Copies = Parameters<Chat['click']>[3];
/** Presses once, and lets Teams deliver so many copies at the same moment. */
export type Click = (copies: Copies) => Promise<unknown>;

/** The clicks that do something. Each is made ready when its trial begins, with what the card offers by then. */
export const clicks: Readonly<Record<string, (chat: Chat, random: Random) => Promise<Click>>> = {
  claim: async (chat, random) => {
    await release(chat);
    const inputs = { until: random.pick(['2026-12-01', '2026-12-08', '2026-12-14']) };
    const who = anybody(random);
    return (copies) => chat.click(who, "I'll take it", inputs, copies);
  },
  unclaim: async (chat, random) => {
    await release(chat);
    await chat.press(maya, "I'll take it", { until: '2026-12-14' });
    const who = anybody(random);
    return (copies) => chat.click(who, nobody, {}, copies);
  },
  snooze: async (chat, random) => {
    await release(chat);
    const offered = titles(chat).filter(
      (title) => title.startsWith('Snooze until') && title !== snoozedLast.get(chat),
    );
    const title = offered[random.between(0, offered.length - 1)] ?? '';
    snoozedLast.set(chat, title);
    const who = anybody(random);
    return (copies) => chat.click(who, title, {}, copies);
  },
  'submit settings': async (chat) => {
    const dialog = await chat.open(maya, 'Reminders of Apple School Manager', await chat.settings(maya));
    const isShort = JSON.stringify(dialog.result).includes(shortLadder);
    const ladder = isShort ? '60, 45, 30, 21, 14, 7, 3, 1, 0' : shortLadder;
    const people = { owner: '', deputy: '', manager: '' };
    return (copies) => dialog.send({ expiry: '2027-01-23', sure: 'true', ladder, ...people }, copies);
  },
  'submit a token': async (chat) => {
    const dialog = await openToken(chat);
    const token = freshToken(chat);
    return (copies) => dialog.send({ token, expiry: '2027-11-24', testOnly: 'false' }, copies);
  },
};

const anybody = (random: Random) => random.pick<typeof maya | typeof tom>([maya, tom]);
const nobody = 'Nobody has it any more';
const shortLadder = '60, 30, 14, 7, 3, 1, 0';
const snoozedLast = new WeakMap<Chat, string>();

const titles = (chat: Chat): readonly string[] =>
  buttonsOf(chat.thread().root.card).map(({ title }) => title);

async function release(chat: Chat): Promise<void> {
  if (titles(chat).includes(nobody)) await chat.press(maya, nobody);
}

/** In the personal chat. A busy machine may need a second try: the bot asks for one when Entra takes too long. */
export async function openToken(chat: Chat): Promise<OpenDialog> {
  await chat.say(maya, '/rotate-scim');
  for (let tries = 1; ; tries++) {
    const dialog = await chat.open(maya, 'Enter new token', chat.lastIn(maya));
    if (dialog.result.kind === 'card') return dialog;
    if (tries === 10) throw new Error(`The dialog did not open: ${dialog.words}`);
  }
}

/** A token that Apple takes and Entra does not hold. Apple keeps two: whatever is neither saved nor new goes. */
export function freshToken(chat: Chat): string {
  const { school } = chat.sandbox.cloud.apple;
  const saved = school.nameOf(chat.secrets()['SecretToken'] ?? '');
  const alive = school.listed().filter(({ revokedAt }) => revokedAt === undefined);
  for (const { id, name } of alive) if (name !== saved && alive.length > 1) school.revoke(id);
  return school.generate().token;
}
