import type { Beside } from '../../src/ports/provisioning.ts';
import type { Case, Pair } from './draw.ts';

/** How a run ended: refused, or saved with what the product said of the other settings. */
export type Ended = { readonly kind: 'refused' } | { readonly kind: 'saved'; readonly beside: Beside };

/** What Entra held right before the save and holds now, in clear, and how many saves it has heard. */
export interface Held {
  readonly before: readonly Pair[];
  readonly after: readonly Pair[];
  readonly puts: number;
}

const hidden: ReadonlySet<string> = new Set(['Password', 'ClientSecret', 'AppKey', 'Oauth2RefreshToken']);

/** What is wrong with a run; nothing when the promise was kept. Written from the promise and not from the product. */
export function wrongIn(
  run: Case,
  ended: Ended,
  { before, after, puts }: Held,
  tenantUrl: string,
): readonly string[] {
  if (ended.kind === 'refused') {
    if (puts > 0 || !isSame(before, after)) return ['refused after something was sent'];
    return mayRefuse(run, tenantUrl) ? [] : ['refused a set that could be kept'];
  }
  if (!sameBeside(before, after)) return ['saved, and a setting differs afterwards'];
  const { lost, changed, added } = ended.beside;
  const said = [...lost, ...changed, ...added];
  return said.length === 0 ? [] : [`untouched, and said to be changed: ${said.join(', ')}`];
}

/** A set that cannot be sent back as it is, or that somebody was editing. */
function mayRefuse({ before, edit }: Case, tenantUrl: string): boolean {
  const values = valuesOf(before);
  return (
    (edit !== undefined && !sameBeside(before, edit)) ||
    before.some(({ key, value }) => hidden.has(key) && value !== '') ||
    before.some(({ key, value }) => key !== 'SecretToken' && /^\*+$/.test(value)) ||
    [...values.values()].some((of) => of.size > 1) ||
    values.get('BaseAddress')?.has(tenantUrl) !== true
  );
}

/** By key, without the token; an empty value is none, and one given twice is one. */
function valuesOf(pairs: readonly Pair[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const { key, value } of pairs)
    if (key !== 'SecretToken' && value !== '') values.set(key, (values.get(key) ?? new Set()).add(value));
  return values;
}

function sameBeside(one: readonly Pair[], other: readonly Pair[]): boolean {
  const [ones, others] = [valuesOf(one), valuesOf(other)];
  return (
    ones.size === others.size &&
    [...ones].every(([key, values]) => {
      const there = others.get(key);
      return there?.size === values.size && [...values].every((value) => there.has(value));
    })
  );
}

const isSame = (one: readonly Pair[], other: readonly Pair[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
