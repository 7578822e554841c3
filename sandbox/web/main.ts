import { makeControlStrip } from './control-strip.ts';
import { makeConversationList } from './conversation-list.ts';
import { h, setText } from './element.ts';
import { makeIntro } from './intro.ts';
import { makeMainColumn } from './main-column.ts';
import { Store } from './store.ts';
import { toasts } from './toast.ts';
import { makeRail, makeTopBar } from './top-bar.ts';

const outOfStep = h('div', { class: 'out-of-step', role: 'alert', hidden: true });
const store = new Store((trouble) => {
  outOfStep.hidden = trouble === undefined;
  setText(outOfStep, trouble ?? '');
});
const strip = makeControlStrip(store);
const bar = makeTopBar(store, strip.worldSwitch);
const list = makeConversationList(store);
const main = makeMainColumn(store);

document.body.dataset['pane'] = 'list';
document.body.replaceChildren(
  bar.element,
  outOfStep,
  h(
    'div',
    { class: 'columns' },
    makeRail(store),
    list.element,
    h('div', { class: 'middle' }, makeIntro(), main.element),
    strip.element,
  ),
  toasts,
);

store.subscribe((snapshot) => {
  // The main column first: what it shows is no longer unread in the list.
  for (const part of [bar, main, list, strip]) part.update(snapshot);
});
void store.refresh();
store.follow();
