import type { Faults } from '../page-api.ts';
import { api, messageOf } from './api.ts';
import { h, type Part } from './element.ts';
import type { Snapshot, Store } from './store.ts';
import { showError } from './toast.ts';

const choices = {
  graph: {
    label: 'Graph',
    options: {
      none: 'works',
      '429': '429 too many requests',
      '500': '500 server error',
      '403': '403 forbidden',
      timeout: 'does not answer',
      html: 'answers with HTML',
    },
  },
  apple: { label: 'Apple', options: { none: 'works', down: 'is down', refuses: 'refuses every token' } },
  teams: {
    label: 'Teams',
    options: {
      none: 'works',
      '429': '429 too many requests',
      '502': '502 bad gateway',
      slow: 'is slow',
      lost: 'loses its answers',
    },
  },
  provisioning: {
    label: 'Provisioning',
    options: {
      none: 'runs',
      'entry-errors': 'fails for one person',
      'too-many-deletes': 'would delete too many',
      stalled: 'begins no cycle',
      paused: 'is paused',
      disabled: 'is disabled',
    },
  },
} as const satisfies {
  readonly [K in 'graph' | 'apple' | 'teams' | 'provisioning']: {
    readonly label: string;
    readonly options: Record<Faults[K], string>;
  };
};

/** What is broken at the moment. */
export function makeFaultsPanel(store: Store): Part<Snapshot> {
  let current: Faults = {
    graph: 'none',
    apple: 'none',
    teams: 'none',
    provisioning: 'none',
    botSleeps: false,
  };
  const set = async (change: Partial<Record<keyof Faults, string | boolean>>): Promise<void> => {
    try {
      // The values come from the options above.
      await api.setFaults({ ...current, ...change } as Faults);
    } catch (error) {
      showError(messageOf(error));
    }
    await store.refresh();
  };
  const selects = (['graph', 'apple', 'teams', 'provisioning'] as const).map((name) => {
    const { label, options } = choices[name];
    const select = h(
      'select',
      { 'aria-label': label, onchange: () => void set({ [name]: select.value }) },
      ...Object.entries(options).map(([value, text]) => h('option', { value }, text)),
    );
    return { name, select, row: h('label', { class: 'field-row' }, h('span', {}, label), select) };
  });
  const sleeps: HTMLInputElement = h('input', {
    type: 'checkbox',
    class: 'toggle',
    onchange: () => void set({ botSleeps: sleeps.checked }),
  });
  const element = h(
    'section',
    { class: 'panel', 'aria-label': 'Faults' },
    h('h3', {}, 'Faults'),
    ...selects.map(({ row }) => row),
    h('label', { class: 'field-row' }, h('span', {}, 'The bot sleeps'), sleeps),
  );
  return {
    element,
    update: ({ state: { faults } }) => {
      current = faults;
      for (const { name, select, row } of selects) {
        if (document.activeElement !== select || select.value !== faults[name]) select.value = faults[name];
        row.classList.toggle('faulty', faults[name] !== 'none');
      }
      sleeps.checked = faults.botSleeps;
      sleeps.parentElement?.classList.toggle('faulty', faults.botSleeps);
    },
  };
}
