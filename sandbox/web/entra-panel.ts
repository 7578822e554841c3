import type { EntraView } from '../page-api.ts';
import { api } from './api.ts';
import { whileBusy } from './busy.ts';
import { h, setText, type Part } from './element.ts';
import { keyedList } from './keyed-list.ts';
import type { Snapshot, Store } from './store.ts';
import { timeSeenFrom } from './time.ts';

interface Row<T> {
  readonly value: T;
  readonly now: string;
}
interface ConnectionRow extends Row<Connection> {
  /** Whether Apple makes its tokens. */
  readonly isApple: boolean;
}
type Connection = EntraView['connections'][number];
type AuditLine = EntraView['audit'][number];

const auditShown = 6;

/** Entra's side as its portal would show it. All that can be done there is to save a new token, past the bot. */
export function makeEntraPanel(store: Store): Part<Snapshot> {
  const connections = h('div');
  const audit = h('ol', { class: 'audit' });
  const noAudit = h('p', { class: 'quiet-text' }, 'Nothing yet.');
  const showConnections = keyedList<ConnectionRow>(
    connections,
    ({ value }) => value.id,
    (row) => makeConnection(store, row),
  );
  let drawn = '';
  return {
    element: h(
      'section',
      { class: 'panel', 'aria-label': 'Microsoft Entra' },
      h('h3', {}, 'Microsoft Entra'),
      connections,
      h('h4', {}, 'Audit log'),
      noAudit,
      audit,
    ),
    update: ({ state: { entra, apple, now } }) => {
      const tenantUrls = new Set(apple.map(({ tenantUrl }) => tenantUrl));
      showConnections(
        entra.connections.map((value) => ({ value, now, isApple: tenantUrls.has(value.tenantUrl) })),
      );
      const newest = [...entra.audit].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
      const lines = newest.slice(0, auditShown);
      const content = JSON.stringify([lines, now]);
      if (content !== drawn) audit.replaceChildren(...lines.map((line) => auditLine(line, now)));
      drawn = content;
      noAudit.hidden = newest.length > 0;
    },
  };
}

const looks: Readonly<Record<Connection['job'], string>> = {
  Active: 'good',
  Paused: 'warning',
  NotRun: 'neutral',
  Quarantine: 'bad',
  Disabled: 'bad',
};

function makeConnection(store: Store, first: ConnectionRow): Part<ConnectionRow> {
  const { id, name } = first.value;
  const job = h('span');
  const facts = h('dl', { class: 'facts' });
  const save: HTMLButtonElement = h(
    'button',
    {
      class: 'button',
      type: 'button',
      'aria-label': `Save a new token of ${name} in the portal`,
      title: 'Makes a token at Apple and saves it in Entra as the person you are, past the bot',
      onclick: () =>
        void whileBusy(save, async () => {
          await api.saveToken({ me: store.me, connection: id });
          await store.refresh();
        }),
    },
    'Save a new token in the portal',
  );
  const foot = h('div', { class: 'box-foot' }, save);
  const element = h(
    'div',
    { class: 'box' },
    h('div', { class: 'box-head' }, h('strong', {}, first.value.name), job),
    h('div', { class: 'address' }, first.value.tenantUrl),
    facts,
    foot,
  );
  const update = ({ value, now, isApple }: ConnectionRow): void => {
    foot.hidden = !isApple;
    setText(job, value.job === 'NotRun' ? 'Not run' : value.job);
    job.className = `pill ${looks[value.job]}`;
    const { lastCycle, nextCycle, quarantine, savedToken } = value;
    facts.replaceChildren(
      ...fact('Saved token', savedToken),
      ...(lastCycle ? fact('Last cycle', `${timeSeenFrom(now, lastCycle.began)}, ${lastCycle.state}`) : []),
      ...(nextCycle === undefined ? [] : fact('Next cycle', timeSeenFrom(now, nextCycle))),
      ...(quarantine
        ? [
            ...fact('Quarantine', `${quarantine.reason}, since ${timeSeenFrom(now, quarantine.since)}`),
            ...fact('Next attempt', timeSeenFrom(now, quarantine.nextAttempt)),
          ]
        : []),
    );
  };
  update(first);
  return { element, update };
}

const fact = (name: string, value: string): readonly HTMLElement[] => [h('dt', {}, name), h('dd', {}, value)];

const auditLine = ({ at, activity, target, by }: AuditLine, now: string): HTMLElement =>
  h(
    'li',
    {},
    h('span', { class: 'audit-time' }, timeSeenFrom(now, at)),
    h('span', {}, h('strong', {}, activity), ` ${target}, by ${by}`),
  );
