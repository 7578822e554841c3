import type { Activity } from 'botbuilder';
import { signInCard } from '../../cards/sign-in.ts';
import { failed, ok, type Result } from '../../domain/result.ts';
import type { Conversation } from '../../domain/connection.ts';
import type { NotSent } from '../../ports/channel.ts';
import type { Connector } from './connector.ts';

export interface SignInCardOptions {
  readonly connector: Connector;
  readonly botId: string;
  readonly tenant: string;
  /** The host of Entra's sign-in. */
  readonly login: string;
  readonly appId: string;
  /** For which Teams gets the person's token; the same stands in the manifest as `webApplicationInfo.resource`. */
  readonly appIdUri: string;
  readonly newId: () => string;
}

/**
 * Sends Teams' OAuth card. Its `tokenExchangeResource` makes Teams get a token for the app ID URI and hand it to the bot
 * in a `signin/tokenExchange` invoke; Bot Framework's token service takes no part. The button leads to Entra's page for
 * admin consent, the one thing that a silent sign-in cannot do.
 */
export function signInCards(
  options: SignInCardOptions,
): (chat: Conversation) => Promise<Result<void, NotSent>> {
  const { connector, botId } = options;
  return async ({ serviceUrl, conversationId }) => {
    const activity = { ...cardActivity(options), from: { id: `28:${botId}`, name: 'Scimitar' } };
    const sent = await connector.send(serviceUrl, conversationId, activity);
    return sent.ok ? ok(undefined) : failed({ why: sent.failure.why });
  };
}

const cardActivity = ({ tenant, login, appId, appIdUri, newId }: SignInCardOptions): Partial<Activity> => ({
  type: 'message',
  summary: signInCard.summary,
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.oauth',
      content: {
        text: signInCard.text,
        connectionName: 'scimitar',
        tokenExchangeResource: { id: newId(), uri: appIdUri },
        buttons: [
          {
            type: 'signin',
            title: signInCard.button,
            value: `https://${login}/${tenant}/adminconsent?client_id=${appId}`,
          },
        ],
      },
    },
  ],
});
