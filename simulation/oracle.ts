import { Awake } from './awake.ts';
import type { History } from './history.ts';
import { judgeDoubles, rungOf } from './oracle-doubles.ts';
import { judgeRungs, type Spoken } from './oracle-rungs.ts';
import { segmentsOf } from './segments.ts';
import type { Finding } from './verdict.ts';

/**
 * Says what is wrong with what a world was told, by docs/reminders.md and by what really happened: who was awake, what
 * people did, what Teams refused.
 */
export function judge(history: History): readonly Finding[] {
  const awake = new Awake(history);
  const { world } = history;
  const spoken = spokenIn(history);
  const cycles = groupBy(history.cycles, ({ id }) => id);
  const connections = groupBy(history.connections, ({ value }) => value.id);
  const findings: Finding[] = [];
  for (const [id, records] of cycles) {
    const [first] = records;
    if (first === undefined) continue;
    const of = connections.get(first.connection) ?? [];
    const isWatched = first.openedAt - (of[0]?.at ?? 0) < 60_000;
    findings.push(
      ...judgeRungs(
        {
          connection: first.connection,
          segments: segmentsOf(records, of, history.end),
          spoken: spoken.get(id) ?? [],
          askedAt: isWatched ? first.at : undefined,
          restoredAt: world.restore?.at,
          isShared: world.instances.length > 1,
        },
        awake,
      ),
    );
  }
  findings.push(...judgeDoubles(history, awake), ...judgeBursts(history));
  for (const stale of history.staleCards) findings.push(plain('stale', stale));
  for (const failure of history.failures) findings.push(plain('failed', failure));
  return findings;
}

const plain = (wrong: 'stale' | 'failed', text: string): Finding => ({
  wrong,
  at: Date.parse(text.slice(0, 24)),
  about: '',
  explanation: text.slice(25),
});

function spokenIn({ messages }: History): ReadonlyMap<string, readonly Spoken[]> {
  const spoken = messages.flatMap(({ said, key, postedAt, postedBy }) => {
    const rung = key === undefined ? undefined : rungOf(said, key);
    if (rung === undefined || !('cycle' in said)) return [];
    const { id, expiresOn } = said.cycle;
    return [{ cycle: id, expiresOn, rung, at: postedAt, look: postedBy.look, skew: postedBy.skew }];
  });
  return groupBy(spoken, ({ cycle }) => cycle);
}

/** Two rungs of one connection in one look. */
function judgeBursts({ messages }: History): readonly Finding[] {
  const findings: Finding[] = [];
  const last = new Map<string, { readonly look: number; readonly rung: number }>();
  for (const { said, key, postedAt, postedBy } of messages) {
    const rung = key === undefined ? undefined : rungOf(said, key);
    if (rung === undefined || !('connection' in said)) continue;
    const before = last.get(said.connection.id);
    last.set(said.connection.id, { look: postedBy.look, rung });
    if (before?.look === postedBy.look && before.rung !== rung)
      findings.push({
        wrong: 'burst',
        at: postedAt,
        about: `${said.connection.id} rungs ${before.rung} and ${rung}`,
        explanation: 'both came in one look',
      });
  }
  return findings;
}

function groupBy<K, V>(all: readonly V[], by: (one: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const one of all) {
    const there = groups.get(by(one));
    if (there === undefined) groups.set(by(one), [one]);
    else there.push(one);
  }
  return groups;
}
