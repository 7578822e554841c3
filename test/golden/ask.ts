import type { ServerResponse } from 'node:http';
import { graphProvisioning } from '../../src/adapters/graph/provisioning.ts';
import { cardFor, type Message } from '../../src/cards/card-for.ts';
import type { RotationAnnouncement } from '../../src/domain/announcement.ts';
import { parseScimToken } from '../../src/domain/scim-token.ts';
import type { UpstreamFailure } from '../../src/domain/upstream.ts';
import { graphThat } from '../adapters/graph-stage.ts';
import type { Ends } from '../adapters/loopback.ts';
import { objectsIn, piecesOf } from '../cards/pieces.ts';
import { honest, worldOf } from '../cards/samples/world.ts';
import { bodyOf, fillIn, token } from './recipe.ts';
import type { Shape, Understood } from './shapes.ts';

export interface Asked {
  readonly failure: UpstreamFailure;
  readonly message: Message;
  readonly understood: Understood;
}

const { connection, attempt } = worldOf(honest);

/** Answers the test of a token in every shape: over a socket, through the SDK and the adapter, up to the card. */
export async function startAsking(ends: Ends): Promise<(shape: Shape) => Promise<Asked>> {
  let current: Shape | undefined;
  const { graph } = await graphThat(ends, (_call, outgoing) => {
    if (current !== undefined) send(outgoing, current);
  });
  const provisioning = graphProvisioning(graph, () => Promise.resolve());
  return async (shape) => {
    current = shape;
    const parsed = parseScimToken(token);
    if (!parsed.ok) throw new Error('the token of the shapes is none');
    const tested = await provisioning.test(connection, parsed.value);
    if (tested.ok) throw new Error('the answer was taken for a success');
    const refused: RotationAnnouncement = {
      kind: 'refused',
      connection,
      rotation: { ...attempt, state: 'refused', stage: 'testing', why: 'upstream', upstream: tested.failure },
    };
    const message = cardFor(refused);
    return { failure: tested.failure, message, understood: read(tested.failure, message) };
  };
}

function send(outgoing: ServerResponse, { answer: { status, headers = {}, body, broken } }: Shape): void {
  const text = body === undefined ? '' : bodyOf(body);
  const all: Shape['answer']['headers'] = { 'content-type': 'application/json', ...headers };
  for (const [name, value] of Object.entries(all))
    if (value !== null) outgoing.setHeader(name, fillIn(value));
  outgoing.statusCode = status;
  if (broken !== true) return void outgoing.end(text);
  outgoing.setHeader('content-length', Buffer.byteLength(text) + 1_000);
  outgoing.write(text, () => outgoing.destroy());
}

/** From the card itself, as it is drawn. */
function read({ kind, code }: UpstreamFailure, { card }: Message): Understood {
  const paragraphs = piecesOf(card, 'TextBlock').map(({ text }) => String(text));
  const after = (label: string): string =>
    paragraphs.find((text) => text.startsWith(`**${label}:** `))?.slice(label.length + 6) ?? '';
  const headline = piecesOf(card, 'TextBlock').find(({ style }) => style === 'heading')?.['text'];
  return {
    kind,
    code,
    headline: String(headline),
    cause: after('Cause'),
    nextStep: after('Next step'),
    shown: objectsIn(card)
      .filter(({ type }) => type === 'TextRun')
      .map(({ text }) => String(text)),
  };
}
