import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import { lineId } from '../../src/domain/document.ts';
import { absent } from '../../src/ports/store.ts';
import { installation, installationKey, line, lineKey } from '../contracts/store-documents.ts';

// Commits two documents at a time until it is killed, and prints each number once its commit has returned.
const [path = '', partition = ''] = process.argv.slice(2);
const store = openSqliteStore(path);
const counter = installationKey(partition);

for (let number = 1; ; number++) {
  const expect = (await store.read(counter))?.version ?? absent;
  const done = await store.commit([
    { key: lineKey(lineId(number), partition), value: line(number), expect: absent },
    { key: counter, value: installation(String(number)), expect },
  ]);
  if (done !== 'done') throw new Error('nobody else writes here, and yet there is a conflict');
  writeSync(1, `${number}\n`);
}
