import { writeSync } from 'node:fs';
import { lineId } from '../../src/domain/document.ts';
import { absent } from '../../src/ports/store.ts';
import { openTables } from '../azurite/tables.ts';
import { installation, installationKey, line, lineKey, now } from '../contracts/store-documents.ts';

// Takes the next number, beside others that do the same, until it is killed: a document that is due and a counter, in one
// commit. Only the version of the counter keeps two from taking the same. Prints each number once its commit has returned.
const [address = '', name = ''] = process.argv.slice(2);
const store = await openTables(address, { name });
const counter = installationKey('c1', 'counter');

for (;;) {
  const before = await store.read(counter);
  const number = Number(before?.value.place.channelName === 'IT' ? before.value.place.teamName : '0') + 1;
  const done = await store.commit([
    {
      key: lineKey(`${lineId(number)}-${process.pid}`),
      value: line(process.pid),
      expect: absent,
      dueAt: now,
    },
    { key: counter, value: installation(String(number)), expect: before?.version ?? absent },
  ]);
  if (done === 'done') writeSync(1, `${number}\n`);
}
