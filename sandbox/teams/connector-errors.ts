import { json } from '../wire.ts';

/** Thrown inside the Bot Connector and answered in its envelope. */
export class ConnectorError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  toResponse(): Response {
    return json(this.status, { error: { code: this.code, message: this.message } }, { ...this.headers });
  }
}

/** Codes and words as Teams gives them. */
export const badArgument = (message: string): ConnectorError =>
  new ConnectorError(400, 'BadArgument', message);
export const unauthorized = (): ConnectorError =>
  new ConnectorError(401, 'Unauthorized', 'Authorization has been denied for this request.');
export const notInRoster = (): ConnectorError =>
  new ConnectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
export const notOwnMessage = (): ConnectorError =>
  new ConnectorError(403, 'Forbidden', 'A bot may change or delete only its own messages.');
export const conversationNotFound = (): ConnectorError =>
  new ConnectorError(404, 'ConversationNotFound', 'Conversation not found.');
export const messageNotFound = (): ConnectorError =>
  new ConnectorError(404, 'ActivityNotFoundInConversation', 'Message does not exist in the thread.');
export const memberNotFound = (): ConnectorError =>
  new ConnectorError(404, 'MemberNotFoundInConversation', 'The member was not found in the conversation.');
export const tooBig = (): ConnectorError =>
  new ConnectorError(413, 'MessageSizeTooBig', 'Message size too large.');
export const preconditionFailed = (): ConnectorError =>
  new ConnectorError(412, 'PreconditionFailed', 'Precondition failed, please try again.');
export const throttled = (seconds: number): ConnectorError =>
  new ConnectorError(429, 'Throttled', 'Too many requests.', { 'retry-after': String(seconds) });
export const serverError = (status: 500 | 502): ConnectorError =>
  new ConnectorError(status, 'ServiceError', 'Unknown');
