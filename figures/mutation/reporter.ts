import { shared, type TestEvent } from './turn.ts';

/** Tells the worker what node's test runner tells, in the same process, and prints nothing. */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    shared.scimitarHeard?.(event);
    yield '';
  }
}
