import type { Faults } from '../page-api.ts';

export const noFaults: Faults = {
  graph: 'none',
  apple: 'none',
  teams: 'none',
  provisioning: 'none',
  botSleeps: false,
};

/** Asked at every use, so that the page can switch faults while the sandbox runs. */
export type ReadFaults = () => Faults;
