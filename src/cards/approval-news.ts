import { approvalEnds, type Approval } from '../domain/approval.ts';
import type { ApprovalNotice } from '../domain/approval-notice.ts';
import { clockTime } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import type { ShortNews } from './notice.ts';
import type { plain } from './plain.ts';

type Harmless = typeof plain;

/** What somebody is told about a second person. */
export function approvalNews(notice: ApprovalNotice, harmless: Harmless): ShortNews {
  const { connection } = notice;
  const name = harmless(connection.name, 60);
  switch (notice.kind) {
    case 'approval-asked':
      return {
        tone: 'good',
        headline: 'The channel was asked for a second person',
        paragraphs: [
          `Whoever may approve and is not you can agree until ${ends(connection, notice.approval)}. Then press the button for a new token again.`,
        ],
      };
    case 'approval-waiting':
      return waiting(notice, harmless);
    case 'approval-not-needed':
      return {
        tone: 'accent',
        headline: `No second person is needed now for ${name}`,
        paragraphs: ['Press the button for a new token once more.'],
      };
    case 'agreed-now':
      return {
        tone: 'good',
        headline: `${harmless(notice.approval.by.name, 60)} may enter a new token now`,
        paragraphs: [
          `For ${name}, until ${ends(connection, notice.approval)}. Until it is saved you can take this back in the thread.`,
        ],
      };
    case 'declined-now':
      return {
        tone: 'good',
        headline: `${harmless(notice.approval.by.name, 60)} may not enter a token`,
        paragraphs: [`The thread of ${name} shows it. A new question can be asked at any time.`],
      };
    case 'own-approval':
      return {
        tone: 'warning',
        headline: 'You have asked yourself: somebody else has to answer',
        paragraphs: ['Nothing was done. Ask a colleague who may approve to press the button.'],
      };
    case 'approval-over':
      return {
        tone: 'accent',
        headline: 'This question is answered already, or its time is over',
        paragraphs: ['Nothing was done. The thread shows what has become of it.'],
      };
    case 'not-approved':
      return {
        tone: 'warning',
        headline: `No second person agrees to a token of ${name} any more`,
        paragraphs: [
          'Nothing was saved, and the token was not kept. Press the button for a new token to ask for somebody.',
        ],
      };
  }
}

function waiting(
  { connection, approval, yours }: Extract<ApprovalNotice, { kind: 'approval-waiting' }>,
  harmless: Harmless,
): ShortNews {
  const by = harmless(approval.by.name, 60);
  const until = ends(connection, approval);
  const tone = 'accent';
  if (approval.agreed !== undefined)
    return {
      tone,
      headline: `${harmless(approval.agreed.by.name, 60)} has agreed already that ${by} enters a token`,
      paragraphs: [`It holds until ${until}, and for ${by} alone.`],
    };
  return yours
    ? {
        tone,
        headline: 'You have asked for a second person, and nobody has agreed yet',
        paragraphs: [`The question stands in the thread until ${until}. Ask a colleague to answer it there.`],
      }
    : {
        tone,
        headline: `${by} has asked for a second person already`,
        paragraphs: [`One question at a time: wait for the answer, or until ${until}.`],
      };
}

const ends = ({ zone }: Connection, approval: Approval): string => clockTime(approvalEnds(approval), zone);
