import type { Approval } from './approval.ts';
import type { Connection } from './connection.ts';

/** What somebody is told about a second person. */
export type ApprovalNotice =
  /** The thread has been asked. */
  | { readonly kind: 'approval-asked'; readonly connection: Connection; readonly approval: Approval }
  /** It has been asked for already, by the person or by somebody else; or it is somebody else's. */
  | {
      readonly kind: 'approval-waiting';
      readonly connection: Connection;
      readonly approval: Approval;
      readonly yours: boolean;
    }
  /** No second person is needed now. */
  | { readonly kind: 'approval-not-needed'; readonly connection: Connection }
  | { readonly kind: 'agreed-now'; readonly connection: Connection; readonly approval: Approval }
  | { readonly kind: 'declined-now'; readonly connection: Connection; readonly approval: Approval }
  | { readonly kind: 'own-approval'; readonly connection: Connection }
  /** It was answered, has run out, or was used. */
  | { readonly kind: 'approval-over'; readonly connection: Connection }
  /** A token was entered, and there is no agreement for it any more. */
  | { readonly kind: 'not-approved'; readonly connection: Connection };
