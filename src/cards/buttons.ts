import type { Cycle } from '../domain/cycle.ts';
import type { Link } from '../domain/profile.ts';

/** One action of a card. What it holds is data: nothing in it is expanded any more. */
export type Button = Readonly<Record<string, unknown>>;

/** What a button acts on. */
export interface Target {
  readonly connection: string;
  readonly cycle: string;
  /** How many lines the story had when the card was drawn: what is newer its reader has not seen. */
  readonly seen?: number;
}

export const targetOf = ({ connection, id, lines }: Cycle): Target => ({
  connection,
  cycle: id,
  seen: lines,
});

interface Sent {
  readonly verb: string;
  readonly [name: string]: unknown;
}

/** Asks the bot for a dialog. */
export const dialogButton = (title: string, data: Sent): Button => ({
  type: 'Action.Submit',
  title,
  data: { ...data, msteams: { type: 'task/fetch' } },
});

/** Acts at once; older clients send the same data as a message. */
export const actButton = (title: string, data: Sent, more: object = {}): Button => ({
  type: 'Action.Execute',
  title,
  verb: data.verb,
  data,
  ...more,
  fallback: { type: 'Action.Submit', title, data, ...more },
});

/** Unfolds a part of the card. */
export const foldButton = (
  title: string,
  body: readonly object[],
  actions: readonly Button[] = [],
): Button => ({
  type: 'Action.ShowCard',
  title,
  card: { type: 'AdaptiveCard', version: '1.5', body, ...(actions.length === 0 ? {} : { actions }) },
});

export const linkButton = ({ title, url }: Link): Button => ({ type: 'Action.OpenUrl', title, url });

export const enterButton = (target: Target, title = 'Enter new token'): Button =>
  dialogButton(title, { verb: 'enter-token', ...target });

/** Where an expiry date is confirmed, and everything else about a connection's reminders is set. */
export const remindersButton = (title: string, connection: string): Button =>
  dialogButton(title, { verb: 'reminder-settings', connection });

export const paragraph = (text: string, look: object = {}) => ({
  type: 'TextBlock',
  text,
  wrap: true,
  ...look,
});
export const heading = (text: string) => paragraph(text, { style: 'heading', weight: 'Bolder' });
export const remark = (text: string) => paragraph(text, { size: 'Small' });
