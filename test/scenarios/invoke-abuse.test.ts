import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rooms } from '../../figures/invoke-abuse/cases.ts';
import { problemOf } from '../../figures/invoke-abuse/judge.ts';
import { Stage } from '../../figures/invoke-abuse/stage.ts';
import { stories } from '../../figures/invoke-abuse/stories.ts';
import { startApp } from '../../src/app.ts';

for (const [room, cases] of Object.entries(rooms))
  test(`${room}: nothing happens, and each is told so in private`, async (t) => {
    const stage = await Stage.set(t, startApp);
    for (const [name, one] of Object.entries(cases))
      assert.equal(await problemOf(stage, one), undefined, name);
    assert.ok(await stage.acts(async () => stage.send(stage.claim())), 'what is right still works');
  });

for (const [name, story] of Object.entries(stories))
  test(`${name}: nothing happens but once, and each is told so in private`, async (t) => {
    const found = Object.entries(await story(t, startApp)).filter(([, problem]) => problem !== undefined);
    assert.deepEqual(found, []);
  });

test('a copied card and a used dialog leave a line in the log', async (t) => {
  const stage = await Stage.set(t, startApp);
  await stage.send({ ...stage.claim(), replyToId: '1690000000001' });
  assert.equal(stage.chat.logged('card.refused').length, 1);
});
