export interface KeyValue {
  readonly key: string;
  readonly value: string | null;
}

/** Graph's documents leave open what PUT does with keys that the body does not name. The sandbox plays both. */
export type SecretsReading = 'merge' | 'replace';

/** The v1.0 enumeration synchronizationSecret. */
const secretKeys: ReadonlySet<string> = new Set(
  (
    'None UserName Password SecretToken AppKey BaseAddress ClientIdentifier ClientSecret SingleSignOnType Sandbox Url ' +
    'Domain ConsumerKey ConsumerSecret TokenKey TokenExpiration Oauth2AccessToken Oauth2AccessTokenCreationTime ' +
    'Oauth2RefreshToken SyncAll InstanceName Oauth2ClientId Oauth2ClientSecret CompanyId UpdateKeyOnSoftDelete ' +
    'SynchronizationSchedule SystemOfRecord SandboxName EnforceDomain SyncNotificationSettings ' +
    'SkipOutOfScopeDeletions Oauth2AuthorizationCode Oauth2RedirectUri ApplicationTemplateIdentifier ' +
    'Oauth2TokenExchangeUri Oauth2AuthorizationUri AuthenticationType Server PerformInboundEntitlementGrants ' +
    'HardDeletesEnabled SyncAgentCompatibilityKey SyncAgentADContainer ValidateDomain TestReferences ConnectionString'
  ).split(' '),
);

const maskedKeys: ReadonlySet<string> = new Set([
  'Password',
  'SecretToken',
  'AppKey',
  'ClientSecret',
  'ConsumerSecret',
  'TokenKey',
  'Oauth2AccessToken',
  'Oauth2RefreshToken',
  'Oauth2ClientSecret',
  'Oauth2AuthorizationCode',
  'ConnectionString',
]);

/** What GET may show for a while after the next save, in place of what is saved. */
export interface Lag {
  /** How many GETs. */
  readonly reads: number;
  readonly shows: readonly Pair[];
}

interface Pair {
  readonly key: string;
  readonly value: string;
}

/** The saved credentials and settings of one service principal: one set, however many jobs it has. */
export class SecretSet {
  #pairs: readonly Pair[];
  /** Replicas of the service that are behind: of the next save, and of the last one. */
  #lagNext: Lag | undefined;
  #lag: Lag | undefined;
  #loses: { readonly key: string; times: number } | undefined;

  constructor(values: Readonly<Record<string, string>> | readonly Pair[] = {}) {
    this.#pairs = isPairs(values) ? values : Object.entries(values).map(([key, value]) => ({ key, value }));
  }

  get(key: string): string | undefined {
    return this.#pairs.findLast((pair) => pair.key === key)?.value;
  }

  /** As GET shows it: what is secret comes back as `*`. */
  masked(): readonly Pair[] {
    const lag = this.#lag;
    const shown = lag === undefined ? this.#pairs : lag.shows;
    if (lag !== undefined) this.#lag = lag.reads > 1 ? { ...lag, reads: lag.reads - 1 } : undefined;
    return shown.map(({ key, value }) => ({ key, value: maskedKeys.has(key) ? '*' : value }));
  }

  /** Everything in clear, for tests that compare before and after. */
  snapshot(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#pairs.map(({ key, value }) => [key, value]));
  }

  pairs(): readonly Pair[] {
    return this.#pairs;
  }

  /** For tests: a whole set, whatever a save would say of it. */
  become(pairs: readonly Pair[]): void {
    this.#pairs = pairs;
    this.#lag = undefined;
    this.#lagNext = undefined;
    this.#loses = undefined;
  }

  lagAfterNextSave(lag: Lag): void {
    this.#lagNext = lag;
  }

  /** The service forgets a key at the next saves. */
  loseAtNextSaves(key: string, times: number): void {
    this.#loses = { key, times };
  }

  /**
   * Saves, or saves nothing and gives back Graph's error code. An empty value removes its key, except for
   * SyncNotificationSettings, which must be a JSON object.
   */
  put(
    pairs: readonly KeyValue[],
    reading: SecretsReading,
  ): 'InvalidNotificationSettings' | 'InvalidSecretKey' | undefined {
    if (pairs.some(({ key }) => !secretKeys.has(key))) return 'InvalidSecretKey';
    const settings = pairs.find(({ key }) => key === 'SyncNotificationSettings');
    if (settings !== undefined && !isJsonObject(settings.value)) return 'InvalidNotificationSettings';
    const set = pairs.flatMap(({ key, value }) => (value === null || value === '' ? [] : [{ key, value }]));
    const before = reading === 'merge' ? this.#pairs : [];
    this.#pairs = merged(before, pairs, set).filter(({ key }) => key !== this.#lost());
    if (this.#loses !== undefined) this.#loses.times -= 1;
    this.#lag = this.#lagNext;
    this.#lagNext = undefined;
    return undefined;
  }

  #lost(): string | undefined {
    return this.#loses !== undefined && this.#loses.times > 0 ? this.#loses.key : undefined;
  }
}

/** What was there keeps its place. */
function merged(before: readonly Pair[], named: readonly KeyValue[], set: readonly Pair[]): readonly Pair[] {
  const isNamed = ({ key }: Pair): boolean => named.some((pair) => pair.key === key);
  const places = [...new Set(before.map(({ key }) => key))];
  const kept = places.flatMap((key) => {
    const old = before.filter((pair) => pair.key === key);
    return old.some(isNamed) ? set.filter((pair) => pair.key === key) : old;
  });
  return [...kept, ...set.filter(({ key }) => !places.includes(key))];
}

const isPairs = (values: Readonly<Record<string, string>> | readonly Pair[]): values is readonly Pair[] =>
  Array.isArray(values);

function isJsonObject(text: string | null): boolean {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
