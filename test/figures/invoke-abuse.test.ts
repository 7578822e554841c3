import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { invokeAbuse, invokeAbuseFigure } from '../../figures/invoke-abuse.ts';
import { rooms, type Room } from '../../figures/invoke-abuse/cases.ts';
import { stories } from '../../figures/invoke-abuse/stories.ts';
import { maya } from '../scenarios/chat.ts';
import { startApp } from '../../src/app.ts';
import { skips, withLaxDoor } from './lax-door.ts';

type Fields = Readonly<Record<string, unknown>>;
const measure = (start: typeof startApp, some: Readonly<Record<string, Room>>) =>
  invokeAbuseFigure(start, { rooms: some, stories: {} }).measure('usual');
const room = (name: string): Room => rooms[name] ?? {};

/** A bot before which somebody sets right what a case has bent, as if the bot did not look at it. */
const settingRight = (repair: (activity: Fields) => Fields) =>
  withLaxDoor(({ token, body }) =>
    Promise.resolve({ token, body: JSON.stringify(repair(JSON.parse(body) as Fields)) }),
  );
const isPress = ({ name, value }: Fields): boolean =>
  name === 'adaptiveCard/action' && JSON.stringify(value).includes('"claim"');

describe('bent cards and dialogs', () => {
  test('none of them has an effect, and each is answered', async () => {
    const { value, details = [] } = await invokeAbuse.measure('usual');
    assert.equal(value, 0, details.join('\n'));
    assert.match(details.at(-1) ?? '', /^(9\d|1\d\d) cases$/);
  });

  test('a bot that takes a card wherever it stands is counted for each copy', async () => {
    let right: Fields | undefined;
    const start = settingRight((activity) => {
      if (!isPress(activity)) return activity;
      right ??= activity;
      const { conversation, channelData, replyToId, from } = right;
      return { ...activity, conversation, channelData, replyToId, from };
    });
    const places = Object.fromEntries(
      Object.entries(room('places')).filter(([name]) => name !== 'copied, from an older client'),
    );
    const { value, details = [] } = await measure(start, { places });
    // The first one claims; the same claim once more has no second effect, and is not told that it is a copy.
    assert.equal(value, Object.keys(places).length, details.join('\n'));
    assert.match(details[0] ?? '', /copied into another channel was not told clearly|had an effect/);
  });

  test('a bot that takes anybody for somebody with the right is counted', async () => {
    const start = settingRight((activity) =>
      isPress(activity)
        ? { ...activity, from: { id: '29:m', name: maya.name, aadObjectId: maya.id } }
        : activity,
    );
    const { value, details = [] } = await measure(start, { senders: room('senders') });
    assert.equal(
      details.slice(0, value).filter((detail) => !detail.includes('tenant')).length,
      8,
      details.join('\n'),
    );
  });

  test('a door that does not look at the tenant is counted', async () => {
    const { value, details = [] } = await measure(withLaxDoor(skips.tenant), { senders: room('senders') });
    assert.equal(details.slice(0, value).filter((detail) => /tenant.* was let in/.test(detail)).length, 3);
  });

  test('what is right, called a case, is counted: an effect, an opened dialog and a wrong answer are seen', async () => {
    const planted: Room = {
      'a right claim': { send: (stage) => stage.claim(), told: /Done/ },
      'a right claim, told otherwise': {
        send: (stage) => stage.claim({ until: '2026-12-11' }),
        told: /copy/,
      },
      'a dialog': {
        send: (stage) => ({
          ...stage.claim(),
          name: 'task/fetch',
          value: { data: stage.data('Enter new token') },
        }),
        told: /./,
      },
      'an answer to an event': {
        send: (stage) => ({ ...stage.claim({ until: 'soon' }) }),
        told: 'silence',
      },
    };
    const { value, details = [] } = await measure(startApp, { planted });
    assert.equal(value, 4, details.join('\n'));
    for (const words of [/had an effect/, /not told clearly/, /opened a dialog/, /was answered/])
      assert.ok(
        details.some((detail) => words.test(detail)),
        String(words),
      );
  });

  test('every dialog of its stories is right when it is not bent', () => {
    assert.deepEqual(
      Object.keys(stories)
        .slice(0, 3)
        .map((name) => name.startsWith('the ')),
      [true, true, true],
    );
  });
});
