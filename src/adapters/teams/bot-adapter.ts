import { CloudAdapter, type Activity, type InvokeResponse, type TurnContext } from 'botbuilder';
import type {
  AuthenticateRequestResult,
  BotFrameworkAuthentication,
  ConnectorClient,
  ConnectorFactory,
  UserTokenClient,
} from 'botframework-connector';
import type { Result } from '../../domain/result.ts';
import type { Connector } from './connector.ts';
import type { Posted, Unsent } from './teams-answer.ts';

/** botbuilder's adapter with the two ends replaced: callers are admitted by the front door, answers leave through the connector. */
export class BotAdapter extends CloudAdapter {
  readonly #botId: string;
  readonly #audience: string;
  readonly #connectors: ConnectorFactory;

  /** `audience`: the Bot Connector service of the cloud. */
  constructor(botId: string, audience: string, connector: Connector) {
    const ours: Pick<ConnectorFactory, 'create'> = new OurConnectorFactory(connector);
    // Typed as the SDK's class, which has nothing more.
    const connectors = ours as ConnectorFactory;
    super(frontDoorAuthentication(connectors));
    this.#botId = botId;
    this.#audience = audience;
    this.#connectors = connectors;
  }

  /** Runs one turn for an activity that the front door has admitted. Gives the response of an invoke. */
  async run(
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const identity = this.createClaimsIdentity(this.#botId);
    identity.claims.push({ type: 'serviceurl', value: activity.serviceUrl });
    const admitted: AuthenticateRequestResult = {
      audience: this.#audience,
      claimsIdentity: identity,
      connectorFactory: this.#connectors,
    };
    return this.processActivity(admitted, activity, turn);
  }
}

/** Callers have been checked before; whoever comes another way is refused. */
function frontDoorAuthentication(connectors: ConnectorFactory): BotFrameworkAuthentication {
  const unused: unknown = {};
  const used: Pick<
    BotFrameworkAuthentication,
    | 'authenticateRequest'
    | 'authenticateStreamingRequest'
    | 'createConnectorFactory'
    | 'createUserTokenClient'
  > = {
    authenticateRequest: () => Promise.reject(new Error('activities come through the front door only')),
    authenticateStreamingRequest: () => Promise.reject(new Error('streaming is not offered')),
    createConnectorFactory: () => connectors,
    // The Bot Framework's token service is not used: people's sign-ins come straight from Teams.
    createUserTokenClient: () => Promise.resolve(unused as UserTokenClient),
  };
  // Typed as the SDK's class, of which a turn calls these four.
  return used as BotFrameworkAuthentication;
}

/** The part of the SDK's connector client that a turn uses, on our connector. */
class OurConnectorFactory implements Pick<ConnectorFactory, 'create'> {
  readonly #connector: Connector;

  constructor(connector: Connector) {
    this.#connector = connector;
  }

  create(serviceUrl: string): Promise<ConnectorClient> {
    const to = this.#connector;
    const conversations = {
      sendToConversation: (conversation: string, activity: Activity) =>
        posted(to.send(serviceUrl, conversation, activity)),
      replyToActivity: (conversation: string, id: string, activity: Activity) =>
        posted(to.reply(serviceUrl, conversation, id, activity)),
      updateActivity: (conversation: string, id: string, activity: Activity) =>
        posted(to.update(serviceUrl, conversation, id, activity)),
      deleteActivity: (conversation: string, id: string) => posted(to.delete(serviceUrl, conversation, id)),
    };
    // Typed as the SDK's class, of which a turn calls these four.
    return Promise.resolve({ conversations } as unknown as ConnectorClient);
  }
}

async function posted(sent: Promise<Result<Posted, Unsent>>): Promise<Posted> {
  const result = await sent;
  if (!result.ok) throw new Error(`Teams did not take the message: ${result.failure.why}`);
  return result.value;
}
