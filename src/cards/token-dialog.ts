import type { DialogView } from '../domain/dialog-view.ts';
import { addDays, longDate, parseCalendarDate } from '../domain/calendar.ts';
import { furthestExpiryDays } from '../domain/expiry.ts';
import { profileOf } from '../domain/profiles/all.ts';
import { layout, texts, type Card, type Fact, type Text, type Layout } from './card.ts';
import { expiryProblemWords, tokenProblemWords } from './form-words.ts';
import { marked } from './form.ts';
import { makingSteps, slotRule } from './making-words.ts';
import { bare, plain } from './plain.ts';
import { signInProblemWords, signInUnderWay } from './sign-in.ts';
import json from './token-dialog.json' with { type: 'json' };

interface TokenDialog {
  readonly name: string;
  readonly spoken: string;
  readonly steps: readonly Fact[];
  readonly slotRule: string;
  readonly portalName: string;
  readonly signIn: readonly Text[];
  readonly signInProblems: readonly Text[];
  readonly tokenProblems: readonly Text[];
  readonly expiresOn: string;
  readonly earliest: string;
  readonly latest: string;
  readonly earliestWords: string;
  readonly latestWords: string;
  readonly expiryProblems: readonly Text[];
  readonly testOnly: 'true' | 'false';
  readonly dialog: string;
  readonly connection: string;
  readonly cycle: string;
}

const fill: Layout<TokenDialog> = layout(json);

/** The private dialog. The token's field is always empty: nothing that was pasted comes back. */
export function tokenDialog(view: Extract<DialogView, { kind: 'enter-token' }>): Card {
  const { connection, today } = view;
  const profile = profileOf(connection.profile);
  const latest = addDays(today, furthestExpiryDays);
  const expiryProblems = view.problems.flatMap((problem) =>
    problem.field === 'expiry' ? [expiryProblemWords(problem.why, profile)] : [],
  );
  const tokenProblems = view.problems.flatMap((problem) =>
    problem.field === 'token' ? [tokenProblemWords(problem.why, profile)] : [],
  );
  const signInProblems = view.problems.flatMap((problem) =>
    problem.field === 'sign-in' ? [signInProblemWords(problem.upstream)] : [],
  );
  // A form with another problem alone: the token in it was thrown away as well.
  const pasteAgain =
    tokenProblems.length === 0 && expiryProblems.length + signInProblems.length > 0
      ? ['The token was not kept. Paste it once more.']
      : [];
  return fill({
    name: plain(connection.name),
    spoken: `Enter the new token for ${bare(connection.name)}`,
    steps: makingSteps(profile, today),
    slotRule: slotRule(profile),
    portalName: profile.portal.name,
    signIn: texts(view.signIn === undefined || signInProblems.length > 0 ? [] : [signInUnderWay]),
    signInProblems: texts(signInProblems.map(marked)),
    tokenProblems: texts([...tokenProblems, ...pasteAgain].map(marked)),
    expiresOn: parseCalendarDate(view.expiresOn).ok ? view.expiresOn : '',
    earliest: today,
    latest,
    earliestWords: longDate(today),
    latestWords: longDate(latest),
    expiryProblems: texts(expiryProblems.map(marked)),
    testOnly: view.testOnly ? 'true' : 'false',
    dialog: view.dialog,
    connection: connection.id,
    cycle: view.cycle,
  });
}
