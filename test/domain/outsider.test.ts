import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../src/domain/ids.ts';
import { outsiderOf, type Outsider, type Sender } from '../../src/domain/outsider.ts';

const home = tenantId('6f2c0a9e-1b7d-4e58-9a34-c0d1e2f3a4b5');
const other = 'aaaaaaaa-1b7d-4e58-9a34-c0d1e2f3a4b5';
const member: Sender = { memberId: '29:1maya', hasObjectId: true };

const senders: Readonly<Record<string, readonly [marks: Partial<Sender>, expected: Outsider | undefined]>> = {
  'somebody of whom Teams says nothing more is none': [{}, undefined],
  'a user of the tenant is none': [
    { role: 'user', userRole: 'user', userPrincipalName: 'maya@larkfield.example', tenant: home },
    undefined,
  ],
  'the tenant may be named in capitals': [{ tenant: home.toUpperCase() }, undefined],
  'an id that only ends like that of a bot is none': [{ memberId: '29:28:' }, undefined],
  'a bot by its id': [{ memberId: '28:helper' }, 'bot'],
  'a bot by its role': [{ role: 'bot' }, 'bot'],
  'a bot by its role in capitals': [{ role: 'Bot' }, 'bot'],
  'a skill': [{ role: 'skill' }, 'bot'],
  'a bot of another tenant is a bot first': [{ role: 'bot', tenant: other }, 'bot'],
  'somebody of another tenant': [{ tenant: other }, 'other-tenant'],
  'a guest of another tenant is of that first': [{ tenant: other, userRole: 'guest' }, 'other-tenant'],
  'an empty tenant is not the own one': [{ tenant: '' }, 'other-tenant'],
  'a guest by the role': [{ userRole: 'guest' }, 'guest'],
  'a guest by the role in capitals': [{ userRole: 'Guest' }, 'guest'],
  'a guest by the name': [{ userPrincipalName: 'alex_o.example#EXT#@larkfield.example' }, 'guest'],
  'a guest by the name in small letters': [
    { userPrincipalName: 'alex_o.example#ext#@larkfield.example' },
    'guest',
  ],
  'a guest without an object id is a guest first': [{ userRole: 'guest', hasObjectId: false }, 'guest'],
  'anonymous by the role': [{ userRole: 'Anonymous' }, 'anonymous'],
  'anonymous without an object id': [{ hasObjectId: false }, 'anonymous'],
};
for (const [sentence, [marks, expected]] of Object.entries(senders))
  test(sentence, () => {
    assert.equal(outsiderOf({ ...member, ...marks }, home), expected);
  });
