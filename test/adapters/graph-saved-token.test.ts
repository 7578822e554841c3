import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphProvisioning } from '../../src/adapters/graph/provisioning.ts';
import { Secret } from '../../src/domain/secret.ts';
import { honest, worldOf } from '../cards/samples/world.ts';
import { token } from '../golden/recipe.ts';
import { findLeaks } from '../scenarios/leaks.ts';
import { graphThat } from './graph-stage.ts';
import { json } from './loopback.ts';

const { connection } = worldOf(honest);
const quotes: Readonly<Record<string, string>> = {
  'a header': `Authorization: Bearer ${token}`,
  'the body that Entra sent': `credential ${Buffer.from(token).toString('base64')}`,
};

for (const [sentence, message] of Object.entries(quotes))
  test(`the test of the saved token may quote ${sentence}: what was just entered is taken out`, async (t) => {
    const { graph } = await graphThat(t, (_, outgoing) => {
      json(outgoing, 400, { error: { code: 'UnknownError', message } });
    });
    const provisioning = graphProvisioning(graph, () => Promise.resolve());
    const answer = await provisioning.checkSaved(connection, new Secret(token));
    assert.deepEqual(findLeaks(token, [{ name: 'answer', text: JSON.stringify(answer) }]), []);
  });

test('a saved token that nobody here knows is taken out where a header quotes it', async (t) => {
  const { graph } = await graphThat(t, (_, outgoing) => {
    json(outgoing, 400, { error: { code: 'UnknownError', message: `Authorization: Bearer ${token}; x: y` } });
  });
  const answer = await graphProvisioning(graph, () => Promise.resolve()).checkSaved(connection);
  assert.equal(!answer.ok && answer.failure.text, 'Authorization: Bearer [removed]');
});
