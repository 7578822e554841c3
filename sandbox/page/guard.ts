import type { MiddlewareHandler } from 'hono';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
};

/** A foreign name that leads to loopback (DNS rebinding) gets nothing. `port` is known once the server listens. */
export const ownHostOnly =
  (port: () => number): MiddlewareHandler =>
  async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (host !== `127.0.0.1:${port()}` && host !== `localhost:${port()}`)
      return c.json({ error: 'The sandbox answers only as 127.0.0.1 or localhost.' }, 403);
    await next();
    return undefined;
  };

/** Another site's page may not press buttons here: not by fetch, and not by a form, which cannot send JSON. */
export const ownPageOnly: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  const isForeign = origin !== undefined && origin !== `http://${c.req.header('host') ?? ''}`;
  const isJson = (c.req.header('content-type') ?? '').startsWith('application/json');
  if (c.req.method === 'POST' && isForeign)
    return c.json({ error: 'Only the sandbox’s own page may do this.' }, 403);
  if (c.req.method === 'POST' && !isJson)
    return c.json({ error: 'Send JSON with the content type application/json.' }, 415);
  await next();
  return undefined;
};
