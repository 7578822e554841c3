import type { Notice } from '../../src/domain/answer.ts';
import { hours, seconds } from '../../src/domain/calendar.ts';
import type { Role } from '../../src/domain/roles.ts';
import { steps, type Step } from '../../src/domain/steps.ts';
import type { Decision } from '../../src/domain/trail.ts';
import { answerApproval, askApproval } from '../../src/flows/approval.ts';
import { beginRotation } from '../../src/flows/begin-rotation.ts';
import { finishRotation } from '../../src/flows/finish-rotation.ts';
import { openTokenDialog } from '../../src/flows/open-dialog.ts';
import { refuse } from '../../src/flows/permission.ts';
import { openReminderSettings, saveReminderSettings } from '../../src/flows/reminder-settings.ts';
import { watch } from '../../src/flows/set-up.ts';
import { claim } from '../../src/flows/take-on.ts';
import { readConnection } from '../../src/flows/watched.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { BotProcess } from '../crash-grid/process.ts';
import {
  connection,
  person,
  place,
  second,
  tenantOf,
  Town,
  zone,
  type TownOptions,
} from '../crash-grid/town.ts';
import { fiveGroups, fillGroups, holderOf, take, type Loss } from './losses.ts';

/** A right that is lost in the moment before a step is written down. */
export interface Case {
  readonly step: Step;
  readonly role: Role;
  readonly loss: Loss;
}

/** Milliseconds after which a right that is gone has no effect any more. */
const latestEffect = seconds(60);
/** Milliseconds: Graph takes its time, so that the steps lie apart. */
const slow = seconds(8);

/** One rotation in a town where a second person has to agree; what was wrong, in words. */
export function play(of: Case, plant: TownOptions['plant'] = (ports) => ports): Promise<readonly string[]> {
  const logged: string[] = [];
  const town: Town = new Town({
    secretsReading: 'merge',
    mayReadChannels: true,
    grants: fiveGroups,
    plant: (ports, at) => {
      const log = { ...ports.log, warn: (event: string) => void logged.push(event) };
      return plant({ ...ports, log }, at);
    },
  });
  return town.clock.run(story(town, of, logged));
}

async function story(
  town: Town,
  { step, role, loss }: Case,
  logged: readonly string[],
): Promise<readonly string[]> {
  let lostAt = Infinity;
  let lost: readonly Role[] = [];
  const effects: { readonly what: 'test' | 'save'; readonly at: number }[] = [];
  const bot = new BotProcess(town, (event) => {
    if (lostAt !== Infinity || event.kind !== 'commit' || !event.begins.includes(step)) return;
    lostAt = town.clock.now();
    lost = take(town, role, loss);
  });
  const { ports } = bot;
  const { token } = await prepare(town, ports);
  town.sees = (request) => {
    const what = effectOf(request);
    if (what !== undefined) effects.push({ what, at: town.clock.now() });
    return Promise.resolve();
  };
  town.meet = async (pass, request) => {
    if (request.url.includes('graph')) await town.clock.pause(slow);
    return pass();
  };
  await rotate(ports, token);
  await town.clock.pause(hours(3));
  const [rotation] = town.rotations();
  const wrong = [
    ...(lostAt === Infinity ? ['the step never came'] : []),
    ...effects
      .filter(({ what, at }) => isForbidden(what, lost) && at > lostAt + latestEffect)
      .map(({ what, at }) => `${what} ${(at - lostAt) / 1000} s later`),
    ...(steps.indexOf(step) < steps.indexOf('save') &&
    mustStop(lost) &&
    effects.some(({ what }) => what === 'save')
      ? ['it was saved all the same']
      : []),
    ...(mustStop(lost) || rotation?.state === 'proven'
      ? []
      : [`stopped without need: ${rotation?.state ?? 'not begun'}`]),
    ...(rotation?.state === 'refused' &&
    !refusals(town, rotation.by.id).concat(refusals(town, second.id)).length
      ? ['a refusal that is not in the trail']
      : []),
  ];
  town.meet = (pass) => pass();
  const tried = await tryAgain(town, ports, role, logged);
  bot.kill();
  return [...wrong, ...tried, ...town.wrong];
}

const mustStop = (lost: readonly Role[]): boolean => lost.includes('submit') || lost.includes('approve');

/** A token is tested for whoever enters it; it is saved because somebody has agreed as well. */
const isForbidden = (what: 'test' | 'save', lost: readonly Role[]): boolean =>
  what === 'save' ? mustStop(lost) : lost.includes('submit');

const effectOf = ({ method, url }: Request): 'test' | 'save' | undefined => {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/validateCredentials')) return 'test';
  return method === 'PUT' && pathname.endsWith('/secrets') ? 'save' : undefined;
};

/** The connection is watched and asks for a second person, its thread is open, and the second person has agreed. */
async function prepare(town: Town, ports: Ports): Promise<{ readonly token: string }> {
  fillGroups(town);
  const request = { tenant: tenantOf, person, connection };
  const watched = await watch(ports, {
    ...request,
    place: Promise.resolve(place),
    zone,
    expiry: '2027-01-22',
  });
  if (watched.kind !== 'watching') throw new Error('The connection is not watched.');
  await town.clock.pause(hours(24));
  const typed = { expiry: '2027-01-22', sure: true, ladder: '', owner: '', deputy: '', manager: '' };
  const saved = await saveReminderSettings(ports, {
    ...request,
    typed: { ...typed, fourEyes: 'second-person' },
  });
  if (saved.kind !== 'saved') throw new Error('No second person is asked for.');
  await agree(ports);
  const { token } = town.cloud.apple.school.generate();
  town.mayBeSaved(token);
  return { token };
}

async function agree(ports: Ports): Promise<Notice> {
  await askApproval(ports, { tenant: tenantOf, person, connection });
  const cycle = (await readConnection(ports, tenantOf, connection))?.cycle.value;
  const answered = await answerApproval(ports, {
    tenant: tenantOf,
    person: second,
    connection,
    cycle: cycle?.id ?? ('' as never),
    question: cycle?.approval?.id ?? '',
    agrees: true,
  });
  return answered.notice;
}

async function rotate(ports: Ports, token: string): Promise<void> {
  const opened = await openTokenDialog(ports, { tenant: tenantOf, person, connection });
  if (!opened.ok || opened.value.kind !== 'enter-token') return;
  const { dialog, cycle } = opened.value;
  const form = {
    tenant: tenantOf,
    person,
    connection,
    cycle,
    dialog,
    token,
    expiry: '2027-11-24',
    testOnly: false,
  };
  const begun = await beginRotation(ports, form);
  if (begun.kind === 'begun') await finishRotation(ports, begun.rotation, begun.token);
}

/** What the role is for is refused to whoever has lost it, in private, in the trail and in the log. */
async function tryAgain(
  town: Town,
  ports: Ports,
  role: Role,
  logged: readonly string[],
): Promise<readonly string[]> {
  const who = holderOf(role);
  const [rows, lines] = [
    refusals(town, who.id).length,
    logged.filter((event) => event === 'right.refused').length,
  ];
  const told = await deedOf(ports, role);
  const isRefused = told?.kind === 'not-allowed' || told?.kind === 'outsider';
  return [
    ...(isRefused ? [] : [`${role} afterwards: ${told?.kind ?? 'done'}`]),
    ...(refusals(town, who.id).length > rows ? [] : [`${role} afterwards: no row in the trail`]),
    ...(logged.filter((event) => event === 'right.refused').length > lines
      ? []
      : [`${role} afterwards: no line in the log`]),
  ];
}

/** One deed of each role; the notice of the refusal, or nothing where it was done. */
async function deedOf(ports: Ports, role: Role): Promise<Notice | undefined> {
  const request = { tenant: tenantOf, person, connection };
  const cycle = (await readConnection(ports, tenantOf, connection))?.cycle.value.id;
  if (cycle === undefined) return undefined;
  switch (role) {
    case 'view':
      return refuse(ports, { ...request, deed: 'status' });
    case 'claim':
      return (await claim(ports, { ...request, cycle, until: undefined })).notice;
    case 'submit': {
      const opened = await openTokenDialog(ports, request);
      return opened.ok ? undefined : opened.failure;
    }
    case 'approve':
      return agree(ports);
    case 'configure': {
      const opened = await openReminderSettings(ports, request);
      return opened.ok ? undefined : opened.failure;
    }
  }
}

const refusals = ({ memory }: Town, by: string): readonly Decision[] =>
  memory
    .list(tenantOf, 'trail')
    .flatMap(({ value: { entry } }) => (entry.kind === 'decision' ? [entry] : []))
    .filter(({ outcome, rule, by: whose }) => outcome === 'refused' && whose === by && rules.includes(rule));

/** Refusals for want of a right. */
const rules: readonly Decision['rule'][] = ['role', 'guest'];
