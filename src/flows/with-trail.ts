import { connectionId } from '../domain/ids.ts';
import { failed, type Result } from '../domain/result.ts';
import { itself, type Cause, type Effect, type Outcome } from '../domain/trail.ts';
import { notWrittenDown, type UpstreamFailure } from '../domain/upstream.ts';
import type { SignIns } from '../ports/people.ts';
import type { Ports } from '../ports/ports.ts';
import type { Provisioning } from '../ports/provisioning.ts';
import type { Trail } from '../ports/trail.ts';
import { channelWithTrail } from './channel-with-trail.ts';
import { writtenDown } from './written-down.ts';

/**
 * The ports with everything that has an effect outside behind the audit trail: written down before, and what became of
 * it after. What cannot be written down is not done. Whoever puts ports together does it through this.
 */
export function withTrail(ports: Omit<Ports, 'trail'>, trail: Trail): Ports {
  const { signIns } = ports;
  return {
    ...ports,
    trail,
    provisioning: provisioningWithTrail(ports.provisioning, trail),
    channel: channelWithTrail(ports.channel, trail),
    ...(signIns === undefined ? {} : { signIns: signInsWithTrail(signIns, trail) }),
  };
}

function provisioningWithTrail(real: Provisioning, trail: Trail): Provisioning {
  const recorded = <T>(
    effect: Effect,
    { servicePrincipal }: { readonly servicePrincipal: string },
    cause: Cause = itself,
    act: () => Promise<Result<T, UpstreamFailure>>,
  ): Promise<Result<T, UpstreamFailure>> =>
    writtenDown<Result<T, UpstreamFailure>>(
      trail,
      { ...cause, effect, connection: connectionId(servicePrincipal) },
      { act, refuse: () => failed(notWrittenDown), outcome: outcomeOf },
    );
  return {
    ...real,
    test: (connection, token, cause) =>
      recorded('test', connection, cause, () => real.test(connection, token)),
    save: (connection, token, before, cause) =>
      recorded('save', connection, cause, () => real.save(connection, token, before)),
    checkSaved: (address, echoed, cause) =>
      recorded('check-saved', address, cause, () => real.checkSaved(address, echoed)),
    start: (address, cause) => recorded('start', address, cause, () => real.start(address)),
  };
}

/** What is done in people's names is written down like anything else. */
function signInsWithTrail(real: SignIns, trail: Trail): SignIns {
  return {
    ask: (person, chat) =>
      writtenDown<Awaited<ReturnType<SignIns['ask']>>>(
        trail,
        { by: person, effect: 'ask-sign-in', conversation: chat.conversationId },
        {
          act: () => real.ask(person, chat),
          refuse: () => failed({ why: 'try-later' }),
          outcome: (asked) =>
            asked.ok
              ? { outcome: 'done' }
              : { outcome: asked.failure.why === 'unsure' ? 'unknown' : 'failed', why: asked.failure.why },
        },
      ),
    holds: (person) => real.holds(person),
    take: (person, assertion) => real.take(person, assertion),
    provisioningFor(person) {
      const theirs = real.provisioningFor(person);
      return theirs && provisioningWithTrail(theirs, trail);
    },
    async provisioningSoon(person, withinMilliseconds) {
      const theirs = await real.provisioningSoon(person, withinMilliseconds);
      return theirs.ok ? { ok: true, value: provisioningWithTrail(theirs.value, trail) } : theirs;
    },
    failureOf: (person) => real.failureOf(person),
    couldNot: (person, why) => {
      real.couldNot(person, why);
    },
    forget: (person) => {
      real.forget(person);
    },
  };
}

/** An answer of the 400s is a no, and anything else that is no success tells nothing. */
function outcomeOf(answer: Result<unknown, UpstreamFailure>): Outcome {
  if (answer.ok) return { outcome: 'done' };
  const { kind, status, sent } = answer.failure;
  const isNo = status >= 400 && status < 500;
  return { outcome: sent === false ? 'not-sent' : isNo ? 'failed' : 'unknown', why: kind, status };
}
