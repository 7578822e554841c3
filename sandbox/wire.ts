/**
 * A wire is one simulated service as a pure seam: a request in, a response out. `sandbox/network.ts` puts all wires
 * behind real sockets on loopback and leads the bot's fetch there. `Response.error()` breaks the connection.
 */
export type Wire = (request: Request) => Promise<Response>;

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
