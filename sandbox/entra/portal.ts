import { people } from '../seed.ts';
import type { Actor } from './audit-log.ts';
import type { Cloud } from './cloud.ts';
import type { KeyValue } from './secret-set.ts';
import type { ServicePrincipal, Tenant } from './tenant.ts';

/** What an administrator does by hand in Entra's portal, which writes the audit log in that person's name. */
export const inPortal = (personId: string): Actor => {
  const person = people.find(({ id }) => id === personId);
  if (person === undefined) throw new Error('There is no such person.');
  return { kind: 'person', id: person.id, name: person.name, upn: person.upn };
};

/** The portal's Save: it sends the whole set with what was changed. An undefined value takes a setting away. */
export function savePortal(
  tenant: Tenant,
  servicePrincipal: ServicePrincipal,
  personId: string,
  changed: Readonly<Record<string, string | undefined>>,
): void {
  const kept = servicePrincipal.secrets.pairs().filter(({ key }) => !Object.hasOwn(changed, key));
  const set = Object.entries(changed).map(([key, value]): KeyValue => ({ key, value: value ?? null }));
  const refused = tenant.saveSecrets(servicePrincipal, [...kept, ...set], inPortal(personId));
  if (refused !== undefined) throw new Error(`Entra refused this: ${refused}.`);
}

/** Makes a new token at Apple and saves it in the portal, as somebody does who does not ask the bot. */
export function saveNewToken({ tenant, apple }: Cloud, personId: string, connection: string): void {
  const servicePrincipal = tenant.servicePrincipals.get(connection);
  const tenantUrl = servicePrincipal?.secrets.get('BaseAddress');
  const organisation = [apple.school, apple.business].find((one) => one.tenantUrl === tenantUrl);
  if (servicePrincipal === undefined || organisation === undefined)
    throw new Error('Only a connection to Apple can get a token from Apple.');
  savePortal(tenant, servicePrincipal, personId, { SecretToken: organisation.generate().token });
}
