import { Hono } from 'hono';
import type { SynchronizationJob } from '../entra/synchronization-job.ts';
import type { ServicePrincipal, Tenant } from '../entra/tenant.ts';
import {
  badRequest,
  noContent,
  notFound,
  synchronizationError,
  synchronizationForbidden,
  type GraphContext,
  type GraphEnv,
} from './answers.ts';
import { collection, entity } from './collection.ts';
import { fieldOf } from './filter.ts';
import { jobResource } from './job-resource.ts';
import { may } from './permissions.ts';
import { keyValues, readJson } from './request-body.ts';
import { echoOf, testCredentials, type Credentials } from './validate-credentials.ts';

/** The flags of resetScope that callers may use; Microsoft warns off the two that are missing here. */
const resetScopes = ['Escrows', 'Watermark', 'QuarantineState', 'Full', 'ForceDeletes'];

/** Everything under /servicePrincipals/{id}/synchronization. `scimFetch` reaches the SCIM services. */
export function synchronization(tenant: Tenant, scimFetch: typeof fetch): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();
  const root = '/servicePrincipals/:id/synchronization';

  const opened = (context: GraphContext, right: 'readSynchronization' | 'writeSynchronization') => {
    const id = context.req.param('id') ?? '';
    const servicePrincipal = tenant.servicePrincipals.get(id);
    if (servicePrincipal === undefined) return notFound(context, id);
    return may[right](context.get('caller'), servicePrincipal)
      ? servicePrincipal
      : synchronizationForbidden(context);
  };

  const withJob = async (
    context: GraphContext,
    right: 'readSynchronization' | 'writeSynchronization',
    answer: (servicePrincipal: ServicePrincipal, job: SynchronizationJob) => Response | Promise<Response>,
  ): Promise<Response> => {
    const servicePrincipal = opened(context, right);
    if (servicePrincipal instanceof Response) return servicePrincipal;
    const jobId = context.req.param('job') ?? '';
    const job = servicePrincipal.jobs.find((candidate) => candidate.id === jobId);
    return job === undefined ? notFound(context, jobId) : answer(servicePrincipal, job);
  };

  const actor = (context: GraphContext) => {
    const { appId, person } = context.get('caller');
    return tenant.actorOf(appId, person?.id);
  };

  app.get(`${root}/jobs`, (context) => {
    const servicePrincipal = opened(context, 'readSynchronization');
    if (servicePrincipal instanceof Response) return servicePrincipal;
    const name = `servicePrincipals('${servicePrincipal.id}')/synchronization/jobs`;
    return collection(context, name, servicePrincipal.jobs.map(jobResource));
  });

  app.get(`${root}/jobs/:job`, (context) =>
    withJob(context, 'readSynchronization', ({ id }, job) =>
      entity(context, `servicePrincipals('${id}')/synchronization/jobs`, jobResource(job)),
    ),
  );

  // Microsoft publishes no permission for this GET; in practice it takes the one for writing.
  app.get(`${root}/secrets`, (context) => {
    const servicePrincipal = opened(context, 'writeSynchronization');
    if (servicePrincipal instanceof Response) return servicePrincipal;
    const name = `servicePrincipals('${servicePrincipal.id}')/synchronization/secrets`;
    return collection(context, name, servicePrincipal.secrets.masked());
  });

  app.put(`${root}/secrets`, async (context) => {
    const servicePrincipal = opened(context, 'writeSynchronization');
    if (servicePrincipal instanceof Response) return servicePrincipal;
    const pairs = keyValues(await readJson(context), 'value');
    if (pairs === undefined) return badRequest(context, 'Empty Payload. JSON content expected.');
    const refused = tenant.saveSecrets(servicePrincipal, pairs, actor(context));
    return refused === undefined ? noContent(context) : synchronizationError(context, refused, null);
  });

  app.post(`${root}/jobs/:job/validateCredentials`, (context) =>
    withJob(context, 'writeSynchronization', (servicePrincipal) => validate(context, servicePrincipal)),
  );

  app.post(`${root}/jobs/:job/start`, (context) =>
    withJob(context, 'writeSynchronization', (servicePrincipal, job) => {
      tenant.start(servicePrincipal, job, actor(context));
      return noContent(context);
    }),
  );

  app.post(`${root}/jobs/:job/pause`, (context) =>
    withJob(context, 'writeSynchronization', (servicePrincipal, job) => {
      tenant.pause(servicePrincipal, job, actor(context));
      return noContent(context);
    }),
  );

  app.post(`${root}/jobs/:job/restart`, (context) =>
    withJob(context, 'writeSynchronization', async (servicePrincipal, job) => {
      const asked = fieldOf(fieldOf(await readJson(context), 'criteria'), 'resetScope') ?? '';
      const scopes = typeof asked === 'string' ? asked.split(',').map((scope) => scope.trim()) : [];
      const known =
        asked === '' || (scopes.length > 0 && scopes.every((scope) => resetScopes.includes(scope)));
      if (!known) return badRequest(context, 'The resetScope is not supported.');
      // An empty scope is the portal's Restart provisioning, which resets these three.
      tenant.restart(
        servicePrincipal,
        job,
        asked === '' ? ['Escrows', 'Watermark', 'QuarantineState'] : scopes,
        actor(context),
      );
      return noContent(context);
    }),
  );

  async function validate(context: GraphContext, servicePrincipal: ServicePrincipal): Promise<Response> {
    const credentials = credentialsOf(await readJson(context), servicePrincipal);
    if (credentials === undefined)
      return badRequest(context, 'Give credentials, or useSavedCredentials as a boolean.');
    const failure = await testCredentials(credentials, scimFetch, context.req.raw.signal);
    if (failure === undefined) {
      tenant.ledger.passedTest(servicePrincipal.id, credentials.token);
      return noContent(context);
    }
    const echo = tenant.echoTokens ? `\r\n${echoOf(credentials.token)}` : '';
    return synchronizationError(context, failure.code, failure.message + echo);
  }

  return app;
}

/** With useSavedCredentials whatever else the body holds is ignored, as the reference page says. */
function credentialsOf(body: unknown, { secrets }: ServicePrincipal): Credentials | undefined {
  const useSaved = fieldOf(body, 'useSavedCredentials') ?? false;
  if (typeof useSaved !== 'boolean') return undefined;
  if (useSaved)
    return { baseAddress: secrets.get('BaseAddress') ?? '', token: secrets.get('SecretToken') ?? '' };
  const pairs = keyValues(body, 'credentials');
  if (pairs === undefined) return undefined;
  const valueOf = (key: string): string => pairs.find((pair) => pair.key === key)?.value ?? '';
  return { baseAddress: valueOf('BaseAddress'), token: valueOf('SecretToken') };
}
