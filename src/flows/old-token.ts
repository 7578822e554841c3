import type { Notice } from '../domain/answer.ts';
import type { Moment } from '../domain/calendar.ts';
import type { ConnectionId, CycleId, Person, TenantId } from '../domain/ids.ts';
import type { JobHealth } from '../domain/job.ts';
import { findingOf } from '../domain/job-finding.ts';
import type { SlotAnswer } from '../domain/noticed.ts';
import { adviceOf, provenBy } from '../domain/slots.ts';
import { askNow, countHealthy, type OldToken, type Watch } from '../domain/watch.ts';
import type { Ports } from '../ports/ports.ts';
import { absent, type Put, type Write } from '../ports/store.ts';
import { refuse } from './permission.ts';
import { putWatch, slotFacts, tellNoticed, watchOf } from './watch-documents.ts';
import { change, putCycle, readWatched, recordAct, type Watched } from './watched.ts';

interface Asked {
  readonly oldTokens: readonly OldToken[];
  readonly writes: readonly Write[];
  readonly messages: readonly Put<'message'>[];
}

/** Counts the healthy cycles of a proven token, and asks when it is time what became of the one that it replaced. */
export async function noticeOldToken(
  ports: Pick<Ports, 'store' | 'clock'>,
  watched: Watched,
  watch: Watch,
  health: JobHealth,
  now: Moment,
): Promise<Asked> {
  const asNow = { oldTokens: watch.oldTokens, writes: [], messages: [] };
  const connection = watched.connection.value;
  const newest = watch.oldTokens.at(-1);
  const isDone =
    newest?.answer !== undefined || newest?.asked.some(({ ask }) => ask === 'next-year') === true;
  // Without a token of Scimitar's own there is nothing to replace, and without another one nothing new to ask.
  if (connection.fingerprint === undefined || (isDone && newest.following === connection.cycle)) return asNow;
  const facts = await slotFacts(ports, connection, watch);
  const used = provenBy(facts.rotations, facts.inUse);
  if (used === undefined) return asNow;
  const known = watch.oldTokens.find(({ rotation }) => rotation === used.id) ?? {
    rotation: used.id,
    cycle: used.cycle,
    following: connection.cycle,
    healthy: 0,
    newest: used.proof.began,
    asked: [],
  };
  const counted = countHealthy(known, health, now);
  const { kind } = findingOf(health, now);
  const isHealthy = kind === 'well' || kind === 'entry-errors';
  const advice = adviceOf(facts, { healthyCycles: counted.healthy, isHealthy }, counted.asked.length > 0);
  const open = watched.cycle.value;
  const nextYearBegan = open.id !== counted.cycle && open.rungs.some(({ state }) => state === 'sent');
  const ask = askNow(counted, advice, nextYearBegan, now);
  const others = watch.oldTokens.filter(({ rotation }) => rotation !== used.id);
  if (ask === undefined || advice.do === 'nothing') return { ...asNow, oldTokens: [...others, counted] };
  const there =
    ask === 'next-year'
      ? watched
      : ((await readWatched(ports, {
          tenant: open.tenant,
          connection: open.connection,
          cycle: counted.cycle,
        })) ?? watched);
  const { revoke, keep, rotation } = advice;
  const { writes, message } = tellNoticed(
    there,
    { what: 'old-token', ask, rotation, revoke, keep },
    { kind: 'old-token-asked', ask },
    now,
  );
  const asked = [...counted.asked, { ask, at: now }];
  return { oldTokens: [...others, { ...counted, asked }], writes, messages: [message] };
}

export interface AnswerRequest {
  readonly tenant: TenantId;
  readonly person: Person;
  readonly connection: ConnectionId;
  /** The cycle in whose thread the button stands. */
  readonly cycle: CycleId;
  readonly answer: SlotAnswer;
}

/** A pressed button of the question. The first answer counts; it is written down with the name. */
export async function answerOldToken(
  ports: Pick<Ports, 'store' | 'clock' | 'rights' | 'trail' | 'log'>,
  { answer, person, ...request }: AnswerRequest,
): Promise<{ readonly notice: Notice; readonly changed: boolean }> {
  const refusal = await refuse(ports, { ...request, person, deed: `old-token-${answer}` });
  if (refusal !== undefined) return unchanged(refusal);
  let outcome = unchanged({ kind: 'stale-button' });
  await change(ports, request, async (watched) => {
    const now = ports.clock();
    const stored = await watchOf(ports, watched.connection.value, now);
    const asked = stored.value.oldTokens.find(
      ({ cycle, following }) => cycle === request.cycle || following === request.cycle,
    );
    if (stored.version === absent || asked === undefined || asked.asked.length === 0) {
      outcome = unchanged({ kind: 'stale-button' });
      return undefined;
    }
    if (asked.answer !== undefined) {
      outcome = unchanged({ kind: 'already-done', connection: watched.connection.value });
      return undefined;
    }
    const answered: OldToken = { ...asked, answer: { answer, by: person, at: now } };
    const oldTokens = stored.value.oldTokens.map((one) => (one === asked ? answered : one));
    const { cycle, line } = recordAct(watched.cycle.value, { kind: 'old-token', by: person, answer }, now);
    outcome = { notice: { kind: 'done' }, changed: true };
    const writes: readonly [Write, ...Write[]] = [
      putWatch(stored, { ...stored.value, oldTokens }),
      putCycle(watched, cycle, now),
      line,
    ];
    return writes;
  });
  return outcome;
}

const unchanged = (notice: Notice): { notice: Notice; changed: boolean } => ({ notice, changed: false });
