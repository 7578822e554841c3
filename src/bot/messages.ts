import type { TurnContext } from 'botbuilder';
import { parseCommand } from '../domain/command.ts';
import { chooseToRotate, reportHistory, reportStatus } from '../flows/report.ts';
import type { BotDeps } from './bot.ts';
import { incoming, spokenText } from './incoming.ts';
import { say } from './respond.ts';

/** Whatever people say to the bot gets an answer, also what is no command. */
export async function onMessage({ ports, zone }: BotDeps, context: TurnContext): Promise<void> {
  const { tenant, scope } = incoming(context.activity);
  const command = parseCommand(spokenText(context.activity));
  if (!command.ok) return say(context, { kind: 'not-understood', scope });
  const named = 'connection' in command.value ? { named: command.value.connection } : {};
  switch (command.value.name) {
    case 'help':
      return say(context, { kind: 'help', scope, greeted: false });
    case 'greeting':
      return say(context, { kind: 'help', scope, greeted: true });
    case 'status':
      return say(context, await reportStatus(ports, { tenant, zone, ...named }));
    case 'rotate-scim':
      return say(context, await chooseToRotate(ports, { tenant, scope, ...named }));
    case 'history':
      for (const answer of await reportHistory(ports, { tenant, ...named })) await say(context, answer);
  }
}
