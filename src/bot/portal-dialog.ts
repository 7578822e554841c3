import type { Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
import { failed, type Result } from '../domain/result.ts';
import { acceptPortal, openPortalDialog, type PortalRequest } from '../flows/answer-portal.ts';
import { remind } from '../flows/remind.ts';
import { tellTaken } from '../flows/take-on.ts';
import { readConnection, refOf } from '../flows/watched.ts';
import type { BotDeps } from './bot.ts';
import type { Asked } from './dialogs.ts';
import type { Filled } from './forms.ts';

const requestOf = ({ from, person, what }: Asked): PortalRequest | undefined =>
  what.connection === undefined || what.cycle === undefined || what.question === undefined
    ? undefined
    : {
        tenant: from.tenant,
        person,
        connection: what.connection,
        cycle: what.cycle,
        question: what.question,
      };

/** "Yes, enter its expiry date." */
export async function openPortal({ ports }: BotDeps, asked: Asked): Promise<Result<DialogView, Notice>> {
  const request = requestOf(asked);
  return request === undefined ? failed({ kind: 'unknown-action' }) : openPortalDialog(ports, request);
}

/** The date of a token that was entered in Entra; a new date may have a rung that is due at once. */
export async function submitPortal({ ports, afterTurn }: BotDeps, asked: Asked): Promise<Filled> {
  const request = requestOf(asked);
  if (request === undefined) return { kind: 'notice', notice: { kind: 'unknown-action' } };
  const outcome = await acceptPortal(ports, { ...request, expiry: asked.what.expiry });
  if (outcome.kind === 'form') return outcome;
  const { taken } = outcome;
  if (taken.changed)
    afterTurn.start('portal', async () => {
      await tellTaken(ports, request, taken.owed);
      const next = await readConnection(ports, request.tenant, request.connection);
      if (next !== undefined) await remind(ports, refOf(next.cycle.value));
    });
  return { kind: 'notice', notice: taken.notice };
}
