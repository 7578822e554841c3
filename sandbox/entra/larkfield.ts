import { randomBytes } from 'node:crypto';
import { Organisation } from '../apple/organisation.ts';
import { bot, managers, people, rotators, servicePrincipals } from '../seed.ts';
import { cycleDuration, cycleInterval } from './provisioning.ts';
import { acceptingTarget, appleTarget } from './scim-target.ts';
import { newJob, type Execution } from './synchronization-job.ts';
import { Tenant, type TenantOptions } from './tenant.ts';

export interface Larkfield {
  readonly tenant: Tenant;
  readonly apple: { readonly school: Organisation; readonly business: Organisation };
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** School's first token runs out so that the bot's first rung, 60 days before, is due on the next working day. */
const firstRung = 60;
const businessMonthsOld = 5;

/**
 * The tenant of `seed.ts` at its beginning: two Apple connections that run well, one of another vendor,
 * and an enterprise application of Apple's OIDC kind that has nothing to provision.
 */
export function larkfield(options: TenantOptions): Larkfield {
  const { clock } = options;
  const now = clock.now();
  const tenant = new Tenant(options);
  const apple = { school: new Organisation('school', clock), business: new Organisation('business', clock) };

  for (const { id, name, upn, mail, userType } of people)
    tenant.users.set(id, {
      id,
      displayName: name,
      userPrincipalName: upn,
      mail,
      userType,
      accountEnabled: true,
      manager: managers[id],
    });
  const group = { id: rotators.id, displayName: rotators.name, members: new Set<string>(rotators.members) };
  tenant.groups.set(group.id, group);

  const { appleSchool, appleBusiness, atlassian, appleOidc } = servicePrincipals;
  tenant.targets.set(appleSchool.tenantUrl, appleTarget(apple.school, tenant.faults));
  tenant.targets.set(appleBusiness.tenantUrl, appleTarget(apple.business, tenant.faults));
  tenant.targets.set(atlassian.tenantUrl, acceptingTarget);

  const schoolExpiry = onWorkingDay(now + day, day) + firstRung * day;
  const schoolToken = apple.school.issue(movedByMonths(schoolExpiry, -12), schoolExpiry).token;
  const businessRung = movedByMonths(now, 12 - businessMonthsOld) - firstRung * day;
  const earlier = businessRung - onWorkingDay(businessRung, -day);
  const businessToken = apple.business.issue(movedByMonths(now, -businessMonthsOld) - earlier).token;
  provision(tenant, appleSchool, 'appleSchoolManager', schoolToken, now - 12 * minute);
  provision(tenant, appleBusiness, 'appleBusinessManager', businessToken, now - 25 * minute);
  provision(tenant, atlassian, 'scim', randomBytes(30).toString('base64url'), now - 5 * minute);
  tenant.addServicePrincipal(fieldsOf(appleOidc));
  tenant.addServicePrincipal({ id: botServicePrincipalId, appId: bot.appId, displayName: bot.name });

  return { tenant, apple };
}

const botServicePrincipalId = '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c09';

const notificationSettings = JSON.stringify({
  Enabled: true,
  Recipients: people[0].upn,
  DeleteThresholdEnabled: true,
  DeleteThresholdValue: 500,
});

type Provisioned = (typeof servicePrincipals)['appleSchool' | 'appleBusiness' | 'atlassian'];

/** A job that has long been running, whose last good cycle began at `lastBegan`. */
function provision(
  tenant: Tenant,
  seed: Provisioned,
  templateTag: string,
  token: string,
  lastBegan: number,
): void {
  const servicePrincipal = tenant.addServicePrincipal(fieldsOf(seed), {
    BaseAddress: seed.tenantUrl,
    SecretToken: token,
    SyncAll: 'false',
    SyncNotificationSettings: notificationSettings,
  });
  tenant.targets.get(seed.tenantUrl)?.connect(token, lastBegan);
  const last: Execution = {
    id: '00000000-0000-4000-8000-000000000000',
    began: lastBegan,
    ended: lastBegan + cycleDuration,
    state: 'Succeeded',
    error: undefined,
  };
  tenant.addJob(servicePrincipal, {
    ...newJob(tenant.id, seed, templateTag),
    schedule: 'Active',
    nextCycle: lastBegan + cycleInterval,
    lastExecution: last,
    lastSuccess: last,
    steadySince: last.ended - 100 * day,
  });
}

const fieldsOf = ({
  id,
  appId,
  displayName,
}: (typeof servicePrincipals)[keyof typeof servicePrincipals]) => ({
  id,
  appId,
  displayName,
});

/** The moment itself from Monday to Friday, otherwise the nearest one that many days away. */
function onWorkingDay(moment: number, step: number): number {
  const weekday = new Date(moment).getUTCDay();
  return weekday === 0 || weekday === 6 ? onWorkingDay(moment + step, step) : moment;
}

/** The same day some months later or earlier; the last of the month where that day does not exist. */
function movedByMonths(moment: number, months: number): number {
  const moved = new Date(moment);
  const dayOfMonth = moved.getUTCDate();
  moved.setUTCMonth(moved.getUTCMonth() + months);
  if (moved.getUTCDate() !== dayOfMonth) moved.setUTCDate(0);
  return moved.getTime();
}
