// The file of its own: the package's front door loads language models' clients, for a second of every start.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { TurnContext } from 'botbuilder';
import type { Answer, Notice } from '../domain/answer.ts';
import type { TimeZone } from '../domain/calendar.ts';
import type { TenantId } from '../domain/ids.ts';
import { outsiderOf } from '../domain/outsider.ts';
import { placeKeeper } from '../flows/keep-place.ts';
import { decidedIn } from '../flows/record-decision.ts';
import type { Ports } from '../ports/ports.ts';
import { act, onAction } from './actions.ts';
import type { AfterTurn } from './after-turn.ts';
import { onDialogOpen, onDialogSubmit } from './dialogs.ts';
import { sayFittingly } from './in-private.ts';
import { incoming, pressed } from './incoming.ts';
import { onInstalled, onTeamChanged, onUninstalled } from './installations.ts';
import { onMessage } from './messages.ts';
import { onPasted, takePasted } from './paste-guard.ts';
import { respond, say, tellAfterButton, tellInDialog } from './respond.ts';
import { Senders } from './senders.ts';
import { onSignInFailure, onTokenExchange } from './sign-in.ts';
import { turnAway } from './turn-away.ts';

export interface BotDeps {
  readonly ports: Ports;
  readonly afterTurn: AfterTurn;
  /** The tenant whose members may be given roles. */
  readonly home: TenantId;
  /** The zone in which dates and times are read and shown. */
  readonly zone: TimeZone;
}

type Handler = (deps: BotDeps, context: TurnContext) => Promise<void>;
type Selector = (context: TurnContext) => boolean;

const invoke =
  (name: string): Selector =>
  ({ activity }) =>
    activity.type === 'invoke' && activity.name === name;
const installation =
  (...actions: readonly string[]): Selector =>
  ({ activity }) =>
    activity.type === 'installationUpdate' && actions.includes(activity.action ?? '');
/** About the app and its places, told by Teams whoever caused it: nobody gets anything done by these. */
const isEvent: Selector = ({ activity }) => activity.type !== 'message' && activity.type !== 'invoke';
const isMessage: Selector = ({ activity }) => activity.type === 'message';
const isPressedButton: Selector = (context) =>
  isMessage(context) && typeof context.activity.value === 'object' && context.activity.value !== null;

/** Every way in. The first that matches takes the activity; the last of each kind answers what nobody expected. */
const routes: readonly { readonly when: Selector; readonly then: Handler; readonly isInvoke?: true }[] = [
  { when: invoke('task/fetch'), then: onDialogOpen, isInvoke: true },
  { when: invoke('task/submit'), then: onDialogSubmit, isInvoke: true },
  { when: invoke('adaptiveCard/action'), then: onAction, isInvoke: true },
  { when: invoke('signin/tokenExchange'), then: onTokenExchange, isInvoke: true },
  { when: invoke('signin/failure'), then: onSignInFailure, isInvoke: true },
  { when: ({ activity }) => activity.type === 'invoke', then: onUnknownInvoke, isInvoke: true },
  { when: installation('add', 'add-upgrade'), then: onInstalled },
  { when: installation('remove', 'remove-upgrade'), then: onUninstalled },
  { when: ({ activity }) => activity.type === 'conversationUpdate', then: onTeamChanged },
  { when: isPressedButton, then: onPressedButton },
  { when: isMessage, then: onMessage },
];

export interface Bot {
  /** One turn. Never throws: what goes wrong is logged by name and answered with a way forward. */
  run(context: TurnContext): Promise<void>;
}

/** The Application gets no storage: its turn state loses concurrent writes, and all that is remembered goes through the store. */
export function createBot(deps: BotDeps): Bot {
  const application = new Application({
    startTypingTimer: false,
    removeRecipientMention: false,
    longRunningMessages: false,
  });
  for (const { when, then, isInvoke } of routes)
    application.addRoute(
      (context) => Promise.resolve(when(context)),
      (context) => then(inTurn(deps, context), context),
      isInvoke ?? false,
    );
  const keepPlace = placeKeeper(deps.ports);
  const senders = new Senders(deps.ports.log);
  return {
    async run(context) {
      try {
        const isPasted = takePasted(context.activity);
        senders.check(context.activity);
        const from = incoming(context.activity);
        const { tenant, team, conversation } = from;
        // Whoever has pasted a token is told what to do about it, wherever they come from.
        const outsider = isPasted || isEvent(context) ? undefined : outsiderOf(from.sender, deps.home);
        if (outsider !== undefined) {
          await turnAway(deps, context, from, outsider);
          return;
        }
        if (team !== undefined)
          deps.afterTurn.start('keep-place', () =>
            keepPlace(tenant, {
              teamId: team.id,
              serviceUrl: conversation.serviceUrl,
              ...(team.aadGroupId === undefined ? {} : { aadGroupId: team.aadGroupId }),
            }),
          );
        if (isPasted) await onPasted(deps, context);
        else await application.run(context);
      } catch (error) {
        deps.ports.log.error('turn.failed', {
          type: context.activity.type,
          name: context.activity.name,
          error: error instanceof Error ? error.name : 'unknown',
        });
        await apologise(context, noticeOf(error)).catch(() => undefined);
      }
    },
  };
}

/** What is decided in a turn is recorded with the place where it was asked. */
function inTurn(deps: BotDeps, { activity }: TurnContext): BotDeps {
  const { conversation, pressedOn } = incoming(activity);
  const where = {
    conversation: conversation.conversationId,
    ...(pressedOn === undefined ? {} : { card: pressedOn }),
  };
  return { ...deps, ports: { ...deps.ports, trail: decidedIn(deps.ports.trail, where) } };
}

/** Teams adds kinds of invokes at any time; 501 would show as "Something went wrong". */
async function onUnknownInvoke({ ports }: BotDeps, context: TurnContext): Promise<void> {
  const name: unknown = context.activity.name;
  ports.log.warn('invoke.unknown', { name: typeof name === 'string' ? name.slice(0, 80) : 'none' });
  await respond(context, undefined);
}

/** A button pressed in a client that knows no Action.Execute arrives as a message with a value. */
async function onPressedButton(deps: BotDeps, context: TurnContext): Promise<void> {
  const from = incoming(context.activity);
  await sayFittingly(deps, context, from, await act(deps, from, pressed(context.activity.value)));
}

async function apologise(context: TurnContext, notice: Notice & Answer): Promise<void> {
  const { type, name } = context.activity;
  if (type === 'invoke' && (name === 'task/fetch' || name === 'task/submit'))
    return tellInDialog(context, notice);
  if (type === 'invoke') return tellAfterButton(context, notice);
  if (type === 'message') await say(context, notice);
}

/** A store that fails is told as what it is: nothing can be done before somebody sees to it. */
const noticeOf = (error: unknown): Notice & Answer =>
  error instanceof Error && error.name === 'StoreFailure' ? { kind: 'not-recorded' } : { kind: 'went-wrong' };
