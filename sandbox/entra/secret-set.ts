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

/** The saved credentials and settings of one service principal: one set, however many jobs it has. */
export class SecretSet {
  #values: Map<string, string>;

  constructor(values: Readonly<Record<string, string>> = {}) {
    this.#values = new Map(Object.entries(values));
  }

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  /** As GET shows it: what is secret comes back as `*`. */
  masked(): readonly { readonly key: string; readonly value: string }[] {
    return [...this.#values].map(([key, value]) => ({ key, value: maskedKeys.has(key) ? '*' : value }));
  }

  /** Everything in clear, for tests that compare before and after. */
  snapshot(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#values);
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
    const values = reading === 'merge' ? new Map(this.#values) : new Map<string, string>();
    for (const { key, value } of pairs)
      if (value === null || value === '') values.delete(key);
      else values.set(key, value);
    this.#values = values;
    return undefined;
  }
}

function isJsonObject(text: string | null): boolean {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
