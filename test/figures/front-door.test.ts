import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { frontDoor, frontDoorFigure } from '../../figures/front-door.ts';
import { rooms } from '../../figures/front-door/rooms.ts';
import { openDoor } from '../../figures/front-door/open-door.ts';
import { startApp } from '../../src/app.ts';
import { maya } from '../scenarios/chat.ts';
import { skips, withLaxDoor } from './lax-door.ts';

describe('the front door', () => {
  test('it refuses all that does not come from Teams', async () => {
    const { value, details = [] } = await frontDoor.measure('usual');
    assert.equal(value, 0, details.join('\n'));
    assert.match(details.join('\n'), /^2\d\d cases\na refusal took [\d.]+ ms/);
  });

  const { claims, signatures, activities } = rooms;
  // Which cases the door lets in, and some that have to be among them.
  const laxDoors: Readonly<Record<keyof typeof skips, readonly [counted: RegExp, among: readonly string[]]>> =
    {
      nothing: [/^$/, []],
      signature: [
        /^signatures: |^claims: scp/,
        ['signatures: alg "none"', 'signatures: unknown kid', 'signatures: right claims, signed by Entra'],
      ],
      audience: [/^claims: aud /, ['claims: aud of another app', 'claims: aud missing']],
      'service URL': [
        /^claims: serviceurl |^activities: (activity .*)?service URL/,
        ['claims: serviceurl of another region', 'activities: service URL https://evil.example/'],
      ],
      tenant: [/tenant/, ['activities: another tenant', 'activities: no tenant']],
    };
  for (const [skipped, [counted, among]] of Object.entries(laxDoors) as [
    keyof typeof skips,
    [RegExp, string[]],
  ][])
    test(`a door that skips ${skipped} is counted`, async () => {
      const figure = frontDoorFigure(withLaxDoor(skips[skipped]), {
        rooms: { signatures: signatures ?? {}, claims: claims ?? {}, activities: activities ?? {} },
        stories: {},
      });
      const { value, details = [] } = await figure.measure('usual');
      const admitted = details.slice(0, value);
      assert.equal(value > 0, among.length > 0);
      for (const detail of admitted) assert.match(detail, counted);
      for (const name of among) assert.ok(admitted.includes(`${name} was answered with 200`), name);
    });

  test('a call, a commit and a message are seen as effects', async () => {
    const ends: (() => unknown)[] = [];
    try {
      const door = await openDoor({ after: (end) => ends.push(end) }, startApp);
      const before = door.effects();
      await door.chat.press(maya, "I'll take it", { until: '2026-12-14' });
      const after = door.effects();
      assert.ok(after.calls > before.calls);
      assert.ok(after.commits > before.commits);
      assert.ok(after.teams > before.teams);
    } finally {
      for (const end of ends.toReversed()) await end();
    }
  });
});
