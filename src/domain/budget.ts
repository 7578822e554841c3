import { addMilliseconds, minutes, type Moment } from './calendar.ts';
import type { Attempt } from './rotation.ts';

/** From its submit to its terminal reply an attempt takes no longer, however often it tries; Teams is not counted. */
const attemptAtMost = minutes(10);
/** From a look that failed until the next one has ended: a lease ends, the sweep comes round, and Graph takes its time. */
const anotherLook = minutes(2);

/** Whether what may pass is waited for: only as long as one more look fits in. */
export const maySeeAgain = ({ startedAt }: Pick<Attempt, 'startedAt'>, now: Moment): boolean =>
  addMilliseconds(now, anotherLook) <= addMilliseconds(startedAt, attemptAtMost);
