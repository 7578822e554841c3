import type { Act } from '../domain/act.ts';
import { approvalEnds, type ApprovalPolicy } from '../domain/approval.ts';
import { clockTime, type TimeZone } from '../domain/calendar.ts';
import type { Cycle } from '../domain/cycle.ts';
import type { Fact } from './card.ts';
import { plain } from './plain.ts';
import { dayAndTime } from './time-words.ts';

/** Behind "A second person has to agree". */
export const policyWords: Readonly<Record<ApprovalPolicy, string>> = {
  none: 'never',
  'outside-hours': 'outside of the working hours of the channel',
  'second-person': 'always',
};

type ApprovalAct = Extract<
  Act,
  { kind: 'approval-asked' | 'approved' | 'declined' | 'approval-over' | 'four-eyes' }
>;

/** One act about a second person, without its time and full stop. */
export function approvalActWords(act: ApprovalAct, zone: TimeZone, harmless: typeof plain): string {
  const who = ({ name }: { readonly name: string }): string => harmless(name, 60);
  switch (act.kind) {
    case 'approval-asked':
      return `${who(act.by)} asked for a second person, to enter a token`;
    case 'approved':
      return `${who(act.by)} agreed that ${who(act.from)} enters a token, until ${clockTime(act.until, zone)}`;
    case 'declined':
      return act.agreed
        ? `${who(act.by)} took back the agreement for a token of ${who(act.from)}`
        : `${who(act.by)} did not agree that ${who(act.from)} enters a token`;
    case 'approval-over':
      return act.agreed
        ? `The agreement for a token of ${who(act.from)} ran out`
        : `Nobody agreed in time that ${who(act.from)} enters a token`;
    case 'four-eyes':
      return `${who(act.by)} set when a second person has to agree: ${policyWords[act.policy]}${act.from === undefined ? '' : `, from ${dayAndTime(act.from, zone)} on`}`;
  }
}

/** How it stands, for as long as it holds. */
export function approvalFacts(
  { approval }: Pick<Cycle, 'approval'>,
  zone: TimeZone,
  how?: 'brief',
): readonly Fact[] {
  if (approval === undefined) return [];
  const name = (person: { readonly name: string }): string => plain(person.name, how === 'brief' ? 40 : 60);
  const until = clockTime(approvalEnds(approval), zone);
  const value =
    approval.agreed === undefined
      ? `${name(approval.by)} asks until ${until}`
      : `${name(approval.agreed.by)} agreed; ${name(approval.by)} may enter a token until ${until}`;
  return [{ title: 'Second person', value }];
}
