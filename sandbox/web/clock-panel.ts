import type { MoveClock } from '../page-api.ts';
import { api } from './api.ts';
import { whileBusy } from './busy.ts';
import { confirmed } from './confirm.ts';
import { h, setText, type Part } from './element.ts';
import type { Store } from './store.ts';
import { showNotice } from './toast.ts';
import { clockTime, longDate } from './time.ts';

const moves: readonly (readonly [to: MoveClock['to'], label: string, title: string])[] = [
  ['+40 minutes', '+40 minutes', 'One provisioning cycle further'],
  ['+1 day', '+1 day', 'The same time tomorrow'],
  ['next rung', 'Next rung', 'To the next reminder that is due'],
  ['expiry', 'To expiry', 'To the day the token ends'],
];

/** The simulated date and time (ISO 8601), and the buttons that move it. One move runs at a time. */
export function makeClockPanel(store: Store): Part<string> {
  const date = h('div', { class: 'clock-date' });
  const time = h('div', { class: 'clock-time' });
  const running = h('div', {
    class: 'progress',
    role: 'progressbar',
    'aria-label': 'Time is moving',
    hidden: true,
  });

  const run = async (button: HTMLButtonElement, work: () => Promise<unknown>): Promise<void> => {
    const others = buttons.filter((other) => other !== button);
    running.hidden = false;
    for (const other of others) other.disabled = true;
    await whileBusy(button, async () => {
      await work();
      await store.refresh();
    });
    for (const other of others) other.disabled = false;
    running.hidden = true;
  };
  const moveButtons = moves.map(([to, label, title]) => {
    const button: HTMLButtonElement = h(
      'button',
      {
        class: 'button',
        type: 'button',
        title,
        onclick: () => void run(button, () => api.moveClock({ to })),
      },
      label,
    );
    return button;
  });
  const reset: HTMLButtonElement = h(
    'button',
    { class: 'button quiet', type: 'button', onclick: () => void startOver() },
    'Reset the world',
  );
  const startOver = async (): Promise<void> => {
    const yes = await confirmed({
      title: 'Reset the world?',
      text: 'Every message, token and fault goes, and the world starts anew.',
      yes: 'Reset',
    });
    if (!yes) return;
    await run(reset, () => store.startOver(api.reset));
    showNotice('The world has started anew.');
  };
  const buttons = [...moveButtons, reset];
  return {
    element: h(
      'section',
      { class: 'panel', 'aria-label': 'Time' },
      h('div', { class: 'clock' }, time, date),
      running,
      h('div', { class: 'move-buttons' }, ...moveButtons),
      reset,
    ),
    update: (now) => {
      setText(date, longDate(now));
      setText(time, clockTime(now));
    },
  };
}
