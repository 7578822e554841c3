import { after } from 'node:test';
import { startAzurite } from './azurite.ts';

/** For all tests of a process: to start one takes longer than most of them. Each test has a table of its own. */
export const azurite = await startAzurite();
after(() => azurite.close());
