import type { Topic } from '../topic.ts';
import { appleTopics } from './apple.ts';
import { credentialTopics } from './credentials.ts';
import { entraTopics } from './entra.ts';
import { graphTopics } from './graph.ts';
import { ownTopics } from './own.ts';
import { personTopics } from './person.ts';

/** The help catalogue. Where several entries explain a failure, the first does. */
export const topics: readonly Topic[] = [
  ...ownTopics,
  ...personTopics,
  ...credentialTopics,
  ...graphTopics,
  ...appleTopics,
  ...entraTopics,
];
