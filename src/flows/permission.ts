import type { Notice } from '../domain/answer.ts';
import { needs, type Guarded } from '../domain/deeds.ts';
import type { ConnectionId, CycleId, Person, PersonId, RotationId, TenantId } from '../domain/ids.ts';
import type { Role } from '../domain/roles.ts';
import type { DecidedAct, Rule } from '../domain/trail.ts';
import type { Right } from '../ports/people.ts';
import type { Ports } from '../ports/ports.ts';
import { decidedBy, recordDecision } from './record-decision.ts';
import { addAct, readConnection, refOf } from './watched.ts';

/** Milliseconds: somebody waits, and is answered within a second whatever Entra does. */
export const rightWithin = 500;

/** Who wants to do what, and to what, as far as that is known. */
export interface Wish {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly deed: Guarded;
  /** As the trail calls it, where that is not the deed. */
  readonly act?: DecidedAct;
  readonly connection?: ConnectionId;
  /** Missing where the connection's present one is meant. */
  readonly cycle?: CycleId;
  readonly rotation?: RotationId;
  readonly channelId?: string;
}

/** `not-written`: it was allowed, and the trail did not take it: that is as good as a no. */
type Decided = Right | { readonly may: 'not-written' };

type DecidePorts = Pick<Ports, 'rights' | 'trail' | 'log'>;
type RefusePorts = Pick<Ports, 'rights' | 'trail' | 'log' | 'store' | 'clock'>;

/**
 * The one place where it is decided whether somebody may do something: every deed comes through here, with the person,
 * the role, and what it is about. Only `yes` is a yes. Either is a row of the audit trail, each no an
 * event of the log as well.
 */
export async function decideRight(
  { rights, trail, log }: DecidePorts,
  { person, deed, act = deed, connection, cycle, rotation, channelId }: Wish,
  within = rightWithin,
): Promise<Decided> {
  const role: Role = needs[deed];
  const right = await rights.may(person.id, role, within);
  const about = {
    ...(connection === undefined ? {} : { connection }),
    ...(cycle === undefined ? {} : { cycle }),
    ...(rotation === undefined ? {} : { rotation }),
  };
  const isWritten = await recordDecision({ trail }, { by: person.id, act, ...decidedBy(right), ...about });
  if (right.may === 'yes') return isWritten ? right : { may: 'not-written' };
  log.warn('right.refused', {
    deed,
    role,
    person: person.id,
    may: right.may,
    connection,
    channel: channelId,
  });
  return right;
}

/** Whether names of connections may be told to somebody who has asked for nothing: no deed, and so no decision. */
export const maySee = async ({ rights }: Pick<Ports, 'rights'>, person: Person): Promise<boolean> =>
  (await rights.may(person.id, 'view', rightWithin)).may === 'yes';

/** Whether nobody at all has a role; undefined when Entra does not tell in time. */
export async function isNobodys(
  { rights }: Pick<Ports, 'rights'>,
  person: Person,
  role: Role,
): Promise<boolean | undefined> {
  const right = await rights.may(person.id, role, rightWithin);
  return right.may === 'unknown' ? undefined : right.may === 'no' && right.nobody !== undefined;
}

/**
 * Nothing when the person may; otherwise what the person alone is told. That somebody was refused is a line of the
 * cycle, where one is concerned; that Entra did not answer says nothing about a person and is none.
 */
export async function refuse(ports: RefusePorts, wish: Wish): Promise<Notice | undefined> {
  return toldOf(ports, wish, await decideRight(ports, wish));
}

/**
 * The same for a filled token dialog. An Entra that is slow does not send anybody away who has just pasted a token:
 * the attempt itself asks again, for longer, before it does anything.
 */
export async function refuseSubmit(
  ports: RefusePorts,
  wish: Omit<Wish, 'deed'>,
): Promise<Notice | undefined> {
  const asked: Wish = { ...wish, deed: 'enter-token', act: 'submit' };
  const right = await decideRight(ports, asked);
  return right.may === 'unknown' ? undefined : toldOf(ports, asked, right);
}

/** Writes down that a rule other than a role refused somebody. */
export const refuseBy = (
  { trail }: Pick<Ports, 'trail'>,
  { by, deed, connection, cycle }: Refused,
  rule: Rule,
): Promise<boolean> =>
  recordDecision(
    { trail },
    {
      by,
      act: deed,
      outcome: 'refused',
      rule,
      ...(connection === undefined ? {} : { connection }),
      ...(cycle === undefined ? {} : { cycle }),
    },
  );

/** Who was refused what. */
interface Refused {
  readonly by: PersonId;
  readonly deed: Guarded;
  readonly connection?: ConnectionId | undefined;
  readonly cycle?: CycleId | undefined;
}

async function toldOf(ports: RefusePorts, wish: Wish, right: Decided): Promise<Notice | undefined> {
  const what = needs[wish.deed];
  if (right.may === 'yes') return undefined;
  if (right.may === 'not-written') return { kind: 'not-recorded' };
  if (right.may === 'unknown') return { kind: 'right-unknown', what };
  await noteRefusal(ports, wish, what);
  if (right.outsider !== undefined) return { kind: 'outsider', who: right.outsider };
  return { kind: 'not-allowed', what, ask: right.ask, ...(right.nobody && { nobody: right.nobody }) };
}

async function noteRefusal(ports: RefusePorts, wish: Wish, what: Role): Promise<void> {
  const { tenant, connection, cycle, person } = wish;
  if (connection === undefined) return;
  const open = cycle === undefined ? await readConnection(ports, tenant, connection) : undefined;
  const ref = cycle === undefined ? open && refOf(open.cycle.value) : { tenant, connection, cycle };
  if (ref !== undefined) await addAct(ports, ref, { kind: 'refused', by: person, what });
}
