import type { AppleView } from '../page-api.ts';
import { api } from './api.ts';
import { whileBusy } from './busy.ts';
import { confirmed } from './confirm.ts';
import { h, setText, type Part } from './element.ts';
import { keyedList } from './keyed-list.ts';
import type { Snapshot, Store } from './store.ts';
import { daysFrom, shortDate } from './time.ts';
import { showNewToken } from './token-reveal.ts';

interface Row<T> {
  readonly value: T;
  readonly now: string;
}
type Token = AppleView['tokens'][number];

/** Apple keeps at most two tokens of a product; one that is revoked or has expired takes no slot. */
const slotsPerProduct = 2;

/** Apple's side: two token slots per product, where tokens are made and revoked by hand. */
export function makeApplePanel(store: Store): Part<Snapshot> {
  const products = h('div');
  const show = keyedList<Row<AppleView>>(
    products,
    ({ value }) => value.product,
    (row) => makeProduct(store, row),
  );
  return {
    element: h('section', { class: 'panel', 'aria-label': 'Apple' }, h('h3', {}, 'Apple'), products),
    update: ({ state: { apple, now } }) => {
      show(apple.map((value) => ({ value, now })));
    },
  };
}

function makeProduct(store: Store, first: Row<AppleView>): Part<Row<AppleView>> {
  const { product, name, tenantUrl } = first.value;
  const slots = h('div', { class: 'slots', role: 'list', 'aria-label': `Tokens of ${name}` });
  const free = h('div');
  const show = keyedList<Row<Token>>(
    slots,
    ({ value }) => value.id,
    (row) => makeSlot(store, row),
  );
  const generate: HTMLButtonElement = h(
    'button',
    {
      class: 'button',
      type: 'button',
      onclick: () =>
        void whileBusy(generate, async () => {
          showNewToken(name, (await api.generateToken(product)).token);
          await store.refresh();
        }),
    },
    'Generate token',
  );
  const update = ({ value, now }: Row<AppleView>): void => {
    show(value.tokens.map((token) => ({ value: token, now })));
    const taken = value.tokens.filter(isAlive).length;
    const freeSlots = Array.from({ length: Math.max(0, slotsPerProduct - taken) });
    free.replaceChildren(...freeSlots.map(() => h('div', { class: 'slot free' }, 'Free slot')));
  };
  update(first);
  return {
    element: h(
      'div',
      { class: 'box' },
      h('div', { class: 'box-head' }, h('strong', {}, name)),
      h('div', { class: 'address' }, tenantUrl),
      slots,
      free,
      h('div', { class: 'box-foot' }, generate),
    ),
    update,
  };
}

const isAlive = ({ state }: Token): boolean => state === 'new' || state === 'active';

const looks: Readonly<Record<Token['state'], string>> = {
  new: 'neutral',
  active: 'good',
  expired: 'bad',
  revoked: 'bad',
};

function makeSlot(store: Store, first: Row<Token>): Part<Row<Token>> {
  const { id, name } = first.value;
  const state = h('span');
  const expires = h('span', { class: 'slot-date' });
  const revoke: HTMLButtonElement = h(
    'button',
    { class: 'button small', type: 'button', 'aria-label': `Revoke ${name}`, onclick: () => void ask() },
    'Revoke',
  );
  const ask = async (): Promise<void> => {
    const yes = await confirmed({
      title: `Revoke ${name}?`,
      text: 'Apple refuses a revoked token at once and for good. If Entra still uses it, provisioning stops.',
      yes: 'Revoke',
    });
    if (!yes) return;
    await whileBusy(revoke, async () => {
      await api.revokeToken(id);
      await store.refresh();
    });
  };
  const update = ({ value, now }: Row<Token>): void => {
    setText(state, value.state);
    state.className = `pill ${looks[value.state]}`;
    setText(
      expires,
      value.state === 'revoked'
        ? 'Revoked'
        : `${value.state === 'expired' ? 'Expired' : 'Expires'} ${shortDate(value.expiresOn)}, ${daysFrom(now, value.expiresOn)}`,
    );
    revoke.hidden = !isAlive(value);
  };
  update(first);
  return {
    element: h(
      'div',
      { class: 'slot', role: 'listitem' },
      h('span', { class: 'slot-name' }, name),
      state,
      expires,
      revoke,
    ),
    update,
  };
}
