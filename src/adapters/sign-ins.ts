import type { Conversation } from '../domain/connection.ts';
import type { PersonId } from '../domain/ids.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import type { Secret } from '../domain/secret.ts';
import { assertionRefused, signInNeeded, type AssertionFailure } from '../domain/sign-in.ts';
import type { UpstreamFailure } from '../domain/upstream.ts';
import type { NotSent } from '../ports/channel.ts';
import type { SignIns } from '../ports/people.ts';
import type { Provisioning } from '../ports/provisioning.ts';
import { accessTokens, type Credential } from './access-token.ts';
import type { Graph } from './graph/client.ts';
import { signInCode, understandSilence } from './graph/errors.ts';
import { graphProvisioning } from './graph/provisioning.ts';

export interface SignInsOptions {
  /** Gives the moment at which the assertion ends, epoch milliseconds. */
  readonly check: (person: PersonId, assertion: Secret) => Promise<Result<number, AssertionFailure>>;
  /** The one permission that is used in people's names. */
  readonly scope: string;
  /** Signs in to Graph on behalf of whoever the assertion names. */
  readonly credentialFor: (assertion: Secret) => Credential;
  readonly graph: (accessToken: () => Promise<string>) => Graph;
  /** Sends the sign-in card. */
  readonly ask: (chat: Conversation) => Promise<Result<void, NotSent>>;
  /** Graph with the application's own permissions, which reads the directory in every mode. */
  readonly directory: Graph;
  /** Reads the health of a job in every mode. */
  readonly health: Provisioning['health'];
  /** Ends early, and fails, when the signal says so. */
  readonly pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Epoch milliseconds in which assertions and access tokens live. */
  readonly machineTime: () => number;
}

interface SignedIn {
  readonly provisioning: Provisioning;
  readonly endsAt: number;
}

/**
 * Sign-ins of people, in memory only: each is bound to one person and gone when its attempt has ended, when the
 * assertion runs out, or with the process. The assertion itself is kept inside the credential and nowhere else.
 */
export function signIns({
  check,
  scope,
  credentialFor,
  graph,
  ask,
  directory,
  health,
  pause,
  machineTime,
}: SignInsOptions): SignIns {
  const held = new Map<PersonId, SignedIn>();
  const failures = new Map<PersonId, UpstreamFailure>();
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const go of waiting) go();
  };
  const current = (person: PersonId): SignedIn | undefined => {
    for (const [who, { endsAt }] of held) if (endsAt <= machineTime()) held.delete(who);
    return held.get(person);
  };

  const signIn = async (person: PersonId, assertion: Secret): Promise<Result<SignedIn, UpstreamFailure>> => {
    const checked = await check(person, assertion);
    if (!checked.ok) return failed(assertionRefused(checked.failure));
    const accessToken = accessTokens(credentialFor(assertion), scope, machineTime);
    const tried = await tryOut(accessToken);
    if (!tried.ok) return tried;
    const provisioning = graphProvisioning(inTheName(graph(accessToken), directory), pause);
    const save: Provisioning['save'] = async (...saved) => {
      const still = await tryOut(accessToken);
      return still.ok ? provisioning.save(...saved) : failed({ ...still.failure, sent: false });
    };
    return ok({ provisioning: { ...provisioning, save, health }, endsAt: checked.value });
  };

  return {
    ask(person, chat) {
      failures.delete(person);
      return ask(chat);
    },
    holds: (person) => current(person) !== undefined,

    async take(person, assertion) {
      const signedIn = await signIn(person, assertion);
      assertion.forget();
      if (signedIn.ok) {
        held.set(person, signedIn.value);
        failures.delete(person);
      } else failures.set(person, signedIn.failure);
      wake();
      return signedIn.ok ? ok(undefined) : signedIn;
    },

    provisioningFor: (person) => current(person)?.provisioning,
    async provisioningSoon(person, withinMilliseconds) {
      const until = machineTime() + withinMilliseconds;
      while (current(person) === undefined && !failures.has(person) && machineTime() < until) {
        const woken = new Promise<void>((resolve) => waiting.add(resolve));
        const early = new AbortController();
        const over = pause(Math.max(1, until - machineTime()), early.signal).catch(() => undefined);
        await Promise.race([woken, over]);
        // A timer that went on would hold a process that has nothing else to do.
        early.abort();
        waiting.clear();
      }
      const provisioning = current(person)?.provisioning;
      return provisioning === undefined ? failed(failures.get(person) ?? signInNeeded) : ok(provisioning);
    },
    failureOf: (person) => failures.get(person),
    couldNot(person, why) {
      failures.set(person, why);
      wake();
    },
    forget: (person) => void held.delete(person),
  };
}

/** A missing consent, a second factor or an expired assertion shows here, before anybody has typed a token in vain. */
async function tryOut(accessToken: () => Promise<string>): Promise<Result<void, UpstreamFailure>> {
  try {
    await accessToken();
    return ok(undefined);
  } catch (error) {
    return failed({ ...signInFailure(error), onBehalf: true });
  }
}

function signInFailure(error: unknown): UpstreamFailure {
  const code = error instanceof Error ? signInCode(error.message) : undefined;
  if (code === undefined) return understandSilence(error).failure;
  return { kind: 'not-permitted', status: 0, code, text: `Entra did not sign the person in (${code}).` };
}

/**
 * What is about provisioning is asked in somebody's name, and its failures say so: what helps is then something else.
 * The list and the names of applications are read as the application, so that nobody needs a second consent.
 */
function inTheName(graph: Graph, directory: Graph): Graph {
  return async (call) => {
    if (!/\/synchronization\/|^\/\$batch$/.test(call.path)) return directory(call);
    const answer = await graph(call);
    return answer.ok ? answer : failed({ ...answer.failure, onBehalf: true });
  };
}

/**
 * What Scimitar itself does in delegated mode: it reads what `Synchronization.Read.All` shows, which the settings are not
 * among, and whatever needs a person waits for one.
 */
export function readingOnly(own: Provisioning): Provisioning {
  const needsPerson = () => Promise.resolve(failed(signInNeeded));
  const orPerson = async <T>(reading: Promise<Result<T, UpstreamFailure>>): typeof reading => {
    const answer = await reading;
    return !answer.ok && answer.failure.kind === 'not-permitted' ? failed(signInNeeded) : answer;
  };
  return {
    discover: () => orPerson(own.discover()),
    find: (id) => orPerson(own.find(id)),
    health: (...asked) => own.health(...asked),
    healthOfAll: (addresses) => own.healthOfAll(addresses),
    settings: needsPerson,
    snapshot: needsPerson,
    test: needsPerson,
    save: needsPerson,
    checkSaved: needsPerson,
    start: needsPerson,
  };
}
