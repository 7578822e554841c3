import { firstOf, forTeams, hour, KeyServer, namedKey, type NamedKey } from './key-server.ts';
import type { Story } from './stories.ts';

type Play = (server: KeyServer, one: NamedKey, two: NamedKey) => Promise<string | undefined>;

const story =
  (play: Play): Story =>
  async (t, start) => {
    const server = await KeyServer.start(t, start);
    const [one, two] = await Promise.all([namedKey('one'), namedKey('two')]);
    server.publish(one);
    return play(server, one, two);
  };

/** What may be read once: the metadata, and the keys that it names. */
const oneRead = 2;
/** The first call of a reading that fails. */
const failedRead = 1;

const states: Readonly<Record<string, Play>> = {
  'key server down, no key in hand': (server, one) => {
    server.down = true;
    return server.expect(401, one);
  },
  'key server back after it was down': async (server, one) => {
    server.down = true;
    await server.expect(401, one);
    server.down = false;
    server.move(60_000);
    return server.expect(200, one);
  },
  'key server down, keys in hand': (server, one) =>
    firstOf(
      () => server.expect(200, one),
      () => {
        server.down = true;
        server.move(71 * hour);
        return server.expect(200, one);
      },
      () => {
        server.move(2 * hour);
        return server.expect(401, one);
      },
    ),
  'key rotated out 5 days ago': (server, one, two) =>
    firstOf(
      () => server.expect(200, one),
      () => {
        server.publish(two);
        server.move(5 * 24 * hour);
        return server.expect(401, one);
      },
      () => server.expect(200, two),
    ),
  'key rotated out, and the key server down since': (server, one) =>
    firstOf(
      () => server.expect(200, one),
      () => {
        server.down = true;
        server.move(5 * 24 * hour);
        return server.expect(401, one);
      },
    ),
  'new key': (server, one, two) =>
    firstOf(
      () => server.expect(200, one),
      () => {
        server.publish(one, two);
        server.move(hour + 1);
        return server.expect(200, two);
      },
      () => server.expect(200, one),
    ),
};

const published: Readonly<Record<string, Play>> = {
  'kid twice among the keys': (server, one, two) => {
    server.publish(one, { ...two, jwk: { ...two.jwk, kid: 'one' } });
    return firstOf(
      () => server.expect(401, one),
      () => server.expect(401, two),
    );
  },
  'endorsements without msteams': (server, one) => {
    server.keys = [{ ...one.jwk, endorsements: ['webchat', 'directline'] }];
    return server.expect(401, one);
  },
  'endorsements without msteams, and a token without kid': (server, one) => {
    server.keys = [{ ...one.jwk, endorsements: ['webchat', 'directline'] }];
    return server.expect(401, one, { kid: undefined });
  },
  'endorsements that only contain msteams': (server, one) => {
    server.keys = [{ ...one.jwk, endorsements: ['msteams-test'] }];
    return server.expect(401, one);
  },
  'weak 512-bit key among the keys': async (server) => {
    const weak = await namedKey('weak', 512);
    server.publish(weak);
    return server.expect(401, weak);
  },
  'weak 1024-bit key among the keys': async (server) => {
    const weak = await namedKey('weak', 1024);
    server.publish(weak);
    return server.expect(401, weak);
  },
  'keys that are no list': (server, one) => {
    server.keys = { one: { ...one.jwk, ...forTeams } } as never;
    return server.expect(401, one);
  },
};

const sieges: Readonly<Record<string, Play>> = {
  'made-up kids': (server, one) =>
    firstOf(
      () => server.expect(200, one),
      () => server.besiege(0),
      () => {
        server.move(2 * hour);
        return server.besiege(oneRead);
      },
    ),
  'made-up kids, key server down': (server, one) =>
    firstOf(
      () => server.expect(200, one),
      () => {
        server.down = true;
        server.move(2 * hour);
        return server.besiege(failedRead);
      },
      () => server.expect(200, one),
    ),
  'made-up kids, key server down, no key in hand': (server) => {
    server.down = true;
    return server.besiege(failedRead);
  },
  'made-up kids, key server down for two days': (server, one) =>
    firstOf(
      () => server.expect(200, one),
      () => {
        server.down = true;
        server.move(48 * hour);
        return server.besiege(failedRead);
      },
      () => server.expect(200, one),
    ),
};

/** What the key server says, or that it says nothing. */
export const keyStories: Readonly<Record<string, Story>> = Object.fromEntries(
  Object.entries({ ...states, ...published, ...sieges }).map(([name, play]) => [name, story(play)]),
);
