import { randomBytes } from 'node:crypto';
import { moveClock } from '../sandbox/moving.ts';
import type { Faults } from '../sandbox/page-api.ts';
import type { SandboxOptions } from '../sandbox/sandbox.ts';
import { people } from '../sandbox/seed.ts';
import type { Scene } from './scene.ts';

const [maya] = people;

/** What is done with one token. The story ends when the bot has said all that it has to say. */
export interface LeakStory {
  readonly name: string;
  readonly options?: SandboxOptions;
  /** Where the token comes from: from Apple, or made up. */
  readonly token: (scene: Scene) => string;
  /** The last state that a rotation of this story tells the thread; without it no rotation begins. */
  readonly ends?: 'applied' | 'proven' | 'tested-only' | 'refused';
  readonly play: (scene: Scene, token: string) => Promise<void>;
}

const fromApple = ({ makeToken }: Scene): string => makeToken();
/** A token that Apple does not know, in an alphabet that URLs, JSON and base64 have to escape. */
const madeUp = (): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/=%&"<>{}|^`';
  return `t${Array.from(randomBytes(95), (byte) => alphabet.charAt(byte % alphabet.length)).join('')}`;
};

async function enter({ openDialog, sandbox }: Scene, token: string, testOnly = false): Promise<void> {
  const submit = await openDialog();
  await submit({ token, testOnly });
  await sandbox.app.drain();
}

const underFault =
  (faults: Partial<Faults>) =>
  async (scene: Scene, token: string): Promise<void> => {
    const submit = await scene.openDialog();
    scene.sandbox.setFaults(faults);
    await submit({ token });
    await scene.sandbox.app.drain();
  };

/** The ways of a token through the bot: taken, refused, misspelt, twice, into a fault at each side, and to the wrong place. */
export const leakStories: readonly LeakStory[] = [
  {
    name: 'applied and proven',
    ends: 'proven',
    token: fromApple,
    async play(scene, token) {
      await enter(scene, token);
      await moveClock(scene.sandbox, '+40 minutes');
      await moveClock(scene.sandbox, '+40 minutes');
      await scene.sandbox.app.drain();
    },
  },
  {
    name: 'only tested',
    ends: 'tested-only',
    token: fromApple,
    play: (scene, token) => enter(scene, token, true),
  },
  {
    name: 'refused, and quoted by Graph in its error',
    ends: 'refused',
    options: { echoTokens: true },
    token: madeUp,
    play: enter,
  },
  {
    name: 'a wrong form, then the right one',
    ends: 'applied',
    token: fromApple,
    async play({ openDialog, sandbox }, token) {
      const submit = await openDialog();
      await submit({ token: `${token} ${token}` });
      await submit({ token, expiry: 'soon' });
      await submit({ token: `Bearer "${token}"\r\n` });
      await sandbox.app.drain();
    },
  },
  {
    name: 'already in use',
    ends: 'applied',
    token: fromApple,
    async play(scene, token) {
      await enter(scene, token);
      await enter(scene, token);
    },
  },
  {
    name: 'handed in twice',
    ends: 'applied',
    token: fromApple,
    async play({ openDialog, sandbox }, token) {
      const submit = await openDialog();
      await Promise.all([submit({ token }), submit({ token })]);
      await sandbox.app.drain();
    },
  },
  { name: 'Graph fails', ends: 'refused', token: fromApple, play: underFault({ graph: '500' }) },
  {
    name: 'Apple is down',
    ends: 'refused',
    options: { echoTokens: true },
    token: fromApple,
    play: underFault({ apple: 'down' }),
  },
  {
    name: 'Teams fails, and hears the result when it is back',
    ends: 'proven',
    token: fromApple,
    async play(scene, token) {
      await underFault({ teams: '502' })(scene, token);
      scene.sandbox.setFaults({ teams: 'none' });
      await moveClock(scene.sandbox, '+40 minutes');
      await scene.sandbox.app.drain();
    },
  },
  {
    name: 'pasted into the chat',
    token: fromApple,
    async play({ sandbox: { app, client, teams } }, token) {
      const person = teams.findPerson(maya.id);
      if (person === undefined) throw new Error('Maya is not there');
      const chat = { me: maya.id, conversationId: teams.chatOf(person), mentionBot: false };
      for (const text of [token, `/rotate-scim ${token}`, `status ${token}`, `help ${token}`])
        await client.say({ ...chat, text });
      await app.drain();
    },
  },
];
