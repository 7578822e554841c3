import type { PageState, TeamChange } from '../page-api.ts';
import { api } from './api.ts';
import { askName } from './ask-name.ts';
import { whileBusy } from './busy.ts';
import { h, type Part } from './element.ts';
import { keyedList } from './keyed-list.ts';
import type { Snapshot, Store } from './store.ts';

type Team = PageState['teams'][number];
type Unowned<T> = T extends unknown ? Omit<T, 'me'> : never;
type Change = Unowned<TeamChange>;

/** The team, a channel or the app: its name, how it is, and what can be done to it. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly acts: readonly Action[];
}
interface Action {
  readonly label: string;
  /** What it is done to, for those who cannot see the row. */
  readonly to: 'team' | 'channel' | 'app';
  /** `undefined` when whoever was asked thought better of it. */
  readonly change: () => Change | undefined | Promise<Change | undefined>;
}

/** What an owner does in Teams: Teams tells the bot of it. */
export function makeTeamPanel(store: Store): Part<Snapshot> {
  const list = h('div', { role: 'list', 'aria-label': 'The team' });
  // What changes is drawn anew.
  const show = keyedList<Row>(
    list,
    ({ id, name, state }) => `${id} ${name} ${state}`,
    (row) => makeRow(store, row),
  );
  return {
    element: h('section', { class: 'panel', 'aria-label': 'Team' }, h('h3', {}, 'Team'), list),
    update: ({ state: { teams } }) => {
      show(teams.flatMap(rowsOf));
    },
  };
}

const rowsOf = ({ id, name, channels, deletedChannels, botIsIn }: Team): readonly Row[] => [
  {
    id,
    name,
    state: 'team',
    acts: [renaming('team', name, (wanted) => ({ change: 'rename team', name: wanted }))],
  },
  // General has the id of the team.
  ...channels.filter((channel) => channel.id !== id).map(channelRow),
  ...deletedChannels.map(deletedRow),
  {
    id: 'bot',
    name: 'Scimitar',
    state: botIsIn ? 'in the team' : 'not in the team',
    acts: [
      botIsIn
        ? { label: 'Remove', to: 'app', change: () => ({ change: 'remove bot' }) }
        : { label: 'Add', to: 'app', change: () => ({ change: 'add bot' }) },
    ],
  },
];

const channelRow = ({ id, name }: Pick<Row, 'id' | 'name'>): Row => ({
  id,
  name,
  state: 'channel',
  acts: [
    renaming('channel', name, (wanted) => ({ change: 'rename channel', channelId: id, name: wanted })),
    { label: 'Delete', to: 'channel', change: () => ({ change: 'delete channel', channelId: id }) },
  ],
});

const deletedRow = ({ id, name }: Pick<Row, 'id' | 'name'>): Row => ({
  id,
  name,
  state: 'deleted channel',
  acts: [{ label: 'Restore', to: 'channel', change: () => ({ change: 'restore channel', channelId: id }) }],
});

const renaming = (to: Action['to'], now: string, change: (name: string) => Change): Action => ({
  label: 'Rename',
  to,
  change: async () => {
    const name = await askName(`Rename ${now}`, now);
    return name === undefined ? undefined : change(name);
  },
});

function makeRow(store: Store, { name, state, acts }: Row): Part<Row> {
  const buttons = acts.map(({ label, to, change }) => {
    const button: HTMLButtonElement = h(
      'button',
      {
        class: 'button small',
        type: 'button',
        'aria-label': `${label} ${to}`,
        onclick: () =>
          void whileBusy(button, async () => {
            const wanted = await change();
            if (wanted !== undefined) await api.changeTeam({ ...wanted, me: store.me });
            await store.refresh();
          }),
      },
      label,
    );
    return button;
  });
  return {
    element: h(
      'div',
      { class: 'slot', role: 'listitem' },
      h('span', { class: 'slot-name' }, name),
      h('span', {}, ...buttons.flatMap((button) => [button, ' '])),
      h('span', { class: 'slot-date' }, state),
    ),
    update: () => undefined,
  };
}
