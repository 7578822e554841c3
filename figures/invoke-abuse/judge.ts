import type { Answer } from '../front-door/door.ts';
import type { Case } from './cases.ts';
import type { Stage } from './stage.ts';

/** What is wrong with how a case was answered, or `undefined`. */
export async function problemOf(stage: Stage, { send, told, noted }: Case): Promise<string | undefined> {
  const activity = send(stage);
  const before = stage.state();
  const { chat } = stage;
  const [log, card, secrets] = [chat.log.length, chat.card(), JSON.stringify(chat.secrets())];
  const answer = await stage.send(activity);
  const wrong = wrongAnswer(answer, told);
  if (wrong !== undefined) return wrong;
  const failed = chat.log.slice(log).find((line) => /"(turn|request|after-turn)\.failed"/.test(line));
  if (failed !== undefined) return 'threw past the edge';
  const isUntouched = noted
    ? chat.card() === card && JSON.stringify(chat.secrets()) === secrets
    : stage.state() === before;
  return isUntouched ? undefined : `had an effect: ${before} became ${stage.state()}`;
}

/** A dialog, or the name of what others have done, would be told to the wrong one. */
export function wrongAnswer({ status, body }: Answer, told: Case['told']): string | undefined {
  if (told === 'door') return status === 401 && body === '' ? undefined : `was let in: ${status} ${body}`;
  if (status !== 200 && !(told === 'silence' && status === 202)) return `was answered with ${status}`;
  if (body.includes('"type":"continue"') && told !== 'silence' && !told.source.startsWith('New token'))
    return 'opened a dialog';
  if (told === 'silence') return body === '' ? undefined : `was answered: ${body.slice(0, 200)}`;
  return told.test(body) ? undefined : `was not told clearly: ${body.slice(0, 200)}`;
}
