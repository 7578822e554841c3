import type { TurnContext } from 'botbuilder';
import type { Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
import { isFormVerb } from '../domain/dialog.ts';
import type { Result } from '../domain/result.ts';
import { openForm, reopenForm, settleForm, takeForm, type FormSubject } from '../flows/forms.ts';
import type { Stored } from '../ports/store.ts';
import type { BotDeps } from './bot.ts';
import type { Asked } from './dialogs.ts';
import { writeRefusal } from './refused.ts';
import { showDialog, tellInDialog } from './respond.ts';

/** What a submit of a dialog leads to: the form again with what was wrong, or news that ends it. */
export type Filled =
  { readonly kind: 'form'; readonly view: FormView } | { readonly kind: 'notice'; readonly notice: Notice };
type FormView = Exclude<DialogView, { kind: 'enter-token' }>;

/** A settings dialog of a channel is about the channel that it is opened in; all others about a connection. */
function subjectOf({ from, person, what }: Asked): FormSubject | undefined {
  const about = what.verb === 'channel-settings' ? from.channel?.id : what.connection;
  return about === undefined || !isFormVerb(what.verb)
    ? undefined
    : { tenant: from.tenant, person: person.id, verb: what.verb, about };
}

/** Opens the dialog for one person, for ten minutes and one submit. */
export async function withNumber({ ports }: BotDeps, asked: Asked, view: DialogView): Promise<DialogView> {
  // The button asked for the token, and another dialog comes first.
  const verb = view.kind === 'ask-approval' ? view.kind : asked.what.verb;
  const subject = subjectOf({ ...asked, what: { ...asked.what, ...(verb === undefined ? {} : { verb }) } });
  if (view.kind === 'enter-token' || subject === undefined) return view;
  return { ...view, dialog: await openForm(ports, subject) };
}

/** One submit of an opened dialog: whatever comes without its number, late, from somebody else or again does nothing. */
export async function submitOnce(
  deps: BotDeps,
  context: TurnContext,
  asked: Asked,
  fill: () => Promise<Filled>,
): Promise<void> {
  const { ports } = deps;
  const subject = subjectOf(asked);
  if (subject === undefined) return tellInDialog(context, { kind: 'unknown-action' });
  const taken: Result<Stored<'form'>, Notice> = await takeForm(ports, subject, asked.what.dialog);
  if (!taken.ok) {
    ports.log.warn('dialog.refused', { verb: subject.verb, person: subject.person });
    await writeRefusal(deps, subject.person, asked.what, taken.failure);
    return tellInDialog(context, taken.failure);
  }
  const filled = await fill();
  await writeRefusal(deps, subject.person, asked.what, filled.kind === 'form' ? 'form' : filled.notice);
  if (filled.kind === 'form') {
    await reopenForm(ports, taken.value);
    return showDialog(context, { ...filled.view, dialog: taken.value.value.id });
  }
  if (mayPass.includes(filled.notice.kind)) await reopenForm(ports, taken.value);
  else await settleForm(ports, taken.value, filled.notice);
  return tellInDialog(context, filled.notice);
}

/** Nothing was done, and the same submit may succeed a minute later. */
const mayPass: readonly Notice['kind'][] = ['right-unknown', 'discovery-failed'];
