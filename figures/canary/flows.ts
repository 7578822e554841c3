import { randomBytes } from 'node:crypto';
import type { Faults } from '../../sandbox/page-api.ts';
import { hosts } from '../../sandbox/seed.ts';
import { maya, operations, type OpenDialog } from '../../test/scenarios/chat.ts';
import { disturb, stepOf } from '../../test/scenarios/disturb.ts';
import type { Killable } from '../../test/scenarios/killable.ts';
import { freshToken, openToken } from '../redelivery/clicks.ts';
import { echoAt, echoes, echoOfApple } from './echo.ts';

/** Gives the token with which it has been played. `turn` counts how often the flow has come already. */
export type Flow = (killable: Killable, turn: number) => Promise<string>;

/** A token that Apple does not know, in an alphabet that URLs, JSON and base64 have to escape. */
export const madeUp = (): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/=%&"<>{}|^`';
  return `t${Array.from(randomBytes(95), (byte) => alphabet.charAt(byte % alphabet.length)).join('')}`;
};

async function enter({ chat }: Killable, token: string, testOnly = false): Promise<void> {
  const dialog = await openToken(chat);
  const answer = await dialog.submit({ token, expiry: '2027-11-24', testOnly: String(testOnly) });
  if (answer.result.kind !== 'message') throw new Error(`The token was not taken: ${answer.words}`);
}

const applied: Flow = async (killable) => {
  const token = freshToken(killable.chat);
  await enter(killable, token);
  return token;
};
const testedOnly: Flow = async (killable) => {
  const token = freshToken(killable.chat);
  await enter(killable, token, true);
  return token;
};

const quotedAt =
  (step: 'test' | 'save'): Flow =>
  async (killable, turn) => {
    // What is saved has to pass its test, so Apple has to know it.
    const token = step === 'test' ? madeUp() : freshToken(killable.chat);
    const answer = echoes[turn % echoes.length];
    if (answer === undefined) throw new Error('there is no such echo');
    const restore = echoAt(killable.chat, step, token, answer);
    await enter(killable, token);
    restore();
    return token;
  };

const quotedByApple: Flow = async (killable, turn) => {
  const token = madeUp();
  const restore = echoOfApple(killable.chat, turn % 2 === 0 ? 401 : 503);
  await enter(killable, token);
  restore();
  return token;
};

const faults: readonly Partial<Faults>[] = [
  { graph: '500' },
  { graph: '403' },
  { graph: 'html' },
  { apple: 'down' },
  { apple: 'refuses' },
  { teams: '502' },
];
const underFault: Flow = async (killable, turn) => {
  const { chat } = killable;
  const token = turn % 2 === 0 ? madeUp() : freshToken(chat);
  const dialog = await openToken(chat);
  chat.sandbox.setFaults(faults[turn % faults.length] ?? {});
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  chat.sandbox.setFaults({ graph: 'none', apple: 'none', teams: 'none' });
  await chat.move({ minutes: 1 });
  return token;
};

/** Each a form of its own, of which none is a right one. */
const mistakes: readonly ((dialog: OpenDialog, token: string) => Promise<unknown>)[] = [
  (dialog, token) => dialog.submit({ ...form, token: `${token} ${token}` }),
  (dialog, token) => dialog.submit({ ...form, token: `https://federation.apple.com/${token}` }),
  (dialog, token) => dialog.submit({ ...form, token: `${token}ä` }),
  (dialog, token) => dialog.submit({ ...form, token, expiry: 'soon' }),
  (dialog, token) => dialog.submit({ ...form, token: '', expiry: token }),
  (dialog, token) => dialog.submit({ ...form, token: [token] }),
  (dialog, token) => dialog.submit({ ...form, token: { token } }),
  (dialog, token) => dialog.submit({ ...form, verb: token, token }),
  (dialog, token) => dialog.submit({ ...form, dialog: token, token }),
  (dialog, token) => dialog.submit({ ...form, verb: 'watch', token }),
];
const form = { expiry: '2027-11-24', testOnly: 'false' };
const mistaken: Flow = async ({ chat }, turn) => {
  const token = madeUp();
  await mistakes[turn % mistakes.length]?.(await openToken(chat), token);
  return token;
};

/** In the form that a token has in a chat, which is noticed there, or in another, which is not. */
const inChat = (turn: number): string => (turn % 2 === 0 ? randomBytes(72).toString('base64url') : madeUp());

const pasted: Flow = async ({ chat }, turn) => {
  const token = inChat(turn);
  const text = ['', '/rotate-scim ', 'status ', 'history ', 'settings '][turn % 5] ?? '';
  await chat.say(maya, `${text}${token}`);
  return token;
};
const pastedInChannel: Flow = async ({ chat: { sandbox } }, turn) => {
  const token = inChat(turn);
  const text = ['', 'rotate-scim ', 'remind-here ', 'freeze Apple until 2026-12-24 '][turn % 4] ?? '';
  const say = {
    me: maya.id,
    conversationId: operations.id,
    text: `${text}${token}`,
    mentionBot: turn % 2 === 0,
  };
  await sandbox.client.say(say);
  await sandbox.app.drain();
  return token;
};
const pressedOn: Flow = async ({ chat: { sandbox }, chat }) => {
  const token = madeUp();
  const { id: conversationId, root } = chat.thread();
  const place = { me: maya.id, conversationId, messageId: root.id };
  await sandbox.client.act({
    ...place,
    kind: 'execute',
    verb: 'claim',
    data: { verb: 'claim', until: token, token },
  });
  await sandbox.client.act({ ...place, kind: 'submit', data: { verb: token, until: token } });
  await sandbox.app.drain();
  return token;
};

/** The process dies while Graph has the token, and is started again. */
export const interrupted: Flow = async (killable, turn) => {
  const { chat } = killable;
  const token = freshToken(chat);
  const dialog = await openToken(chat);
  const step = turn % 2 === 0 ? 'test' : 'save';
  const restore = disturb(chat.sandbox, hosts.graph, async (request) => {
    if ((await stepOf(request)) !== step) return undefined;
    await killable.kill();
    return new Response(null, { status: 504 });
  });
  await dialog.send({ ...form, token });
  await chat.sandbox.app.drain();
  restore();
  await killable.kill();
  await killable.restart();
  await chat.move({ minutes: 2 });
  return token;
};

/** The ways of a token through the bot. What costs little comes as often as what costs much. */
export const flows: readonly Flow[] = [
  applied,
  pasted,
  mistaken,
  quotedAt('test'),
  pastedInChannel,
  testedOnly,
  mistaken,
  quotedAt('save'),
  pressedOn,
  quotedByApple,
  pasted,
  underFault,
];
