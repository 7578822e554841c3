import { makeApplePanel } from './apple-panel.ts';
import { makeClockPanel } from './clock-panel.ts';
import { h, setText, type Part } from './element.ts';
import { makeEntraPanel } from './entra-panel.ts';
import { makeFaultsPanel } from './faults-panel.ts';
import { icon } from './icons.ts';
import type { Snapshot, Store } from './store.ts';
import { makeTeamPanel } from './team-panel.ts';
import { clockTime, shortDate } from './time.ts';

const key = 'sandbox.world-closed';
/** The world's clock runs with the machine's between two readings of the state. */
const tick = 5_000;
/** Where the strip has its own column; elsewhere it lies over the conversation. */
const wide = matchMedia('(min-width: 1101px)');

/** What a visitor does to the world: a column on a desktop, a sheet at the bottom of a phone. */
export function makeControlStrip(store: Store): Part<Snapshot> & { readonly worldSwitch: HTMLElement } {
  const clock = makeClockPanel(store);
  const panels = [makeApplePanel(store), makeFaultsPanel(store), makeTeamPanel(store), makeEntraPanel(store)];
  const time = h('span');
  const body = h(
    'div',
    { class: 'strip-body', id: 'strip-body' },
    clock.element,
    ...panels.map(({ element }) => element),
  );
  const handle = h(
    'button',
    { class: 'strip-handle', type: 'button', 'aria-controls': 'strip-body' },
    h('strong', {}, 'The world'),
    time,
    icon('down'),
  );
  const element = h('aside', { class: 'strip', 'aria-label': 'The world' }, handle, body);
  const worldSwitch = h(
    'button',
    {
      class: 'icon-button on-bar world-switch',
      type: 'button',
      title: 'Show or hide the world',
      'aria-controls': 'strip-body',
    },
    icon('globe'),
    'The world',
  );

  const show = (open: boolean): void => {
    document.body.dataset['world'] = open ? 'open' : 'closed';
    for (const button of [handle, worldSwitch]) button.setAttribute('aria-expanded', String(open));
  };
  const toggle = (): void => {
    const open = document.body.dataset['world'] !== 'open';
    show(open);
    if (wide.matches) sessionStorage.setItem(key, open ? '' : 'closed');
  };
  handle.addEventListener('click', toggle);
  worldSwitch.addEventListener('click', toggle);
  wide.addEventListener('change', () => {
    show(wide.matches);
  });
  show(wide.matches && sessionStorage.getItem(key) !== 'closed');
  let shown: { readonly snapshot: Snapshot; readonly readAt: number } | undefined;
  const showTime = (): void => {
    if (!shown) return;
    const { state } = shown.snapshot;
    const now = new Date(Date.parse(state.now) + Date.now() - shown.readAt).toISOString();
    setText(time, `${shortDate(now)}, ${clockTime(now)}`);
    clock.update(now);
  };
  setInterval(showTime, tick);
  return {
    element,
    worldSwitch,
    update: (snapshot) => {
      if (shown?.snapshot.state !== snapshot.state) shown = { snapshot, readAt: Date.now() };
      showTime();
      for (const panel of panels) panel.update(snapshot);
    },
  };
}
