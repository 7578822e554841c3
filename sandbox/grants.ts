import { nobody, type Grants, type Holders } from '../src/domain/roles.ts';
import { rotators } from './seed.ts';

const group: Holders = { ...nobody, groups: [rotators.id] };

/** Who may do what in the simulated tenant: the rotators all that takes a role, and every member may look. */
export const rotatorGrants: Grants = {
  view: { ...nobody, everyone: true },
  claim: group,
  submit: group,
  approve: group,
  configure: group,
};
