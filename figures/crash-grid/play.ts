import { hours, minutes, seconds } from '../../src/domain/calendar.ts';
import type { DialogId } from '../../src/domain/ids.ts';
import { beginRotation, type Submitted } from '../../src/flows/begin-rotation.ts';
import { finishRotation } from '../../src/flows/finish-rotation.ts';
import { keepCard } from '../../src/flows/keep-card.ts';
import { openTokenDialog } from '../../src/flows/open-dialog.ts';
import { keepAuditLog } from '../../src/flows/read-audit-log.ts';
import { freeStranded } from '../../src/flows/stranded.ts';
import { watch } from '../../src/flows/set-up.ts';
import { readConnection } from '../../src/flows/watched.ts';
import type { ScimToken } from '../../src/domain/scim-token.ts';
import { judge } from './judge.ts';
import { Dead, StoreAway, type BotProcess } from './process.ts';
import { Fleet, type Strike } from './strike.ts';
import { connection, person, place, tenantOf, Town, zone, type TownOptions } from './town.ts';

/** What one case showed. */
export interface Played {
  readonly wrong: readonly string[];
  /** Strikes that really struck: a fault that never came has shown nothing. */
  readonly struck: number;
}

/** Plays one rotation with these faults in it, then another one without, and looks at everything. */
export async function play(strikes: readonly Strike[], options: TownOptions): Promise<Played> {
  const town = new Town(options);
  const fleet = new Fleet(town, strikes);
  town.meet = (pass, request) => fleet.answer(pass, request);
  return town.clock.run(story(town, fleet));
}

async function story(town: Town, fleet: Fleet): Promise<Played> {
  const { clock } = town;
  await begin(town, fleet);
  const visit = new Visit(town, fleet);
  // Whatever happened, the next attempt that nothing strikes works, also with the same token.
  for (let struck = -1; !isReplaced(town) && struck < fleet.struck.length;) {
    struck = struck < 0 ? 0 : fleet.struck.length;
    await visit.rotate();
    await clock.pause(hours(3));
    // A clock that was ahead when the next look was set: that comes as much later.
    const wasAhead = fleet.struck.some(({ fault }) => fault === 'clock jump');
    if (wasAhead || town.rotations().some(({ state }) => state === 'applied')) await clock.pause(hours(6));
    town.wrong.push(...judge(town, visit.tokens, visit.entered));
  }
  if (!isReplaced(town)) town.failed('the next attempt does not work');
  (await fleet.process()).kill();
  return { wrong: [...new Set(town.wrong)], struck: fleet.struck.length };
}

/** The connection is watched, its thread is open, and somebody has paused the job. */
async function begin(town: Town, fleet: Fleet): Promise<void> {
  const { ports } = await fleet.process();
  const request = { tenant: tenantOf, person, connection, place: Promise.resolve(place), zone };
  const again = () => watch(ports, { ...request, expiry: '2027-01-22' });
  let outcome = await again();
  // Half a second of this machine's own time is all that Entra has for a right: on a busy one that is not always enough.
  for (let tries = 0; outcome.kind !== 'watching' && tries < 10; tries++) outcome = await again();
  if (outcome.kind !== 'watching') throw new Error('The connection is not watched.');
  await keepAuditLog(ports, tenantOf);
  await town.clock.pause(hours(24));
  if (town.threads().length === 0) throw new Error('The thread is not open.');
  town.pauseJob();
}

const isReplaced = ({ memory }: Town): boolean =>
  memory.list(tenantOf, 'cycle', { partition: connection }).some(({ value }) => value.state === 'closed');

/** Maya, with one token of Apple's in her clipboard: she does what the bot tells her, and tries again when it fails. */
class Visit {
  readonly tokens: ScimToken[] = [];
  readonly entered: string;
  readonly #town: Town;
  readonly #fleet: Fleet;

  constructor(town: Town, fleet: Fleet) {
    this.#town = town;
    this.#fleet = fleet;
    this.entered = town.cloud.apple.school.generate().token;
    town.mayBeSaved(this.entered);
  }

  async rotate(): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt++) {
      const opened = await this.#turn((process) => open(process));
      if (opened !== undefined && (await this.#submit(opened))) return;
      await this.#town.clock.pause(minutes(1));
    }
    this.#town.failed('the dialog could not be used five times');
  }

  async #submit({ dialog, cycle }: Opened): Promise<boolean> {
    const deliver = async (process: BotProcess): Promise<Submitted['kind']> => {
      const request = { tenant: tenantOf, person, connection, cycle, dialog, testOnly: false };
      const expiry = this.#town.expiry();
      const submitted = await beginRotation(process.ports, { ...request, expiry, token: this.entered });
      if (submitted.kind !== 'begun') return submitted.kind;
      this.tokens.push(submitted.token);
      process.start('show-card', () => keepCard(process.ports, { tenant: tenantOf, connection, cycle }));
      process.start('rotate', () => finishRotation(process.ports, submitted.rotation, submitted.token));
      return 'begun';
    };
    // Teams delivers a click again, to whichever process, at once and when nobody answers.
    this.#fleet.again = () => {
      for (let copy = 0; copy < 3; copy++) void this.#turn(deliver);
    };
    for (let press = 0; press < 3; press++) {
      const submitted = await this.#turn(deliver);
      if (submitted === 'begun') return true;
      // Of a copy that came before: the first result is told in the thread.
      if (submitted === 'notice') return this.#town.rotations().length > 0;
      await this.#town.clock.pause(seconds(20));
    }
    return false;
  }

  /** A turn; undefined when the bot did not answer. */
  async #turn<T>(work: (process: BotProcess) => Promise<T>): Promise<T | undefined> {
    const process = await this.#fleet.process();
    try {
      return await work(process);
    } catch (error) {
      if (!(error instanceof Dead) && !(error instanceof StoreAway))
        this.#town.failed(`a turn: ${String(error)}`);
      return undefined;
    }
  }
}

interface Opened {
  readonly dialog: DialogId;
  readonly cycle: ReturnType<typeof cycleNow> extends Promise<infer C> ? NonNullable<C> : never;
}

const cycleNow = async (ports: BotProcess['ports']) =>
  (await readConnection(ports, tenantOf, connection))?.cycle.value.id;

async function open(process: BotProcess): Promise<Opened | undefined> {
  const { ports } = process;
  const cycle = await cycleNow(ports);
  const view = await openTokenDialog(ports, { tenant: tenantOf, person, connection });
  if (!view.ok && view.failure.kind === 'busy')
    process.start('stranded', () => freeStranded(ports, tenantOf, connection));
  if (cycle === undefined || !view.ok || view.value.kind !== 'enter-token') return undefined;
  return { dialog: view.value.dialog, cycle };
}
