import type { Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';
import type { Conversation, Place } from '../domain/connection.ts';
import type { PersonId } from '../domain/ids.ts';
import { failed, ok, type Result } from '../domain/result.ts';
import type { Channel } from '../ports/channel.ts';
import type { Ports } from '../ports/ports.ts';
import { sameForm, type SubmitRequest } from './begin-rotation.ts';
import { readConnection } from './watched.ts';

/** Asks somebody to sign in, in the personal chat. Whoever is signed in already is left alone. */
export async function askToSignIn(
  { signIns, channel, log }: Pick<Ports, 'signIns' | 'channel' | 'log'>,
  person: PersonId,
  place: Place | undefined,
  personalChat?: Conversation,
): Promise<void> {
  if (signIns === undefined || signIns.holds(person)) return;
  const chat = await chatFor(channel, person, place, personalChat);
  const asked = chat.ok ? await signIns.ask(person, chat.value) : chat;
  if (!asked.ok) log.warn('sign-in.not-asked', { person, why: asked.failure.why });
}

const chatFor = (
  channel: Pick<Channel, 'chatWith'>,
  person: PersonId,
  place: Place | undefined,
  personalChat: Conversation | undefined,
): ReturnType<Channel['chatWith']> => {
  if (personalChat !== undefined) return Promise.resolve(ok(personalChat));
  return place === undefined ? Promise.resolve(failed({ why: 'gone' })) : channel.chatWith(place, person);
};

/** A token that was submitted before the sign-in was there: the form comes back as it was, without the token. */
export async function signInFirst(
  ports: Pick<Ports, 'store' | 'clock' | 'signIns'>,
  request: Omit<SubmitRequest, 'token'>,
): Promise<Result<Extract<DialogView, { kind: 'enter-token' }>, Notice>> {
  const watched = await readConnection(ports, request.tenant, request.connection);
  if (watched === undefined) return failed({ kind: 'stale-button' });
  const connection = watched.connection.value;
  const upstream = ports.signIns?.failureOf(request.person.id);
  return ok(
    sameForm(ports, request, connection, [
      { field: 'sign-in', ...(upstream === undefined ? {} : { upstream }) },
    ]),
  );
}
