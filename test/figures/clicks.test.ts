import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redeliveryFigure } from '../../figures/redelivery.ts';
import { playShare } from '../../figures/redelivery/worlds.ts';
import type { StartBot } from '../../figures/restartable.ts';
import { slowGraphFigure } from '../../figures/slow-graph.ts';
import { percentile } from '../../figures/percentile.ts';
import { startApp } from '../../src/app.ts';

const once = { usual: 1, long: 1 };
/** Five trials of each kind of click. */
const ofOneWorld = (start: StartBot) => redeliveryFigure(once, (share) => playShare(start, share), 1);

describe('one effect for each click', () => {
  test('a bot that knows a click again has one effect for it', async () => {
    const { value, details = [] } = await ofOneWorld(startApp).measure('usual');
    assert.equal(value, 0, details.join('\n'));
    assert.match(details.join('\n'), /^25 clicks, [1-9]\d+ deliveries over HTTP, [1-9]\d* restarts$/);
  });

  test('a bot that forgets what it did whenever it is started is caught', async () => {
    let starts = 0;
    const forgetful: StartBot = (settings, world) => {
      starts++;
      // A store that was put back to an older state: what was done since then is done again.
      return startApp(starts === 1 ? settings : { ...settings, store: `${settings.store}.${starts}` }, world);
    };
    const { value, details = [] } = await ofOneWorld(forgetful)
      .measure('usual')
      .catch((error: unknown) => ({ value: 1, details: [String(error)] }));
    assert.ok(value > 0);
    assert.match(details.join('\n'), /one delivery has|had no effect|no button|did not/);
  });
});

describe('answers while Graph hangs', () => {
  test('a bot that computes for long between two answers is caught', async () => {
    const busy: StartBot = (settings, world) =>
      startApp(settings, {
        ...world,
        now() {
          const until = performance.now() + 25;
          while (performance.now() < until);
          return world.now();
        },
      });
    const { value, details = [] } = await slowGraphFigure(busy, once).measure('usual');
    assert.ok(value > 1_000, `${value}`);
    assert.match(details.join('\n'), /^Graph hangs, 1 at once: 7 answers/);
    assert.match(details.join('\n'), /^the token service hangs, 16 at once: 112 answers/m);
  });

  for (const [values, percent, expected] of [
    [[3], 99, 3],
    [[1, 2, 3, 4], 50, 2],
    [Array.from({ length: 200 }, (_, index) => index + 1), 99, 198],
  ] as const)
    test(`${percent} % of ${values.length} values do not exceed ${expected}`, () => {
      assert.equal(percentile(values, percent), expected);
    });
});
