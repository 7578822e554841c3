import type { AnyParser } from '../parser.ts';
import { commands } from './commands.ts';
import { days } from './days.ts';
import { environment } from './environment.ts';
import { filled } from './forms.ts';
import { frontDoors } from './front-door.ts';
import { graphClients } from './graph-client.ts';
import { graphDiscoveries } from './graph-discovery.ts';
import { graphErrors } from './graph-errors.ts';
import { graphLists } from './graph-lists.ts';
import { graphPeople } from './graph-people.ts';
import { graphJobs } from './graph-jobs.ts';
import { hoursParsers } from './hours.ts';
import { settingsTexts } from './ladder.ts';
import { pastes } from './pasted.ts';
import { scrubs } from './scrubs.ts';
import { signatures } from './signatures.ts';
import { stores } from './store.ts';
import { teamsParsers } from './teams.ts';
import { trails } from './trail.ts';
import { turns } from './turns.ts';

export const parsers: readonly AnyParser[] = [
  ...frontDoors,
  ...turns,
  ...filled,
  ...teamsParsers,
  ...signatures,
  ...days,
  ...hoursParsers,
  ...settingsTexts,
  ...commands,
  ...pastes,
  ...scrubs,
  ...graphErrors,
  ...graphClients,
  ...graphJobs,
  ...graphPeople,
  ...graphLists,
  ...graphDiscoveries,
  ...environment,
  ...trails,
  ...stores,
];
