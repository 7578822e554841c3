import { openSqliteStore } from '../../src/adapters/store/sqlite-store.ts';
import { absent } from '../../src/ports/store.ts';
import { line, lineKey } from '../contracts/store-documents.ts';

// Raises one number by compare-and-set as often as it is told, together with others that do the same.
const [path = '', times = '0'] = process.argv.slice(2);
const store = openSqliteStore(path);
const key = lineKey('counter');

let done = 0;
while (done < Number(times)) {
  const before = await store.read(key);
  const rung = before?.value.act.kind === 'reminded' ? before.value.act.rung : 0;
  const put = { key, value: line(rung + 1), expect: before?.version ?? absent };
  if ((await store.commit([put])) === 'done') done++;
}
await store.close();
