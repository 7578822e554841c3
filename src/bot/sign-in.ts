import type { TurnContext } from 'botbuilder';
import type { Person } from '../domain/ids.ts';
import { ok, type Result } from '../domain/result.ts';
import { teamsCouldNot } from '../domain/sign-in.ts';
import type { UpstreamFailure } from '../domain/upstream.ts';
import { askToSignIn } from '../flows/sign-in.ts';
import type { Ports } from '../ports/ports.ts';
import type { BotDeps } from './bot.ts';
import { incoming, takeExchange, teamsFailureCode, type Incoming } from './incoming.ts';
import { placeOf } from './place.ts';
import { respond, say } from './respond.ts';

/**
 * signin/tokenExchange: Teams hands over a person's token. It leaves the activity before anything else is looked at.
 * 412 tells Teams that it was no use, and Teams then shows its sign-in card.
 */
export async function onTokenExchange({ ports }: BotDeps, context: TurnContext): Promise<void> {
  const { assertion, id, connectionName } = takeExchange(context.activity);
  const { person } = incoming(context.activity);
  if (ports.signIns === undefined || person === undefined) {
    assertion.forget();
    return respond(context, undefined);
  }
  const taken = await ports.signIns.take(person.id, assertion);
  assertion.forget();
  if (taken.ok) {
    ports.log.info('sign-in.taken', { person: person.id });
    return respond(context, undefined);
  }
  const upstream = taken.failure;
  ports.log.warn('sign-in.refused', { person: person.id, why: upstream.code });
  await respond(context, { id, connectionName, failureDetail: upstream.code }, 412);
  await say(context, { kind: 'sign-in-failed', upstream });
}

/** signin/failure: Teams itself could not get a token for the person. */
export async function onSignInFailure({ ports }: BotDeps, context: TurnContext): Promise<void> {
  const { person } = incoming(context.activity);
  const upstream = teamsCouldNot(teamsFailureCode(context.activity));
  ports.log.warn('sign-in.failed-in-teams', { person: person?.id, why: upstream.code });
  await respond(context, undefined);
  if (ports.signIns === undefined || person === undefined) return;
  ports.signIns.couldNot(person.id, upstream);
  await say(context, { kind: 'sign-in-failed', upstream });
}

/** How long work after a turn waits for a sign-in that Teams mostly does in a second or two. */
const signInWithin = 20_000;

/**
 * Ports in whose provisioning the person is the one who asks, signed in first if need be; with application rights just
 * the ports.
 */
export async function inTheNameOf(
  deps: BotDeps,
  from: Incoming,
  { id }: Person,
): Promise<Result<Ports, UpstreamFailure>> {
  const { ports } = deps;
  if (ports.signIns === undefined) return ok(ports);
  const place = await placeOf(deps, from);
  await askToSignIn(ports, id, place, from.scope === 'personal' ? from.conversation : undefined);
  const provisioning = await ports.signIns.provisioningSoon(id, signInWithin);
  return provisioning.ok ? ok({ ...ports, provisioning: provisioning.value }) : provisioning;
}

/** The same for somebody who waits for an answer: without a sign-in it is the application who asks. */
export function asSignedIn({ ports }: BotDeps, { id }: Person): Ports {
  const provisioning = ports.signIns?.provisioningFor(id);
  return provisioning === undefined ? ports : { ...ports, provisioning };
}
