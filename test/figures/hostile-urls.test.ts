import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hostileUrlsFigure } from '../../figures/hostile-urls.ts';
import { followed } from '../../figures/hostile-urls/addresses.ts';
import { places, type Guard, type Place } from '../../figures/hostile-urls/places.ts';
import { guardFetch } from '../../src/adapters/network.ts';

const placesNamed = (name: RegExp): readonly Place[] => {
  const found = places.filter((place) => name.test(place.name));
  assert.ok(found.length > 0);
  return found;
};

const redirects = /^a redirect 302 of Graph$/;

/** As the product's, for any host. */
const guardOfNothing: Guard = (fetch) => (input, init) => fetch(input, { ...init, redirect: 'error' });
/** As the product's, and goes where an answer says. */
const guardThatFollows: Guard = (fetch, hosts, longest) =>
  guardFetch((input, init) => fetch(input, { ...init, redirect: 'follow' }), hosts, longest);
/** Knows hosts by how their names end. */
const guardByEnding: Guard = (fetch, hosts) => (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  if (!hosts.some((host) => hostname.endsWith(host))) throw new Error('not allowed');
  return fetch(input, { ...init, redirect: 'error' });
};

const plants: Readonly<Record<string, readonly [guard: Guard, where: RegExp, problem: RegExp]>> = {
  'a guard that follows a redirect': [guardThatFollows, redirects, /a socket to evil\.example:443/],
  'a redirect that is followed': [guardThatFollows, redirects, /it was followed/],
  'a guard that lets every host through': [
    guardOfNothing,
    /^the service URL: a message$/,
    /a socket to x\.smba\.trafficmanager\.net:443/,
  ],
  'a guard that looks at the end of a name': [
    guardByEnding,
    /^the service URL: names$/,
    /a socket to xsmba\.trafficmanager\.net:443/,
  ],
  'keys from elsewhere': [guardOfNothing, /^the address of the keys/, /keys from there were believed/],
};

describe('hostile addresses', () => {
  test('some places: nothing is opened, followed or believed', async () => {
    const some = placesNamed(
      /^(the front door: the activity and its claim|the tenant URL.*|the next page of a list|a redirect 30[27] of Graph)$/,
    );
    const { value, details = [] } = await hostileUrlsFigure({ places: some }).measure('usual');
    assert.equal(value, 0, details.join('\n'));
    assert.match(details.join('\n'), /^\d{3} cases in 5 places, \d+ sockets$/);
  });

  for (const [sentence, [guard, where, problem]] of Object.entries(plants))
    test(`${sentence} is counted`, async () => {
      const { value, details = [] } = await hostileUrlsFigure({ guard, places: placesNamed(where) }).measure(
        'usual',
      );
      assert.ok(value > 0);
      assert.match(details.join('\n'), problem);
    });

  test('a place that believes is counted once for each address', async () => {
    const [one] = placesNamed(/^the tenant URL/);
    assert.ok(one);
    const believing: Place = { ...one, also: [], meet: () => Promise.resolve('it was believed') };
    const { value, details = [] } = await hostileUrlsFigure({ places: [believing] }).measure('usual');
    assert.ok(value >= 60);
    assert.match(details[0] ?? '', /it was believed$/);
  });

  test('a socket that another library opens is counted', async () => {
    const [one] = placesNamed(/^the tenant URL/);
    assert.ok(one);
    const { get } = await import('node:http');
    const asking: Place = {
      ...one,
      also: [],
      meet: () =>
        new Promise((resolve) => {
          get(`http://10.0.0.1/${followed}`).on('error', () => {
            resolve(undefined);
          });
        }),
    };
    const { value, details = [] } = await hostileUrlsFigure({ places: [asking] }).measure('usual');
    assert.ok(value >= 60);
    assert.match(details[0] ?? '', /a socket to 10\.0\.0\.1:80$/);
  });
});
