import { cloudNames, clouds, type CloudName } from './cloud.ts';
import { parseTimeZone, utc, type TimeZone } from './domain/calendar.ts';
import { tenantId, type TenantId } from './domain/ids.ts';
import { failed, ok, type Result } from './domain/result.ts';
import type { Grants } from './domain/roles.ts';
import { guid, readGrants, roleSettings, type Given, type Wrong } from './role-settings.ts';

/** How the bot signs in to the Bot Connector service and to Graph: one identity for both. */
export type Identity =
  | { readonly kind: 'managed' }
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly path: string; readonly sendChain?: true };

export interface Settings {
  /** The cloud that the tenant lives in. */
  readonly cloud: CloudName;
  readonly botId: string;
  readonly tenant: TenantId;
  readonly identity: Identity;
  readonly port: number;
  /** Who has which role. Somebody can always be given `configure`. */
  readonly grants: Grants;
  /** Path of the store's file, or the address of the storage account whose tables it is in. */
  readonly store: string;
  readonly zone: TimeZone;
  /** With it tokens are rotated in people's names; without it Graph is asked with the application's own permissions. */
  readonly delegated?: {
    /** The app registration that people sign in to. */
    readonly appId: string;
    /** Its application ID URI. */
    readonly appIdUri: string;
  };
}

/**
 * When the bot looks for what is due, in milliseconds. What the process before has sent may have used up Teams' limits,
 * so the first look waits. By the second the lease of whatever died has ended, and a few seconds are left for Entra's log:
 * all is settled within a minute of the start.
 */
export const looks = { firstAfter: 40_000, every: 15_000 } as const;

/** One wrong setting: its name, what is wrong, and what to do. Never its value where that may be secret. */
export interface Problem {
  readonly setting: string;
  readonly text: string;
}

/** Ours; any other name that begins with `SCIMITAR_` is a slip of the hand. */
const ourSettings = [
  'SCIMITAR_ROTATORS',
  'SCIMITAR_ROTATOR_GROUP',
  ...Object.values(roleSettings),
  'SCIMITAR_STORE',
  'SCIMITAR_TIME_ZONE',
  'SCIMITAR_GRAPH_RIGHTS',
  'SCIMITAR_CLOUD',
];
const defaults = { port: 3978, cloud: 'Public' } as const;
/** Without SCIMITAR_STORE. */
export const usualStore = '.data/scimitar.db';

/**
 * Reads the environment. Tells every problem at once, so that nobody starts it five times to find five. `lookAt` says
 * what is wrong with a certificate's file, as the end of a sentence; undefined when nothing is.
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  lookAt: (path: string) => string | undefined = () => undefined,
): Result<Settings, readonly Problem[]> {
  const problems: Problem[] = [];
  const wrong = (setting: string, text: string): void => void problems.push({ setting, text });
  const given = (name: string): string | undefined => {
    const value = env[name]?.trim();
    return value === '' ? undefined : value;
  };
  const id = (name: string, what: string): string => {
    const value = given(name);
    if (value === undefined) wrong(name, `is missing. Set it to ${what}.`);
    else if (!guid.test(value))
      wrong(name, `is not an id. Set it to ${what}, in the form 00000000-0000-0000-0000-000000000000.`);
    return (value ?? '').toLowerCase();
  };

  const cloud = readCloud(given, wrong);
  const botId = id('BOT_ID', 'the application (client) id of the bot');
  const tenant = tenantId(id('BOT_TENANT_ID', 'the id of your Entra tenant'));
  const identity = readIdentity(given, wrong, lookAt);
  const delegated = readRights(given, wrong, botId);
  const grants = readGrants(given, wrong);
  for (const name of Object.keys(env))
    if (name.startsWith('SCIMITAR_') && !ourSettings.includes(name))
      wrong(name, `is not a setting of Scimitar. Known are ${ourSettings.join(', ')}.`);

  const written = given('PORT') ?? String(defaults.port);
  const port = Number(written);
  if (!/^\d+$/.test(written) || port < 1 || port > 65_535)
    wrong('PORT', 'is not a port. Set it to a whole number from 1 to 65535.');
  const store = given('SCIMITAR_STORE') ?? usualStore;
  if (/^https?:/i.test(store)) checkAddress(store, cloud ?? defaults.cloud, wrong);
  const zone = parseTimeZone(given('SCIMITAR_TIME_ZONE') ?? utc);
  if (!zone.ok)
    wrong(
      'SCIMITAR_TIME_ZONE',
      'is not a time zone. Set it to a name such as Europe/Berlin or America/New_York.',
    );

  if (problems.length > 0 || !zone.ok || identity === undefined || cloud === undefined)
    return failed(problems);
  const settings = { cloud, botId, tenant, identity, port, grants, store, zone: zone.value };
  return ok({ ...settings, ...(delegated === undefined ? {} : { delegated }) });
}

function readCloud(given: Given, wrong: Wrong): CloudName | undefined {
  const named = given('SCIMITAR_CLOUD') ?? defaults.cloud;
  const cloud = cloudNames.find((name) => name.toLowerCase() === named.toLowerCase());
  if (cloud === undefined)
    wrong(
      'SCIMITAR_CLOUD',
      `is not a cloud of Microsoft’s. Set it to ${cloudNames.join(', ')} (GCC is a part of Public).`,
    );
  return cloud;
}

/** The emulator of Azure Storage on this machine, for trials; nothing else is reached in clear. */
const emulator = /^http:\/\/(127\.0\.0\.1|localhost):\d{1,5}\/devstoreaccount1\/?$/;

function checkAddress(store: string, cloud: CloudName, wrong: Wrong): void {
  const { tables } = clouds[cloud];
  const account = new RegExp(`^https://[a-z0-9]{3,24}\\.${tables.replaceAll('.', '\\.')}/?$`);
  if (account.test(store) || emulator.test(store)) return;
  wrong(
    'SCIMITAR_STORE',
    `is a web address, but not that of the tables of a storage account in this cloud. Set it to https://<account>.${tables} with nothing behind it (the bot signs in with its own identity, so no key belongs there), or to a path on a local disk.`,
  );
}

function readIdentity(
  given: Given,
  wrong: Wrong,
  lookAt: (path: string) => string | undefined,
): Identity | undefined {
  const type = given('BOT_TYPE')?.toLowerCase();
  const secret = given('BOT_PASSWORD');
  const certificate = given('AZURE_CLIENT_CERTIFICATE_PATH');
  if (type === 'userassignedmsi') {
    if (secret !== undefined)
      wrong(
        'BOT_PASSWORD',
        'is set although BOT_TYPE is UserAssignedMSI. A managed identity has no password: remove it.',
      );
    return { kind: 'managed' };
  }
  if (type !== 'singletenant') {
    wrong(
      'BOT_TYPE',
      'must be UserAssignedMSI (a managed identity, recommended) or SingleTenant (an app registration with a certificate or a password). Multi-tenant bots can no longer be created.',
    );
    return undefined;
  }
  if (certificate !== undefined) return readCertificate(given, wrong, certificate, lookAt(certificate));
  if (secret !== undefined) return { kind: 'secret', secret };
  wrong(
    'BOT_PASSWORD',
    'is missing. With BOT_TYPE SingleTenant set it to the client secret, or set AZURE_CLIENT_CERTIFICATE_PATH to a PEM file with certificate and key.',
  );
  return undefined;
}

function readCertificate(given: Given, wrong: Wrong, path: string, problem: string | undefined): Identity {
  if (problem !== undefined) wrong('AZURE_CLIENT_CERTIFICATE_PATH', problem);
  if (given('AZURE_CLIENT_CERTIFICATE_PASSWORD') !== undefined)
    wrong(
      'AZURE_CLIENT_CERTIFICATE_PASSWORD',
      'is not supported. Store the private key without a password, readable by the bot alone, and remove this setting.',
    );
  const sendChain = ['true', '1'].includes(given('AZURE_CLIENT_SEND_CERTIFICATE_CHAIN')?.toLowerCase() ?? '');
  return { kind: 'certificate', path, ...(sendChain ? { sendChain } : {}) };
}

/** In whose name tokens are rotated. Undefined: with the application's own permissions. */
function readRights(given: Given, wrong: Wrong, botId: string): Settings['delegated'] {
  const rights = given('SCIMITAR_GRAPH_RIGHTS')?.toLowerCase() ?? 'application';
  if (rights !== 'application' && rights !== 'delegated')
    wrong(
      'SCIMITAR_GRAPH_RIGHTS',
      'must be application (the bot’s own permissions, the default) or delegated (in the name of whoever enters the token).',
    );
  if (rights !== 'delegated') return undefined;
  const appId = given('AAD_APP_CLIENT_ID')?.toLowerCase();
  const isManaged = given('BOT_TYPE')?.toLowerCase() === 'userassignedmsi';
  if (isManaged && (appId === undefined || appId === botId))
    wrong(
      'AAD_APP_CLIENT_ID',
      'is missing or is the managed identity. People cannot sign in to a managed identity: set it to the client id of an app registration that has the identity as a federated credential.',
    );
  else if (appId !== undefined && !guid.test(appId)) wrong('AAD_APP_CLIENT_ID', 'is not an id.');
  else if (!isManaged && appId !== undefined && appId !== botId)
    wrong(
      'AAD_APP_CLIENT_ID',
      'is another app registration than BOT_ID. With BOT_TYPE SingleTenant people sign in to the bot’s own: remove it, or set it to the same id.',
    );
  return { appId: appId ?? botId, appIdUri: `api://botid-${botId}` };
}
