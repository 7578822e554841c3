import {
  AdaptiveCard,
  ExecuteAction,
  GlobalRegistry,
  OpenUrlAction,
  ShowCardAction,
  SubmitAction,
  Table,
  TextInput,
  type Action,
} from 'adaptivecards';
import { whileBusy } from './busy.ts';
import { h } from './element.ts';
import { hostConfig } from './host-config.ts';
import { markdownHtml, webAddress } from './markdown.ts';
import { showError } from './toast.ts';

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownHtml(text);
  result.didProcess = true;
};
// The package says that it has no side effects, so a bundler leaves out the line with which a table registers itself.
GlobalRegistry.defaultElements.register('Table', Table);

/** A pressed button with its data, into which the card's inputs are merged as Teams does it. */
export interface Press {
  readonly kind: 'execute' | 'submit';
  readonly verb?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Card {
  readonly element: HTMLElement;
  /** Draws another card in the same place; what was opened or typed in the old one is carried over where it fits. */
  show(payload: unknown): void;
  /** Empties every input and forgets what a button carried. */
  forget(): void;
}

export function makeCard(payload: unknown, onPress: (press: Press) => Promise<void>): Card {
  const element = h('div', { class: 'card' });
  let card: AdaptiveCard | undefined;
  /** A fold whose button was pressed has done its work and does not open again. */
  let spentFold: string | undefined;

  const draw = (next: unknown): AdaptiveCard | undefined => {
    try {
      const made = new AdaptiveCard();
      made.hostConfig = hostConfig;
      made.parse(next);
      made.onExecuteAction = (action) => {
        spentFold = foldOf(made, action)?.title;
        runAction(action, onPress);
      };
      const rendered = made.render();
      if (!rendered) throw new Error('an empty card');
      made.onInlineCardExpanded = ({ card: fold, renderedElement }, isExpanded) => {
        // A fold that was just opened by hand may lie below the edge of the window.
        if (isExpanded && renderedElement === document.activeElement)
          fold.renderedElement?.scrollIntoView({ block: 'nearest' });
      };
      element.replaceChildren(rendered);
      hardenInputs(made);
      return made;
    } catch {
      element.replaceChildren(h('p', { class: 'card-broken' }, 'This card cannot be shown.'));
      return undefined;
    }
  };

  card = draw(payload);
  return {
    element,
    show: (next) => {
      const old = card;
      const focused = element.contains(document.activeElement) ? document.activeElement : undefined;
      const focusedTitle = old?.getAllActions().find((action) => action.renderedElement === focused)?.title;
      card = draw(next);
      if (!old || !card) return;
      carryOver(old, card, spentFold);
      spentFold = undefined;
      const again = card.getAllActions().find((action) => action.title === focusedTitle);
      if (focusedTitle !== undefined) again?.renderedElement?.focus();
    },
    forget: () => {
      for (const field of element.querySelectorAll('input, textarea')) {
        if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = '';
      }
      for (const action of card?.getAllActions() ?? []) {
        if (action instanceof SubmitAction || action instanceof ExecuteAction) action.data = {};
      }
      element.replaceChildren();
      card = undefined;
    },
  };
}

function runAction(action: Action, onPress: (press: Press) => Promise<void>): void {
  if (action instanceof OpenUrlAction) {
    const address = webAddress(action.url);
    if (address === undefined) showError('This link is no web address, so it was not opened.');
    else window.open(address, '_blank', 'noopener,noreferrer');
    return;
  }
  if (!(action instanceof SubmitAction || action instanceof ExecuteAction)) return;
  const press: Press = {
    kind: action instanceof ExecuteAction ? 'execute' : 'submit',
    ...(action instanceof ExecuteAction && action.verb ? { verb: action.verb } : {}),
    data: { ...(action.data as Readonly<Record<string, unknown>> | undefined) },
  };
  const button = action.renderedElement;
  if (button instanceof HTMLButtonElement) void whileBusy(button, () => onPress(press));
  else void onPress(press);
}

/** A secret field is masked and nothing in the browser may offer to keep what is typed there. */
function hardenInputs(card: AdaptiveCard): void {
  for (const input of card.getAllInputs(true)) {
    const field = input.renderedElement?.querySelector('input');
    if (!(input instanceof TextInput) || field?.type !== 'password') continue;
    const never = {
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      'data-lpignore': 'true',
    };
    for (const [name, value] of Object.entries({ ...never, 'data-1p-ignore': '' }))
      field.setAttribute(name, value);
  }
}

/** The fold in which an action stands, if it stands in one. */
const foldOf = (card: AdaptiveCard, action: Action): ShowCardAction | undefined =>
  card
    .getAllActions()
    .filter((other) => other instanceof ShowCardAction)
    .find((fold) => fold.card.getAllActions().includes(action));

/** What the person opened or typed survives when the bot edits the card. A secret is never carried over. */
function carryOver(from: AdaptiveCard, to: AdaptiveCard, spentFold: string | undefined): void {
  const targets = to.getAllActions();
  for (const action of from.getAllActions()) {
    if (!(action instanceof ShowCardAction) || action.title === spentFold) continue;
    if (!action.renderedElement?.classList.contains('expanded')) continue;
    targets.find((other) => other instanceof ShowCardAction && other.title === action.title)?.execute();
  }
  for (const input of from.getAllInputs(true)) {
    if (!input.isDirty()) continue;
    const fields = input.renderedElement?.querySelectorAll('input, textarea, select') ?? [];
    const twin = to.getAllInputs(true).find((other) => other.id === input.id)?.renderedElement;
    const twins = twin?.querySelectorAll('input, textarea, select') ?? [];
    fields.forEach((field, index) => {
      copyField(field, twins[index]);
    });
  }
}

function copyField(from: Element, to: Element | undefined): void {
  if (from instanceof HTMLInputElement && to instanceof HTMLInputElement && from.type === to.type) {
    if (from.type === 'password') return;
    to.checked = from.checked;
    if (from.type !== 'checkbox' && from.type !== 'radio') to.value = from.value;
  } else if (from instanceof HTMLTextAreaElement && to instanceof HTMLTextAreaElement) to.value = from.value;
  else if (from instanceof HTMLSelectElement && to instanceof HTMLSelectElement) to.value = from.value;
  else return;
  to.dispatchEvent(new Event(to instanceof HTMLInputElement ? 'input' : 'change'));
}
