import type { Announcement } from '../../../src/domain/announcement.ts';
import type { Applied, RefusalReason, Refused, Stage } from '../../../src/domain/rotation.ts';
import { advices } from '../../../src/domain/settings.ts';
import { upstreamKinds, type UpstreamFailure } from '../../../src/domain/upstream.ts';
import { approvalObstacles } from './approval-samples.ts';
import { now, type World } from './world.ts';

/** The replies of one attempt. */
export function rotationSamples({ connection, attempt, lastCycle, upstream, quarantined, freeze }: World) {
  const applied: Applied = {
    ...attempt,
    state: 'applied',
    savedAt: now,
    startedJob: false,
    lookAgainAt: now,
    overdue: false,
  };
  const refused = (stage: Stage, why: RefusalReason, failure?: UpstreamFailure) =>
    ({
      kind: 'refused',
      connection,
      rotation: {
        ...attempt,
        state: 'refused',
        stage,
        why,
        ...(failure === undefined ? {} : { upstream: failure }),
      } satisfies Refused,
    }) as const;
  const samples: Record<string, Announcement> = {
    'applied, full': {
      kind: 'applied',
      connection,
      rotation: { ...applied, startedJob: true },
      advice: advices,
    },
    'applied, bare': { kind: 'applied', connection, rotation: applied },
    'applied, by the log': {
      kind: 'applied',
      connection,
      rotation: { ...applied, confirmedBy: 'audit-log' },
    },
    'proven, full': {
      kind: 'proven',
      connection,
      rotation: {
        ...attempt,
        state: 'proven',
        savedAt: now,
        proof: { ...lastCycle, outcome: 'entry-errors', exported: 12, escrowed: 3 },
      },
    },
    'proven, bare': {
      kind: 'proven',
      connection,
      rotation: { ...attempt, state: 'proven', savedAt: now, proof: { ...lastCycle, exported: 0 } },
    },
    'not-proven, full': { kind: 'not-proven', connection, rotation: applied, health: quarantined },
    'not-proven, bare': { kind: 'not-proven', connection, rotation: applied, health: 'unknown' },
    'regressed, full': {
      kind: 'regressed',
      connection,
      rotation: { ...attempt, state: 'proven', savedAt: now, proof: lastCycle, regressedAt: now },
      health: quarantined,
    },
    'regressed, paused': {
      kind: 'regressed',
      connection,
      rotation: { ...attempt, state: 'proven', savedAt: now, proof: lastCycle, regressedAt: now },
      health: { state: 'paused', lastCycle },
    },
    'regressed, bare': {
      kind: 'regressed',
      connection,
      rotation: { ...attempt, state: 'proven', savedAt: now, proof: lastCycle, regressedAt: now },
      health: 'unknown',
    },
    'tested-only': { kind: 'tested-only', connection, rotation: { ...attempt, state: 'tested-only' } },
    ...Object.fromEntries(
      upstreamKinds.map((kind) => [`refused, ${kind}`, refused('testing', 'upstream', upstream(kind))]),
    ),
    'refused, not sent': refused('saving', 'upstream', { ...upstream('settings'), sent: false }),
    'refused, saving': refused('saving', 'upstream', upstream('unreachable')),
    'refused, checking': refused('checking', 'upstream', upstream('cannot-tell')),
    'refused, checking, by the log': {
      kind: 'refused',
      connection,
      rotation: { ...refused('checking', 'bug').rotation, confirmedBy: 'audit-log' },
    },
    'saved late': { kind: 'saved-late', connection, rotation: refused('saving', 'bug').rotation },
    'refused, bare': refused('testing', 'upstream', {
      kind: 'unreachable',
      status: 0,
      code: 'unknown',
      text: '',
    }),
    'refused, nothing known': refused('testing', 'upstream'),
    'refused, not allowed': refused('testing', 'not-allowed'),
    'refused, right unknown': refused('testing', 'right-unknown'),
    'refused, frozen': {
      kind: 'refused',
      connection,
      rotation: { ...refused('testing', 'frozen').rotation, freeze },
    },
    ...Object.fromEntries(
      approvalObstacles.map((obstacle) => [
        `refused, not approved, ${obstacle}`,
        {
          kind: 'refused',
          connection,
          rotation: { ...refused('testing', 'not-approved').rotation, obstacle },
        },
      ]),
    ),
    'refused, bug': refused('saving', 'bug'),
    ...Object.fromEntries(
      (['testing', 'saving'] as const).map((stage) => [
        `interrupted, ${stage}`,
        { kind: 'interrupted', connection, rotation: { ...attempt, state: 'interrupted', stage } },
      ]),
    ),
  };
  return samples;
}
