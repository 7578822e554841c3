import type { TurnContext } from 'botbuilder';
import type { Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
import type { Person } from '../domain/ids.ts';
import { ok, type Result } from '../domain/result.ts';
import { askApproval } from '../flows/approval.ts';
import { beginRotation } from '../flows/begin-rotation.ts';
import { finishRotation } from '../flows/finish-rotation.ts';
import { openTokenDialog } from '../flows/open-dialog.ts';
import { refuseSubmit } from '../flows/permission.ts';
import { openWatchDialog, tellWatching, watch } from '../flows/set-up.ts';
import { freeStranded } from '../flows/stranded.ts';
import { tellTaken } from '../flows/take-on.ts';
import { readConnection, refOf } from '../flows/watched.ts';
import { keepCard } from '../flows/keep-card.ts';
import { askToSignIn, signInFirst } from '../flows/sign-in.ts';
import { noticePressed } from './actions.ts';
import type { BotDeps } from './bot.ts';
import { refuseElsewhere } from './card-gate.ts';
import { submitOnce, withNumber, type Filled } from './forms.ts';
import { dialogData, incoming, pressed, takeToken, type Incoming, type Pressed } from './incoming.ts';
import { placeOf } from './place.ts';
import { writeRefusal } from './refused.ts';
import { showDialog, tellInDialog } from './respond.ts';
import { openPortal, submitPortal } from './portal-dialog.ts';
import { asSignedIn } from './sign-in.ts';
import { isSettings, openSettings, submitSettings } from './settings-dialogs.ts';

export interface Asked {
  readonly from: Incoming;
  readonly person: Person;
  readonly what: Pressed;
}

/** task/fetch: a button asks for a dialog. Answered in under 3 seconds, also when Entra hangs. */
export async function onDialogOpen(deps: BotDeps, context: TurnContext): Promise<void> {
  const from = incoming(context.activity);
  const what = pressed(dialogData(context.activity));
  if (from.person === undefined) return tellInDialog(context, { kind: 'outsider', who: 'anonymous' });
  noticePressed(deps, from, what);
  const asked = { from, person: from.person, what };
  const opened = await open(deps, asked);
  if (opened.ok) return showDialog(context, await withNumber(deps, asked, opened.value));
  // The token's own dialog has written it down already.
  if (what.verb !== 'enter-token') await writeRefusal(deps, asked.person.id, what, opened.failure);
  return tellInDialog(context, opened.failure);
}

async function open(deps: BotDeps, asked: Asked): Promise<Result<DialogView, Notice>> {
  const { from, person, what } = asked;
  const { tenant } = from;
  if (isSettings(what.verb)) return openSettings(deps, asked);
  if (what.connection === undefined) return { ok: false, failure: { kind: 'unknown-action' } };
  if (what.verb === 'enter-token') {
    const opened = await openTokenDialog(deps.ports, {
      tenant,
      person,
      connection: what.connection,
      ...(what.cycle === undefined ? {} : { cycle: what.cycle }),
      ...(what.seen === undefined ? {} : { seen: what.seen }),
      ...(from.scope === 'personal' ? { personalChat: from.conversation } : {}),
    });
    if (!opened.ok) freeWhereStranded(deps, asked, opened.failure);
    return opened.ok && opened.value.kind === 'enter-token'
      ? ok(signingIn(deps, asked, opened.value))
      : opened;
  }
  if (what.verb === 'portal-yes') {
    const elsewhere = await refuseElsewhere(deps, from, what);
    return elsewhere === undefined ? openPortal(deps, asked) : { ok: false, failure: elsewhere };
  }
  if (what.verb !== 'watch') return { ok: false, failure: { kind: 'unknown-action' } };
  const place = placeOf(deps, from);
  if (place === undefined) return { ok: false, failure: { kind: 'stale-button' } };
  return openWatchDialog(asSignedIn(deps, person), {
    tenant,
    person,
    place,
    zone: deps.zone,
    connection: what.connection,
  });
}

/** The next press finds the connection free, if nobody is at work on it. */
function freeWhereStranded({ ports, afterTurn }: BotDeps, { from, what }: Asked, told: Notice): void {
  const { connection } = what;
  if (told.kind === 'busy' && connection !== undefined)
    afterTurn.start('stranded', () => freeStranded(ports, from.tenant, connection));
}

/** In delegated mode Teams signs the person in while the dialog is being filled in. */
function signingIn({ ports, afterTurn }: BotDeps, { from, person }: Asked, view: TokenForm): TokenForm {
  if (ports.signIns === undefined || ports.signIns.holds(person.id)) return view;
  const chat = from.scope === 'personal' ? from.conversation : undefined;
  afterTurn.start('ask-sign-in', () => askToSignIn(ports, person.id, view.connection.place, chat));
  return { ...view, signIn: 'under-way' };
}
type TokenForm = Extract<DialogView, { kind: 'enter-token' }>;

/** task/submit: a filled dialog. The token leaves the activity before anything else is looked at. */
export async function onDialogSubmit(deps: BotDeps, context: TurnContext): Promise<void> {
  const token = takeToken(context.activity);
  const from = incoming(context.activity);
  const what = pressed(dialogData(context.activity));
  if (from.person === undefined) return tellInDialog(context, { kind: 'outsider', who: 'anonymous' });
  const asked = { from, person: from.person, what };
  if (what.verb === 'enter-token') return submitToken(deps, context, asked, token);
  if (what.verb === 'watch') return submitOnce(deps, context, asked, () => submitWatch(deps, asked));
  if (what.verb === 'portal-yes') return submitOnce(deps, context, asked, () => submitPortal(deps, asked));
  if (isSettings(what.verb)) return submitOnce(deps, context, asked, () => submitSettings(deps, asked));
  if (what.verb === 'ask-approval') return submitOnce(deps, context, asked, () => submitAsk(deps, asked));
  return tellInDialog(context, { kind: 'unknown-action' });
}

async function submitToken(
  deps: BotDeps,
  context: TurnContext,
  { from, person, what }: Asked,
  token: string,
): Promise<void> {
  const { connection, cycle, dialog } = what;
  if (connection === undefined || cycle === undefined || dialog === undefined)
    return tellInDialog(context, { kind: 'unknown-action' });
  const { expiry, testOnly } = what;
  const request = { tenant: from.tenant, person, connection, cycle, dialog, expiry, testOnly };
  const refusal = await refuseSubmit(deps.ports, request);
  if (refusal !== undefined) return tellInDialog(context, refusal);
  const { signIns } = deps.ports;
  const inTheName = signIns?.provisioningFor(person.id);
  if (signIns !== undefined && inTheName === undefined) {
    const form = await signInFirst(deps.ports, request);
    if (!form.ok) return tellInDialog(context, form.failure);
    // A sign-in that was refused is refused again: what stands in its way is told in the form.
    const refused = signIns.failureOf(person.id) !== undefined;
    return showDialog(context, refused ? form.value : signingIn(deps, { from, person, what }, form.value));
  }
  const submitted = await beginRotation(deps.ports, { ...request, token });
  if (submitted.kind === 'form') return showDialog(context, submitted.view);
  if (submitted.kind === 'notice') {
    freeWhereStranded(deps, { from, person, what }, submitted.notice);
    return tellInDialog(context, submitted.notice);
  }
  deps.afterTurn.start('show-card', () => keepCard(deps.ports, { tenant: from.tenant, connection, cycle }));
  const ports = inTheName === undefined ? deps.ports : { ...deps.ports, provisioning: inTheName };
  deps.afterTurn.start('rotate', () =>
    finishRotation(ports, submitted.rotation, submitted.token).finally(() => signIns?.forget(person.id)),
  );
  return tellInDialog(context, { kind: 'testing-now', connection: submitted.connection, testOnly });
}

/** Asks for a second person; the thread reads it after the turn. */
async function submitAsk({ ports, afterTurn }: BotDeps, { from, person, what }: Asked): Promise<Filled> {
  const { connection } = what;
  if (connection === undefined) return { kind: 'notice', notice: { kind: 'unknown-action' } };
  const { tenant, scope, conversation } = from;
  const personalChat = scope === 'personal' ? { personalChat: conversation } : {};
  const asked = await askApproval(ports, { tenant, person, connection, ...personalChat });
  if (asked.changed)
    afterTurn.start('approval', async () => {
      const watched = await readConnection(ports, tenant, connection);
      if (watched !== undefined) await tellTaken(ports, refOf(watched.cycle.value), asked.owed);
    });
  return { kind: 'notice', notice: asked.notice };
}

async function submitWatch(deps: BotDeps, { from, person, what }: Asked): Promise<Filled> {
  const place = placeOf(deps, from);
  if (place === undefined || what.connection === undefined)
    return { kind: 'notice', notice: { kind: 'stale-button' } };
  const outcome = await watch(asSignedIn(deps, person), {
    tenant: from.tenant,
    person,
    place,
    zone: deps.zone,
    connection: what.connection,
    expiry: what.expiry,
    sure: what.sure,
  });
  if (outcome.kind !== 'watching') return outcome;
  deps.afterTurn.start('watching', () => tellWatching(deps.ports, outcome.connection, from.conversation));
  return { kind: 'notice', notice: { kind: 'watching-now', connection: outcome.connection } };
}
