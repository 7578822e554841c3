import type { Activity, TurnContext } from 'botbuilder';
import { answerCard, dialogFor, noticeText } from '../cards/card-for.ts';
import { messageActivity } from '../cards/message-activity.ts';
import type { Answer, Notice } from '../domain/answer.ts';
import type { DialogView } from '../domain/dialog-view.ts';

/** Answers in the conversation with a card. */
export async function say(context: TurnContext, answer: Answer): Promise<void> {
  await context.sendActivity(messageActivity(answerCard(answer)));
}

/**
 * The response of an invoke. It is set as an activity of its own, so that teams-ai leaves it alone: its Action.Execute
 * routes otherwise remember across turns whether a card once replaced the one in the channel.
 */
export async function respond(context: TurnContext, body: unknown, status = 200): Promise<void> {
  const response: Partial<Activity> = {
    type: 'invokeResponse',
    value: body === undefined ? { status } : { status, body },
  };
  await context.sendActivity(response);
}

export const showDialog = (context: TurnContext, view: DialogView): Promise<void> => {
  const { title, width, height, card } = dialogFor(view);
  const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
  return respond(context, { task: { type: 'continue', value: { title, width, height, card: content } } });
};

/** Private news in the place of a dialog. */
export const tellInDialog = (context: TurnContext, notice: Notice): Promise<void> =>
  respond(context, { task: { type: 'message', value: noticeText(notice) } });

/** Private news after a pressed button. */
export const tellAfterButton = (context: TurnContext, notice: Notice): Promise<void> =>
  respond(context, {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: noticeText(notice),
  });
