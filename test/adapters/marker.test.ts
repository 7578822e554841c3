import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, marked } from '../../src/adapters/teams/marker.ts';
import type { Card } from '../../src/cards/card.ts';
import { messageId } from '../../src/domain/ids.ts';

const key = messageId('c0ffee', 'card', 'first');
const bodies: Readonly<Record<string, Card['body']>> = {
  'an element without an id': [{ type: 'TextBlock', text: 'Hi' }],
  'an element with an id': [{ type: 'TextBlock', text: 'Hi', id: 'x' }],
  nothing: [],
};

for (const [what, body] of Object.entries(bodies))
  test(`the key of a card that begins with ${what} is found again`, () => {
    assert.equal(keyOf(marked({ type: 'AdaptiveCard', version: '1.5', body }, key)), key);
  });

for (const id of ['scimitar.', 'scimitar. x', 'scimitar.a/b', 'Scimitar.x', 'scimitar.x\n', 'xscimitar.y'])
  test(`an element with the id ${JSON.stringify(id)} carries no key`, () => {
    assert.equal(keyOf({ body: [{ id }] }), undefined);
  });
