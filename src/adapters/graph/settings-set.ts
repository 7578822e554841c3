import type { Setting } from '../../domain/settings.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { UpstreamFailure } from '../../domain/upstream.ts';
import type { Beside, SettingsSnapshot } from '../../ports/provisioning.ts';
import { isDocument } from './shapes.ts';

export const tokenKey = 'SecretToken';

/** What Graph shows in place of a value that can be written and never read: `*`. */
const isMasked = (value: string): boolean => /^\*+$/.test(value);

interface Pair {
  readonly key: string;
  readonly value: string;
}

/**
 * The pairs of `GET synchronization/secrets`, all of them or none: what cannot be read could not be sent back. A value
 * of null is an empty one.
 */
function pairsOf(answer: unknown): readonly Pair[] | undefined {
  if (!isDocument(answer) || answer['@odata.nextLink'] !== undefined) return undefined;
  const { value: list } = answer;
  if (!Array.isArray(list)) return undefined;
  const pairs = list.flatMap((entry: unknown) => {
    if (!isDocument(entry) || typeof entry['key'] !== 'string') return [];
    const value = entry['value'] ?? '';
    return typeof value === 'string' ? [{ key: entry['key'], value }] : [];
  });
  return pairs.length === list.length ? pairs : undefined;
}

/** The settings as somebody may look at them: never the token, and of hidden ones the key. */
export function readSettings(answer: unknown): Result<readonly Setting[], UpstreamFailure> {
  const pairs = pairsOf(answer);
  if (pairs === undefined) return failed(strange);
  return ok(
    pairs
      .filter(({ key, value }) => key !== tokenKey && value !== '')
      .map(({ key, value }) => ({ key, value: isMasked(value) ? undefined : value })),
  );
}

/** The settings as they will be sent back, or why they cannot be: then nothing has been changed. */
export function keepable(answer: unknown, tenantUrl: string): Result<SettingsSnapshot, UpstreamFailure> {
  const pairs = pairsOf(answer);
  if (pairs === undefined) return failed(strange);
  // An empty value is none: sent, it would remove its key.
  const others = pairs.filter(({ key, value }) => key !== tokenKey && value !== '');
  const masked = namesOf(others.filter(({ value }) => isMasked(value)));
  if (masked.length > 0)
    return failed(
      settingsFailure(
        `Besides the token, Entra hides the value of ${masked.join(', ')}, so it could not be sent back unchanged.`,
      ),
    );
  const values = valuesOf(others);
  const twice = [...values].filter(([, of]) => of.size > 1).map(([key]) => key);
  if (twice.length > 0)
    return failed(
      settingsFailure(
        `Entra shows more than one value of ${twice.join(', ')}, so Scimitar does not know which of them to send back.`,
      ),
    );
  if (!values.get('BaseAddress')?.has(tenantUrl))
    return failed(
      settingsFailure(
        `The tenant URL in Entra is not ${tenantUrl} any more, so Scimitar does not know where the token would be sent.`,
      ),
    );
  const entries = [...values].flatMap(([key, of]) => [...of].map((value) => ({ key, value })));
  return ok({ entries });
}

export const untouched: Beside = { lost: [], changed: [], added: [], putBack: [] };

export const isUntouched = ({ lost, changed, added }: Beside): boolean =>
  lost.length + changed.length + added.length === 0;

/** What the settings beside the token are now, beside what they were. */
export function besideToken(before: SettingsSnapshot, answer: unknown): Result<Beside, UpstreamFailure> {
  const pairs = pairsOf(answer);
  if (pairs === undefined) return failed(strange);
  const there = pairs.filter(({ key, value }) => key !== tokenKey && value !== '');
  const [was, is] = [valuesOf(before.entries), valuesOf(there)];
  return ok({
    lost: [...was.keys()].filter((key) => !is.has(key)),
    changed: [...was.keys()].filter((key) => is.has(key) && !isSame(was.get(key), is.get(key))),
    added: [...is.keys()].filter((key) => !was.has(key)),
    putBack: [],
  });
}

/** Why nothing was sent: what was set meanwhile would have been undone. */
export const changedMeanwhile = ({ lost, changed, added }: Beside): UpstreamFailure =>
  settingsFailure(
    `While the token was tested, somebody changed the settings beside it in Entra: ${[...lost, ...changed, ...added].join(', ')}. Nothing was sent, so that the change stays. Entering the same token again is safe.`,
  );

const namesOf = (pairs: readonly Pair[]): readonly string[] => [...new Set(pairs.map(({ key }) => key))];

/** The same value given twice is one value. */
function valuesOf(pairs: readonly Pair[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const { key, value } of pairs) values.set(key, (values.get(key) ?? new Set()).add(value));
  return values;
}

const isSame = (one: ReadonlySet<string> | undefined, other: ReadonlySet<string> | undefined): boolean =>
  one !== undefined && one.size === other?.size && [...one].every((value) => other.has(value));

/** The names of keys are Graph's, and may be many or long. */
const longestText = 2_000;

const settingsFailure = (text: string): UpstreamFailure => ({
  kind: 'settings',
  status: 200,
  code: 'settings',
  text: text.slice(0, longestText),
});

const strange: UpstreamFailure = {
  kind: 'settings',
  status: 200,
  code: 'settings',
  text: 'Graph described the settings of the provisioning in a form that Scimitar does not know, so they could not be sent back unchanged.',
};
