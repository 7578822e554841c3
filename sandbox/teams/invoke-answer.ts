import type { ActResult, DialogResult } from '../page-api.ts';
import { cardProblems } from './card-rules.ts';
import { wasTaken, type Delivery } from './delivery.ts';
import { textAt, valueAt } from './json-object.ts';
import type { IsMember } from './mention-rules.ts';

/** Teams' own words. */
export const unableToReach = 'Unable to reach app. Please try again.';
export const somethingWrong = 'Something went wrong. Please try again.';

/** `problems` is what the bot should have answered differently, for `TeamsState.refuse`. */
export interface Read<T> {
  readonly result: T;
  readonly problems: readonly string[];
}

type Failure = Extract<ActResult, { readonly kind: 'error' }>;

const error = (text: string): Failure => ({ kind: 'error', text });
const good = <T>(result: T): Read<T> => ({ result, problems: [] });
const unreadable = (...problems: readonly string[]): Read<Failure> => ({
  result: error(unableToReach),
  problems,
});

/** The answer to `adaptiveCard/action`: 200 with `{ statusCode, type, value }`. */
export function readActionAnswer(delivery: Delivery, isMember: IsMember): Read<ActResult> {
  if (!wasTaken(delivery)) return good(error(unableToReach));
  const statusCode = valueAt(delivery.answer, 'statusCode');
  const type = textAt(delivery.answer, 'type') ?? '';
  const value = valueAt(delivery.answer, 'value');
  if (delivery.status !== 200 || typeof statusCode !== 'number')
    return unreadable('adaptiveCard/action wants 200 with statusCode, type and value');
  if (type === 'application/vnd.microsoft.activity.loginRequest')
    return good(error('The sandbox does not sign people in for a bot.'));
  if (statusCode >= 400 || type.startsWith('application/vnd.microsoft.error'))
    return good(error(textAt(value, 'message') ?? somethingWrong));
  if (type === 'application/vnd.microsoft.activity.message')
    return typeof value !== 'string'
      ? unreadable('a message answer wants text as its value')
      : good(value === '' ? { kind: 'nothing' } : { kind: 'notice', text: value });
  if (type === 'application/vnd.microsoft.card.adaptive') {
    const problems = cardProblems(value, isMember);
    return problems.length > 0 ? unreadable(...problems) : good({ kind: 'card', card: value });
  }
  return unreadable(`adaptiveCard/action was answered with the unknown type '${type}'`);
}

/** The answer to `task/fetch` and `task/submit`: a task to show, or an empty 200 that closes the dialog. */
export function readTaskAnswer(delivery: Delivery, isMember: IsMember): Read<DialogResult> {
  if (!wasTaken(delivery)) return good(error(unableToReach));
  if (!delivery.hasBody)
    return delivery.name === 'task/submit'
      ? good({ kind: 'close' })
      : unreadable('task/fetch was answered with nothing; Teams would open an empty dialog');
  const value = valueAt(delivery.answer, 'task', 'value');
  switch (valueAt(delivery.answer, 'task', 'type')) {
    case 'message':
      return typeof value === 'string'
        ? good({ kind: 'message', text: value })
        : unreadable('a task message wants text as its value');
    case 'continue':
      return readTask(value, isMember);
    default:
      return unreadable(`${delivery.name ?? 'the invoke'} wants a task of type continue or message`);
  }
}

function readTask(value: unknown, isMember: IsMember): Read<DialogResult> {
  const card = valueAt(value, 'card', 'content');
  if (textAt(value, 'card', 'contentType') !== 'application/vnd.microsoft.card.adaptive')
    return unreadable('the sandbox shows no dialogs but Adaptive Cards');
  const problems = cardProblems(card, isMember);
  if (problems.length > 0) return unreadable(...problems);
  return good({
    kind: 'card',
    title: textAt(value, 'title') ?? '',
    width: size(valueAt(value, 'width')),
    height: size(valueAt(value, 'height')),
    card,
  });
}

/** Pixels, or one of Teams' three words; `medium` where the bot leaves it open. */
const size = (value: unknown): number | string =>
  typeof value === 'number' || typeof value === 'string' ? value : 'medium';
