import type { Link } from './profile.ts';
import type { UpstreamFailure, UpstreamKind } from './upstream.ts';

/** What something means, and what a person can do about it. Each one to three sentences. */
export interface Help {
  readonly cause: string;
  readonly nextStep: string;
}

/** Names that the sentences need: the service, its portal, and the vendor's other services. */
export interface Names {
  readonly service: string;
  readonly portal: string;
  /** The tenant URLs that may be meant, in words. */
  readonly tenantUrl: string;
  readonly others: readonly string[];
  /** What to do once more, as the end of a sentence. */
  readonly again: string;
}

/** Where to click: the service's own path to a token, or one of Entra's. */
export const clickPathNames = [
  'token',
  'credentials',
  'start',
  'notification',
  'mappings',
  'scope',
  'logs',
] as const;
export type ClickPathName = (typeof clickPathNames)[number];

/** One entry of the help catalogue. */
export interface Topic {
  /** What is typed behind `help`: lower case, words joined by hyphens. */
  readonly id: string;
  /** What one sees, as a sentence. Exact words of a screen or an error stand in quotes. */
  readonly sees: string;
  /** Further words that lead here, codes included. */
  readonly words: readonly string[];
  /** Failures that this entry explains; one of them has to match. */
  readonly answers?: readonly AnswerPattern[];
  readonly help: (names: Names) => Help;
  readonly path?: ClickPathName;
  /** The vendor's own page on it. */
  readonly links: readonly Link[];
}

/** All that is named has to match. */
export interface AnswerPattern {
  readonly kinds?: readonly UpstreamKind[];
  readonly code?: RegExp;
  readonly text?: RegExp;
  /** HTTP statuses from here to there. */
  readonly status?: readonly [from: number, to: number];
  readonly scim?: readonly number[];
  /** Only where Graph was asked in somebody's name. */
  readonly onBehalf?: true;
}

export const explains = ({ answers = [] }: Topic, failure: UpstreamFailure): boolean =>
  answers.some(
    ({ kinds, code, text, status, scim, onBehalf }) =>
      (onBehalf === undefined || failure.onBehalf === true) &&
      (kinds === undefined || kinds.includes(failure.kind)) &&
      (code === undefined || code.test(failure.code)) &&
      (text === undefined || text.test(failure.text)) &&
      (status === undefined || (status[0] <= failure.status && failure.status <= status[1])) &&
      (scim === undefined || (failure.scim !== undefined && scim.includes(failure.scim))),
  );
