import type { CalendarDate } from './calendar.ts';
import type { Connection } from './connection.ts';
import type { Freeze, FreezeDayFailure, FreezeFormFailure } from './freeze.ts';
import type { Line } from './act.ts';
import type { Person } from './ids.ts';

/** What somebody is told about freezes. */
export type FreezeNotice =
  /** To whoever wants to enter a token. `entered`: one was in the form that came. */
  | {
      readonly kind: 'frozen';
      readonly connection: Connection;
      readonly freeze: Freeze;
      readonly entered: boolean;
    }
  | {
      readonly kind: 'frozen-now';
      readonly connection: Connection;
      readonly freeze: Freeze;
      /** The present token's last day. */
      readonly expiresOn: CalendarDate;
      /** An attempt was under way. `stopped`: it will save nothing. `goes-on`: its save had begun. */
      readonly attempt?: { readonly by: Person; readonly fate: 'stopped' | 'goes-on' };
    }
  | {
      readonly kind: 'already-frozen';
      readonly connection: Connection;
      readonly freeze: Freeze;
      readonly asked: 'same' | 'shorter';
    }
  | { readonly kind: 'unfrozen-now'; readonly connection: Connection; readonly freeze: Freeze }
  /** Without a connection: none is frozen. */
  | { readonly kind: 'not-frozen'; readonly connection?: Connection }
  /** What was wrong with the words behind `freeze`; without `why` there were none. */
  | {
      readonly kind: 'freeze-form';
      readonly why?: FreezeFormFailure | FreezeDayFailure;
      /** For the example. */
      readonly name: string;
      readonly day: CalendarDate;
      readonly last: CalendarDate;
    }
  | {
      readonly kind: 'which-connection';
      readonly command: 'freeze' | 'unfreeze';
      readonly names: readonly string[];
    }
  /** Teams has delivered the same message once more. */
  | { readonly kind: 'freeze-repeated'; readonly connection: Connection; readonly line: Line };
