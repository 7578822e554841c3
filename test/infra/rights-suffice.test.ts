import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playOpening } from '../../sandbox/opening.ts';
import { bot, servicePrincipals } from '../../sandbox/seed.ts';
import { Chat, maya } from '../scenarios/chat.ts';
import { ownedBy, permissionsOf, untouched } from './entra.ts';
import { Shell } from './scripts.ts';

const school = servicePrincipals.appleSchool;

test('with what grant-permissions.sh gives by default, a connection is found, watched, and its token replaced and proven', async (t) => {
  const shell = new Shell(untouched());
  t.after(() => {
    shell.remove();
  });
  const { entra, said } = await shell.run('grant-permissions.sh', ['--app', school.displayName, '--yes']);
  const permissions = permissionsOf(entra);
  assert.equal(permissions.length, 3, said);

  const chat = await Chat.start(t, { opening: false });
  const { tenant, apple } = chat.sandbox.cloud;
  // More than two groups of twenty, as discovery asks for them, in which the bot owns nothing.
  const [other] = [...tenant.servicePrincipals.values()].slice(-1);
  assert.ok(other);
  for (let n = 10; n < 60; n++) {
    const id = other.id.slice(0, -2) + String(n);
    tenant.servicePrincipals.set(id, { ...other, id, owners: new Set() });
  }
  tenant.appRoles.clear();
  for (const permission of permissions) tenant.appRoles.add(permission);
  for (const { displayName, owners } of tenant.servicePrincipals.values())
    if (ownedBy(entra).includes(displayName)) owners.add(bot.appId);

  await playOpening(chat.sandbox);
  await chat.move('next rung');
  const dialog = await chat.open(maya);
  const { token } = apple.school.generate();
  await dialog.submit({ token, expiry: '2027-11-24', testOnly: 'false' });
  assert.match(chat.replies().at(-1) ?? '', /applied and tested/i);
  await chat.move('+40 minutes');
  await chat.move('+40 minutes');
  assert.match(chat.replies().at(-1) ?? '', /proven by the cycle of/i);
  await chat.move({ days: 2 });
  assert.doesNotMatch(chat.card(), /may not|permission/i);
});
