import type { Notice } from '../../../src/domain/answer.ts';
import { claimFailures } from '../../../src/domain/claim.ts';
import {
  assertionFailures,
  assertionRefused,
  signInNeeded,
  teamsCouldNot,
} from '../../../src/domain/sign-in.ts';
import { upstreamKinds } from '../../../src/domain/upstream.ts';
import { roles, type Role } from '../../../src/domain/roles.ts';
import { approvalNotices } from './approval-samples.ts';
import { freezeNotices } from './freeze-notices.ts';
import { many, now, promised, zone, type World } from './world.ts';

const signInFailures = [
  ...assertionFailures.map(assertionRefused),
  teamsCouldNot('resourcematchfailed'),
  signInNeeded,
  ...['AADSTS65001', 'AADSTS50076', 'AADSTS7000215'].map((code) => ({ ...signInNeeded, code })),
];

const refusals = (what: Role): readonly (readonly [string, Notice])[] => [
  [`not-allowed, ${what}`, { kind: 'not-allowed', what, ask: [] }],
  [`not-allowed, ${what}, not given`, { kind: 'not-allowed', what, ask: [], nobody: 'not-given' }],
  [`not-allowed, ${what}, gone`, { kind: 'not-allowed', what, ask: [], nobody: 'gone' }],
  [`right-unknown, ${what}`, { kind: 'right-unknown', what }],
];

export function noticeSamples(world: World) {
  const { outside, maya, connection, lines, upstream } = world;
  const samples: Record<string, Notice> = {
    'not-allowed, full': { kind: 'not-allowed', what: 'submit', ask: many(outside.person, 8) },
    ...Object.fromEntries(roles.flatMap(refusals)),
    ...Object.fromEntries(
      (['guest', 'other-tenant', 'anonymous', 'bot'] as const).map((who) => [
        `outsider, ${who}`,
        { kind: 'outsider', who },
      ]),
    ),
    'in-private': { kind: 'in-private' },
    ...Object.fromEntries(
      (['unknown', 'expired', 'other-person', 'other-cycle'] as const).map((problem) => [
        `dialog-problem, ${problem}`,
        { kind: 'dialog-problem', problem },
      ]),
    ),
    busy: { kind: 'busy', by: maya, since: now, zone },
    'testing-now': { kind: 'testing-now', connection, testOnly: false },
    'testing-now, test only': { kind: 'testing-now', connection, testOnly: true },
    'already-submitted': { kind: 'already-submitted', connection },
    'already-watched': { kind: 'already-watched', connection },
    'already-done': { kind: 'already-done', connection },
    looking: { kind: 'looking' },
    'watching-now': { kind: 'watching-now', connection },
    done: { kind: 'done' },
    'stale-button': { kind: 'stale-button' },
    ...Object.fromEntries(
      lines.map((by, index) => [`overtaken ${index}, ${by.act.kind}`, { kind: 'overtaken', by, connection }]),
    ),
    ...Object.fromEntries(
      claimFailures.map((why) => [`claim-problem, ${why}`, { kind: 'claim-problem', why, last: promised }]),
    ),
    'channel-overtaken': { kind: 'channel-overtaken', by: maya, at: now, zone },
    'nobody-has-it': { kind: 'nobody-has-it', connection },
    'settings-saved': { kind: 'settings-saved' },
    'replaced-in-portal': { kind: 'replaced-in-portal', connection, expiresOn: promised },
    ...Object.fromEntries(
      upstreamKinds.map((kind) => [
        `discovery-failed, ${kind}`,
        { kind: 'discovery-failed', upstream: { ...upstream(kind), code: 'unknown' } },
      ]),
    ),
    ...Object.fromEntries(
      signInFailures.map((failure) => [
        `sign-in-failed, ${failure.code}`,
        { kind: 'sign-in-failed', upstream: failure },
      ]),
    ),
    ...freezeNotices(world),
    ...approvalNotices(world, now),
    'unknown-action': { kind: 'unknown-action' },
    'not-recorded': { kind: 'not-recorded' },
    'went-wrong': { kind: 'went-wrong' },
  };
  return samples;
}
