import { threadsView } from './teams/page-view.ts';
import { channels, people, servicePrincipals } from './seed.ts';
import type { Sandbox } from './sandbox.ts';
import { appleView } from './apple/apple-view.ts';

const [maya] = people;
const [, operations] = channels;

/**
 * What happened before the visitor came, played through the bot's real doors: Maya added it to the team, had it look
 * for Apple's connections, and lets it watch Apple School Manager. Apple Business Manager is still to be set up.
 */
export async function playOpening({ client, app, teams, clock, cloud }: Sandbox): Promise<void> {
  const welcomed = async () => {
    await client.addToTeam(maya.id, operations.id);
    return threadsView(operations.id, teams)[0];
  };
  let welcome = await welcomed();
  // On a machine that is very busy Teams or Entra may seem silent: it is said again, which hurries the welcome.
  for (let again = 0; welcome === undefined && again < 3; again++) welcome = await welcomed();
  if (welcome === undefined) throw new Error('the bot did not welcome');
  const here = { me: maya.id, conversationId: welcome.id, messageId: welcome.root.id };
  await client.act({ ...here, kind: 'execute', verb: 'discover', data: { verb: 'discover' } });
  await app.drain();

  const watch = { verb: 'watch', connection: servicePrincipals.appleSchool.id };
  const press = () =>
    client.openDialog({ ...here, kind: 'submit', data: { ...watch, msteams: { type: 'task/fetch' } } });
  let opened = await press();
  // For the same reason she presses again.
  for (let again = 0; opened.kind !== 'card' && again < 3; again++) opened = await press();
  if (opened.kind !== 'card') throw new Error('the bot did not ask for the expiry date');
  const [schoolToken] = appleView([cloud.apple.school], clock)[0]?.tokens ?? [];
  const dialog = sentBy(opened.card);
  const submit = () =>
    client.submitDialog({ ...here, data: { ...watch, dialog, expiry: schoolToken?.expiresOn } });
  let watching = await submit();
  for (let again = 0; (await app.upcoming()).length === 0 && again < 3; again++) watching = await submit();
  if (watching.kind !== 'message') throw new Error('the bot does not watch Apple School Manager');
  await app.drain();
}

/** The number of an open dialog, which its button sends. */
function sentBy(card: unknown): unknown {
  if (typeof card !== 'object' || card === null) return undefined;
  if ('data' in card && typeof card.data === 'object' && card.data !== null && 'dialog' in card.data)
    return card.data.dialog;
  return Object.values(card)
    .map(sentBy)
    .find((found) => found !== undefined);
}
