import { azurite } from '../../../azurite/shared.ts';
import { newName, openTables } from '../../../azurite/tables.ts';
import { describeStore } from '../../../contracts/store.ts';

describeStore('the store in Azure Table Storage', async () => {
  const name = newName();
  let store = await openTables(azurite.address, { name });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openTables(azurite.address, { name });
      return store;
    },
    cleanup: () => store.close(),
  };
});
