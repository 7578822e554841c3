import type { TurnContext } from 'botbuilder';
import type { Answer } from '../domain/answer.ts';
import { yearOf } from '../domain/calendar.ts';
import { parseCommand, type Command } from '../domain/command.ts';
import { isGuarded } from '../domain/deeds.ts';
import { topicsAbout } from '../domain/help.ts';
import type { Person } from '../domain/ids.ts';
import { reportSettings } from '../flows/channel-settings.ts';
import { freeze, unfreeze } from '../flows/freeze.ts';
import { moveHere } from '../flows/move-here.ts';
import { refuse } from '../flows/permission.ts';
import { chooseToRotate, explainHistory, reportHistory, reportStatus } from '../flows/report.ts';
import { tellTaken } from '../flows/take-on.ts';
import type { BotDeps } from './bot.ts';
import { incoming, isSpokenTo, spokenText, type Incoming } from './incoming.ts';
import { sayFittingly } from './in-private.ts';
import { placeOf } from './place.ts';

/** Whatever people say to the bot gets an answer, also what is no command. */
export async function onMessage(deps: BotDeps, context: TurnContext): Promise<void> {
  const from = incoming(context.activity);
  if (!isSpokenTo(context.activity, from)) return;
  const command = parseCommand(spokenText(context.activity));
  const answers = command.ok
    ? await answersTo(deps, from, command.value)
    : [{ kind: 'not-understood', scope: from.scope } as const];
  for (const answer of answers) await sayFittingly(deps, context, from, answer);
}

async function answersTo(deps: BotDeps, from: Incoming, command: Command): Promise<readonly Answer[]> {
  const { ports, zone } = deps;
  const { tenant, scope, person } = from;
  if (person === undefined) return [{ kind: 'outsider', who: 'anonymous' }];
  if (isGuarded(command.name)) {
    const refusal = await refuse(ports, { tenant, person, deed: command.name, ...channelOf(from) });
    if (refusal !== undefined) return [refusal];
  }
  const named = 'connection' in command ? { named: command.connection } : {};
  switch (command.name) {
    case 'help':
      return command.about === undefined
        ? [{ kind: 'help', scope, greeted: false }]
        : [{ kind: 'help-topics', topics: topicsAbout(command.about), year: yearOf(ports.clock()) }];
    case 'greeting':
      return [{ kind: 'help', scope, greeted: true }];
    case 'status':
      return [await reportStatus(ports, { tenant, zone, ...named })];
    case 'rotate-scim':
      return [await chooseToRotate(ports, { tenant, scope, ...named })];
    case 'history':
      return command.date === undefined
        ? reportHistory(ports, { tenant, ...named })
        : explainHistory(ports, { tenant, date: command.date, ...named });
    case 'settings': {
      const place = await placeOf(deps, from);
      return [await reportSettings(ports, { tenant, zone, ...named, ...(place && { place }) })];
    }
    case 'remind-here':
      return [await remindHere(deps, from, person, named)];
    case 'freeze':
    case 'unfreeze':
      return [await freezing(deps, from, person, command)];
  }
}

async function remindHere(
  deps: BotDeps,
  from: Incoming,
  person: Person,
  named: { readonly named?: string },
): Promise<Answer> {
  const place = await placeOf(deps, from);
  if (place === undefined) return { kind: 'only-in-a-channel' };
  return moveHere(deps.ports, { tenant: from.tenant, person, place, zone: deps.zone, ...named });
}

const channelOf = ({ channel }: Incoming) => (channel === undefined ? {} : { channelId: channel.id });
/** The answer is quick; the thread is told after the turn. */
async function freezing(
  { ports, afterTurn }: BotDeps,
  from: Incoming,
  person: Person,
  command: Extract<Command, { name: 'freeze' | 'unfreeze' }>,
): Promise<Answer> {
  const { tenant, said } = from;
  const request = {
    tenant,
    person,
    ...channelOf(from),
    ...(said === undefined ? {} : { said }),
  };
  const { answer, told } =
    command.name === 'freeze'
      ? await freeze(ports, { ...request, ...(command.asked && { asked: command.asked }) })
      : await unfreeze(ports, {
          ...request,
          ...(command.connection === undefined ? {} : { named: command.connection }),
        });
  if (told !== undefined) afterTurn.start('freeze', () => tellTaken(ports, told.ref, told.owed));
  return answer;
}
