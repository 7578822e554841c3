import type { PageState } from '../page-api.ts';
import { api, messageOf } from './api.ts';
import type { MessagePlace } from './bot-card.ts';
import { h } from './element.ts';
import { icon } from './icons.ts';
import { makeSuggestions, type Suggestion } from './suggestions.ts';
import { showError } from './toast.ts';

export interface ComposeBox extends MessagePlace {
  readonly label: string;
  readonly commands: PageState['commands'];
  /** For a box that can be put away again. */
  readonly onCancel?: () => void;
}

const botName = 'Scimitar';
const mention = new RegExp(`@${botName}\\b[ \\t]*`, 'i');

/** A text field with Teams' keys: Enter sends, Shift+Enter breaks the line, `@` offers the bot, `/` its commands. */
export function makeComposeBox(box: ComposeBox): {
  readonly element: HTMLElement;
  focus(): void;
  setCommands(commands: ComposeBox['commands']): void;
} {
  let commands = box.commands;
  const field = h('textarea', {
    rows: 1,
    'aria-label': box.label,
    placeholder: box.label,
    autocomplete: 'off',
  });
  const send = h(
    'button',
    { class: 'icon-button send', type: 'button', 'aria-label': 'Send', title: 'Send' },
    icon('send'),
  );
  const hint = h(
    'p',
    { class: 'hint', hidden: true },
    `In a channel ${botName} hears only what mentions it. Type @ to mention it.`,
  );
  const suggestions = makeSuggestions(field, (item) => {
    setValue(item.text);
  });

  const grow = (): void => {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  };
  const follow = (): void => {
    grow();
    send.disabled = field.value.trim() === '';
    hint.hidden = !box.inChannel || field.value.trim() === '' || mention.test(field.value);
    if (!hint.hidden) hint.scrollIntoView({ block: 'nearest' });
    suggestions.show(suggestionsFor(field.value, box.inChannel, commands));
  };
  const setValue = (text: string): void => {
    field.value = text;
    field.focus();
    follow();
  };
  const submit = async (): Promise<void> => {
    const written = field.value;
    const text = (box.inChannel ? written.replace(mention, '') : written).trim();
    if (written.trim() === '') return;
    setValue('');
    try {
      const mentionBot = box.inChannel && mention.test(written);
      await api.say({ me: box.store.me, conversationId: box.conversationId, text, mentionBot });
      await box.store.refresh();
    } catch (error) {
      // What was written is not lost, unless something new has been written meanwhile.
      if (field.value === '') setValue(written);
      showError(messageOf(error));
    }
  };

  field.addEventListener('input', follow);
  field.addEventListener('keydown', (event) => {
    if (suggestions.handleKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') box.onCancel?.();
  });
  send.addEventListener('click', () => void submit());
  send.disabled = true;

  const help = box.inChannel
    ? h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': `Mention ${botName}`,
          title: `Mention ${botName}`,
          onclick: () => {
            setValue(`@${botName} ${field.value.replace(mention, '')}`);
          },
        },
        icon('mention'),
      )
    : h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': 'Show commands',
          title: 'Show commands',
          onclick: () => {
            field.focus();
            suggestions.show(suggestionsFor('/', false, commands));
          },
        },
        icon('prompts'),
      );
  const cancel =
    box.onCancel &&
    h(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': 'Cancel the reply', onclick: box.onCancel },
      icon('close'),
    );
  return {
    element: h(
      'div',
      { class: 'compose' },
      suggestions.element,
      h('div', { class: 'compose-field' }, field, help, cancel, send),
      hint,
    ),
    focus: () => {
      field.focus();
    },
    setCommands: (next) => {
      commands = next;
    },
  };
}

function suggestionsFor(
  value: string,
  inChannel: boolean,
  commands: ComposeBox['commands'],
): readonly Suggestion[] {
  if (inChannel && /(^|\s)@\w*$/.test(value) && !mention.test(value)) {
    const text = value.replace(/@\w*$/, `@${botName} `);
    return [{ title: botName, description: 'Bot', text }];
  }
  const start = inChannel ? /^\s*@scimitar\s+/i.exec(value)?.[0] : '';
  if (start === undefined) return [];
  const begun = value.slice(start.length).toLowerCase();
  if (!inChannel && !begun.startsWith('/')) return [];
  const word = begun.replace(/^\//, '');
  return commands
    .filter(({ title }) => bare(title).startsWith(word) && bare(title) !== word)
    .map(({ title, description }) => ({ title, description, text: `${start}${title}` }));
}

const bare = (title: string): string => title.toLowerCase().replace(/^\//, '');
