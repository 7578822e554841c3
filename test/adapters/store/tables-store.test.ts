// The store in Azure Table Storage, before one emulator.
import './tables/contract.ts';
import './tables/commits.ts';
import './tables/due.ts';
import './tables/limits.ts';
import './tables/opening.ts';
