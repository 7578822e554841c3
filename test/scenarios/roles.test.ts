import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { playOpening } from '../../sandbox/opening.ts';
import { directoryRoles } from '../../sandbox/entra/sign-in.ts';
import { rotatorGrants } from '../../sandbox/grants.ts';
import { hosts, rotators, servicePrincipals, serviceUrl } from '../../sandbox/seed.ts';
import { invokeActivity } from '../../sandbox/teams/inbound-activity.ts';
import { isVerb, needs, type Guarded } from '../../src/domain/deeds.ts';
import { nobody, roles, type Grants, type Role } from '../../src/domain/roles.ts';
import { buttonsOf, Chat, maya, operations, priya, tom, type Cleanup } from './chat.ts';
import { disturb, hang, stepOf } from './disturb.ts';

const expiry = '2027-11-24';

/** A group for each role. */
const groupOf: Readonly<Record<Role, string>> = {
  view: '9e8d7c6b-5a49-4838-8271-605f4e3d2d01',
  claim: '9e8d7c6b-5a49-4838-8271-605f4e3d2d02',
  submit: '9e8d7c6b-5a49-4838-8271-605f4e3d2d03',
  approve: '9e8d7c6b-5a49-4838-8271-605f4e3d2d04',
  configure: '9e8d7c6b-5a49-4838-8271-605f4e3d2d05',
};
const held = (role: Role) => ({ ...nobody, groups: [groupOf[role]] });
const fiveGroups: Grants = {
  view: held('view'),
  claim: held('claim'),
  submit: held('submit'),
  approve: held('approve'),
  configure: held('configure'),
};

/** A tenant with a group for each role; Maya is in all of them. */
async function separated(t: Cleanup): Promise<Chat> {
  const chat = await Chat.start(t, { grants: fiveGroups, opening: false });
  for (const role of roles)
    chat.sandbox.cloud.tenant.groups.set(groupOf[role], {
      id: groupOf[role],
      displayName: `Scimitar ${role}`,
      members: new Set([maya.id]),
    });
  await playOpening(chat.sandbox);
  await chat.move('next rung');
  return chat;
}

const give = (chat: Chat, who: { readonly id: string }, held: readonly Role[]): void => {
  for (const role of roles) {
    const members = chat.sandbox.cloud.tenant.groups.get(groupOf[role])?.members;
    if (held.includes(role)) members?.add(who.id);
    else members?.delete(who.id);
  }
};

const words: Readonly<Record<Role, RegExp>> = {
  view: /You may not see how the tokens stand\. Ask a member of "Scimitar view"/,
  claim: /You may not take on or snooze this token\. Ask a member of "Scimitar claim"/,
  submit: /You may not rotate this token\. Ask a member of "Scimitar submit"/,
  approve: /You may not approve/,
  configure: /You may not set up connections or change their settings\. Ask a member of "Scimitar configure"/,
};

const dialogs = ['enter-token', 'portal-yes', 'watch', 'reminder-settings', 'channel-settings'];

/** Everything that a deed is done by, sent as whoever would forge it: button, dialog, older client, words. */
async function tryAll(chat: Chat, deed: Guarded): Promise<readonly string[]> {
  const { teams } = chat.sandbox;
  const channel = teams.channels.find(({ id }) => id === operations.id);
  assert.ok(channel);
  const scene = { teams, serviceUrl, person: priya, place: { channel } } as const;
  if (!isVerb(deed)) return [(await chat.say(priya, `/${deed}`)).replaceAll('\n', '. ')];
  const target = buttonsOf(chat.thread().root.card).find(({ data }) => data['verb'] === 'enter-token')?.data;
  const connection = deed === 'watch' ? servicePrincipals.appleBusiness.id : servicePrincipals.appleSchool.id;
  const data = {
    ...target,
    verb: deed,
    connection,
    question: 'q',
    until: '2026-12-01',
    dialog: '0'.repeat(32),
    expiry,
  };
  const of = (name: Parameters<typeof invokeActivity>[1], value: object) =>
    chat.tell(invokeActivity(scene, name, { ...value }, chat.thread().root as never));
  if (!dialogs.includes(deed))
    return said([await of('adaptiveCard/action', { action: { type: 'Action.Execute', verb: deed, data } })]);
  // A dialog that was opened while the right was there. The token's is refused before it is looked for.
  const dialog = await withAllRoles(
    chat,
    async () =>
      /"dialog":"([0-9a-f]{32})"/.exec(JSON.stringify((await of('task/fetch', { data })).answer))?.[1],
  );
  const fetched = await of('task/fetch', { data });
  if (deed !== 'enter-token' && dialog === undefined) return said([fetched]);
  const filled = { ...data, ...(deed === 'enter-token' ? {} : { dialog }), token: 'x'.repeat(60) };
  return said([fetched, await of('task/submit', { data: filled })]);
}

async function withAllRoles<T>(chat: Chat, work: () => Promise<T>): Promise<T> {
  const before = roles.filter((role) =>
    chat.sandbox.cloud.tenant.groups.get(groupOf[role])?.members.has(priya.id),
  );
  give(chat, priya, roles);
  const done = await work();
  give(chat, priya, before);
  return done;
}

const said = (answers: readonly { readonly answer: unknown }[]): readonly string[] =>
  answers.map(({ answer }) => JSON.stringify(answer).replaceAll('\\"', '"'));

describe('who has one role can do what it is for, and nothing else', () => {
  const deeds = (Object.keys(needs) as (keyof typeof needs)[]).filter(
    (deed): deed is Guarded => needs[deed] !== 'nothing' && deed !== 'save' && deed !== 'ask-approval',
  );
  for (const role of roles)
    test(role, async (t) => {
      const chat = await separated(t);
      give(chat, priya, [role]);
      for (const deed of deeds)
        for (const answer of await tryAll(chat, deed))
          if (needs[deed] === role) assert.doesNotMatch(answer, /You may not|did not confirm in time/, deed);
          else assert.match(answer, words[needs[deed]], deed);
      give(
        chat,
        priya,
        roles.filter((other) => other !== role),
      );
      for (const deed of deeds.filter((one) => needs[one] === role))
        for (const answer of await tryAll(chat, deed)) assert.match(answer, words[role], deed);
      assert.equal(chat.sandbox.cloud.tenant.ledger.entries.length, 0);
      assert.deepEqual(chat.logged('turn.failed'), []);
    });
});

test('each refusal of a role is a line of the story, with the role', async (t) => {
  const chat = await separated(t);
  give(chat, priya, []);
  for (const deed of ['claim', 'enter-token', 'reminder-settings', 'portal-no', 'old-token-revoked'] as const)
    await tryAll(chat, deed);
  const history = await chat.say(maya, '/history');
  for (const what of ['take on or snooze this token', 'rotate this token', 'set up connections'])
    assert.match(history, new RegExp(`Priya Nair was refused: no right to ${what}`));
  const logged = chat.logged('right.refused').map(({ deed, role, person }) => [deed, role, person]);
  assert.ok(logged.some((one) => one.join() === `claim,claim,${priya.id}`));
  assert.ok(logged.some((one) => one.join() === `reminder-settings,configure,${priya.id}`));
});

test('a refusal in a channel is told in the person’s own chat', async (t) => {
  const chat = await separated(t);
  for (const text of ['status', 'history', 'settings', 'rotate-scim', 'remind-here']) {
    const before = chat.threads().length;
    await chat.sandbox.client.say({ me: priya.id, conversationId: operations.id, text, mentionBot: true });
    await chat.sandbox.app.drain();
    const [thread] = chat.threads().slice(before);
    assert.deepEqual(thread?.replies, [], text);
    assert.match(chat.chatOf(priya).at(-1) ?? '', /You may not/, text);
  }
});

test('a directory role of Entra gives a right, and who lacks it is told its name', async (t) => {
  const cloudAdministrators = { ...nobody, directoryRoles: [directoryRoles.cloudApplicationAdministrator] };
  const chat = await Chat.start(t, { grants: { ...rotatorGrants, submit: cloudAdministrators } });
  await chat.move('next rung');
  assert.equal((await chat.open(maya)).result.kind, 'card');
  const toms = await chat.open(tom);
  assert.match(toms.words, /may not rotate.*Ask somebody with the role Cloud Application Administrator/s);
  chat.sandbox.cloud.tenant.signIn.roles.delete(maya.id);
  assert.match((await chat.open(maya)).words, /may not rotate/);
});

test('a person is given a right by id, and a disabled one is no help', async (t) => {
  const chat = await Chat.start(t, {
    grants: { ...rotatorGrants, configure: { ...nobody, people: [tom.id as never] } },
    opening: false,
  });
  const { users } = chat.sandbox.cloud.tenant;
  assert.match(await chat.say(maya, '/settings'), /may not set up.*Ask Tom Adeyemi/s);
  assert.doesNotMatch(await chat.say(tom, '/settings'), /may not/);
  const account = users.get(tom.id);
  assert.ok(account);
  account.accountEnabled = false;
  assert.match(await chat.say(maya, '/settings'), /Nobody may at present.*SCIMITAR_ROLE_CONFIGURE/s);
});

for (const [how, empty] of Object.entries({
  'that is empty': (chat: Chat) => chat.sandbox.cloud.tenant.groups.get(rotators.id)?.members.clear(),
  'that is deleted': (chat: Chat) => chat.sandbox.cloud.tenant.groups.delete(rotators.id),
}))
  test(`with a group ${how} nobody may set up any more, and the refusal says what to do`, async (t) => {
    const chat = await Chat.start(t);
    empty(chat);
    const told = await chat.say(maya, '/settings');
    assert.match(told, /Nobody may at present: in Entra the groups of this role are empty or deleted/);
    assert.match(told, /put somebody into the group.*SCIMITAR_ROLE_CONFIGURE/s);
  });

test('a role that is given to nobody says so', async (t) => {
  const chat = await Chat.start(t, { grants: { ...rotatorGrants, submit: nobody } });
  assert.match(
    await chat.say(maya, '/rotate-scim'),
    /the setting SCIMITAR_ROLE_SUBMIT gives this role to nobody/,
  );
  assert.deepEqual(
    chat.logged('role.given-to-nobody').map(({ role }) => role),
    ['submit'],
  );
});

test('without the permission to see groups nobody may, and it is told as no answer', async (t) => {
  const chat = await Chat.start(t);
  disturb(chat.sandbox, hosts.graph, (request) =>
    request.url.endsWith('/checkMemberGroups')
      ? Response.json({ error: { code: 'Authorization_RequestDenied', message: 'no' } }, { status: 403 })
      : undefined,
  );
  assert.match(await chat.say(tom, '/settings'), /did not confirm in time that you may set up/);
});

test('when Entra is silent right before the save, nothing is saved, and the thread says which it was', async (t) => {
  const chat = await Chat.start(t);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  let tested = false;
  disturb(chat.sandbox, hosts.graph, async (request) => {
    const step = await stepOf(request);
    if (step === 'test') tested = true;
    return tested && step === 'right' ? hang(request) : undefined;
  });
  const before = chat.secrets();
  const { token } = chat.sandbox.cloud.apple.school.generate();
  await dialog.submit({ token, expiry, testOnly: 'false' });
  assert.match(chat.replies()[0] ?? '', /right to rotate could not be confirmed.*No answer counts as no/s);
  assert.match(chat.replies()[0] ?? '', /Nothing was changed/);
  assert.deepEqual(chat.secrets(), before);
  assert.equal(chat.replies().length, 1);
  assert.match(await chat.say(tom, '/history'), /Entra did not confirm the right to rotate/);
});
