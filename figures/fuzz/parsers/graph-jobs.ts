import {
  besideToken,
  isUntouched,
  keepable,
  readSettings,
  tokenKey,
} from '../../../src/adapters/graph/settings-set.ts';
import { jobHealth, settingsOf } from '../../../src/adapters/graph/shapes.ts';
import { momentOf, utc } from '../../../src/domain/calendar.ts';
import { jobStates, type JobHealth } from '../../../src/domain/job.ts';
import { jobWords, type JobWords } from '../../../src/domain/job-words.ts';
import { knownSettings } from '../../../src/domain/known-settings.ts';
import { profiles } from '../../../src/domain/profiles/all.ts';
import { adviceOn, advices } from '../../../src/domain/settings.ts';
import { graphAnswers } from '../corpus/graph-answers.ts';
import { mutatedDocument, planted, read, written } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { smallerDocuments } from '../shrink.ts';
import { isMoment } from '../told-by-graph.ts';
import { wrongFailure } from './graph-errors.ts';
import { listed } from '../texts.ts';

const [profile] = profiles;
if (profile === undefined) throw new Error('there is no profile');
const now = momentOf(Date.UTC(2026, 10, 24));
const about = { profile, zone: utc, harmless: (text: string) => text };

interface Looked {
  readonly health: JobHealth;
  readonly words: JobWords;
}

const jobPieces: readonly string[] = [
  ...listed('Active Paused Quarantine NotRun NotConfigured Disabled Succeeded EntryLevelErrors Failed'),
  ...listed('PT40M P1DT2H P10675199DT2H48M5.4775807S PT P None TooManyDeletes 2026-11-23T08:40:20Z'),
  ...listed('9999-12-31T23:59:59Z +100000-01-01T00:00:00Z -000001-01-01T00:00:00Z 275760-09-13'),
  ...listed('constructor EncounteredEscrowProportionThreshold EncounteredQuarantineException'),
  ...['Bearer ', `PT${'9'.repeat(400)}S`],
];

const isCount = (count: unknown): boolean => typeof count === 'number' && !Number.isNaN(count);

function wrongHealth({
  state,
  lastCycle,
  quarantine,
  interval,
  deletesAtMost,
}: JobHealth): string | undefined {
  if (!jobStates.includes(state)) return 'gave a state that there is not';
  if (lastCycle !== undefined) {
    if (!isMoment(lastCycle.began) || !isMoment(lastCycle.ended)) return 'gave a moment that is none';
    if (!['succeeded', 'entry-errors', 'failed'].includes(lastCycle.outcome))
      return 'gave an outcome that there is not';
    if (!isCount(lastCycle.exported) || !isCount(lastCycle.escrowed)) return 'gave a count that is none';
  }
  if (quarantine !== undefined) {
    const { reason, since, seriesBegan, nextAttempt } = quarantine;
    if (![since, seriesBegan ?? since, nextAttempt ?? since].every(isMoment))
      return 'gave a moment that is none';
    if (typeof reason !== 'string' || reason === '') return 'gave no reason';
  }
  for (const error of [lastCycle?.error, quarantine?.error])
    if (
      error !== undefined &&
      (typeof error.code !== 'string' || error.code.length > 200 || error.text.length > 2_000)
    )
      return 'gave an error that is too long';
  if (interval !== undefined && !(interval > 0 && interval <= 48 * 3_600_000))
    return 'gave an interval that is none';
  return deletesAtMost === undefined || (Number.isInteger(deletesAtMost) && deletesAtMost > 0)
    ? undefined
    : 'gave a limit that is none';
}

/** What the job says, and what people are told of it. Nobody knows the token that Entra has tried and may quote. */
const job: Parser<string, Looked | undefined> = {
  name: 'graph-job',
  draw(source) {
    const document = source.oneOf(graphAnswers.jobs);
    if (source.chance(0.5)) return mutatedDocument(source, document, jobPieces);
    const token = source.token();
    return mutatedDocument(
      source,
      planted(source, document, (text) => `${text} ${token} `),
      jobPieces,
    );
  },
  run(text) {
    const health = jobHealth(read(text));
    return health === undefined ? undefined : { health, words: jobWords(health, now, about) };
  },
  wrong(looked) {
    if (looked === undefined) return undefined;
    const { headline, cause, nextStep, outlook } = looked.words;
    const texts = [headline, cause, nextStep, ...outlook];
    return (
      wrongHealth(looked.health) ??
      (texts.every((text) => typeof text === 'string' && text !== '') ? undefined : 'tells nothing')
    );
  },
  told: (looked) => JSON.stringify(looked ?? ''),
  smaller: smallerDocuments,
};

const tenantUrl = profile.tenantUrl;
const settingPieces: readonly string[] = [
  ...[tokenKey, tenantUrl, `${tenantUrl}/`],
  ...listed('BaseAddress SyncAll SyncNotificationSettings Password * ** true https://u:p@host/?q#f'),
  ...listed(
    '{"Enabled":true,"Recipients":"a@b.c","DeleteThresholdEnabled":"True","DeleteThresholdValue":1e999}',
  ),
];

interface Pair {
  readonly key: unknown;
  readonly value: unknown;
}
const pairsIn = (document: unknown): readonly Pair[] | undefined => {
  const list = (document as { readonly value?: unknown } | null | undefined)?.value;
  return Array.isArray(list) ? (list as readonly Pair[]) : undefined;
};

interface Set {
  readonly kept: ReturnType<typeof keepable>;
  readonly beside: ReturnType<typeof besideToken> | undefined;
  readonly shown: ReturnType<typeof readSettings>;
  readonly known: ReturnType<typeof knownSettings>;
  readonly advice: ReturnType<typeof adviceOn>;
  readonly addresses: readonly string[];
}

/** Text that tells values apart for a test; the product's own is keyed and short. */
const mark = (key: string, value: string): string => `${key.length}.${value.length}`;

const settings: Parser<string, Set> = {
  name: 'graph-settings',
  draw(source) {
    const [document] = graphAnswers.secrets;
    const text = mutatedDocument(source, document, settingPieces);
    const list = pairsIn(read(text));
    if (list === undefined || source.chance(0.5) || text.length > 20_000) return text;
    const at = list.findIndex((pair) => (pair as Pair | null)?.key === tokenKey);
    if (at < 0) return text;
    // A Graph that shows the token after all.
    const value = list.with(at, { key: tokenKey, value: source.token() });
    return written({ ...(read(text) as object), value });
  },
  run(text) {
    const document = read(text);
    const kept = keepable(document, tenantUrl);
    const shown = readSettings(document);
    const settingsShown = shown.ok ? shown.value : [];
    return {
      kept,
      beside: kept.ok ? besideToken(kept.value, document) : undefined,
      shown,
      known: knownSettings(settingsShown, mark),
      advice: adviceOn(settingsShown),
      addresses: settingsOf(document).map(({ key }) => key),
    };
  },
  wrong({ kept, beside, shown, advice }, text) {
    const failure = kept.ok ? undefined : wrongFailure(kept.failure);
    if (failure !== undefined) return failure;
    if (advice.some((one) => !advices.includes(one))) return 'gave advice that there is not';
    if (shown.ok && shown.value.some(({ key }) => key === tokenKey)) return 'showed the token';
    if (!kept.ok) return undefined;
    const document = read(text);
    const others = (pairsIn(document) ?? []).filter(
      ({ key, value }) => key !== tokenKey && value !== '' && value !== null,
    );
    const { entries } = kept.value;
    if (others.some(({ value }) => typeof value !== 'string' || /^\*+$/.test(value)))
      return 'would send what it cannot see';
    if (!others.every((pair) => entries.some(({ key, value }) => key === pair.key && value === pair.value)))
      return 'would leave a setting out';
    if (
      !entries.every((entry) => others.some(({ key, value }) => key === entry.key && value === entry.value))
    )
      return 'would send a setting that was not there';
    if (new Set(entries.map(({ key }) => key)).size < entries.length)
      return 'would send two values of one key';
    if (!entries.some(({ key, value }) => key === 'BaseAddress' && value === tenantUrl))
      return 'would send a token to another address';
    return beside?.ok === true && isUntouched(beside.value)
      ? undefined
      : 'finds what it has just read changed';
  },
  told: ({ kept, beside, shown, known }) => JSON.stringify([kept, beside, shown, known]),
  smaller: smallerDocuments,
};

export const graphJobs = [job, settings] as const;
