import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bot } from '../../sandbox/seed.ts';
import { makeCertificate } from '../certificate.ts';
import type { Identity } from './stage.ts';

export const bySecret: Identity = {
  env: () => ({ BOT_TYPE: 'SingleTenant', BOT_PASSWORD: bot.clientSecret }),
  secrets: [bot.clientSecret],
};

const registered = makeCertificate({ names: ['scimitar'] });

/** The PEM without its lines and labels. */
const content = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '');

export const byCertificate: Identity = {
  env(folder) {
    const path = join(folder, 'bot.pem');
    writeFileSync(path, registered.certificate + registered.key, { mode: 0o600 });
    return { BOT_TYPE: 'SingleTenant', AZURE_CLIENT_CERTIFICATE_PATH: path };
  },
  register({ tenant }) {
    tenant.signIn.certificates.push(new X509Certificate(registered.certificate));
  },
  secrets: [content(registered.key), content(registered.certificate)],
};

/** In App Service and Container Apps: Azure tells the process where to ask. */
export const byManagedIdentity: Identity = {
  env: (_folder, { appService }) => ({ BOT_TYPE: 'UserAssignedMSI', ...appService }),
  secrets: [],
};

/** In virtual machines and container groups: the process knows where to ask, and is told nothing. */
export const byMetadataService: Identity = {
  env: () => ({ BOT_TYPE: 'UserAssignedMSI' }),
  secrets: [],
};
