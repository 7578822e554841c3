import type { ClientSecretCredentialOptions } from '@azure/identity';

export type IdentityClient = NonNullable<ClientSecretCredentialOptions['httpClient']>;
type IdentityHeaders = Awaited<ReturnType<IdentityClient['sendRequest']>>['headers'];

/** Leads @azure/identity's own requests through a simulated network. */
export const identityClientOver = (networkFetch: typeof fetch): IdentityClient => ({
  async sendRequest(request) {
    const response = await networkFetch(request.url, {
      method: request.method,
      headers: request.headers.toJSON(),
      ...(typeof request.body === 'string' && { body: request.body }),
    });
    return {
      request,
      status: response.status,
      headers: identityHeaders(response.headers),
      bodyAsText: await response.text(),
    };
  },
});

/** What a client of Azure's pipeline expects in place of the platform's Headers. */
const identityHeaders = (headers: Headers): IdentityHeaders => ({
  get: (name) => headers.get(name) ?? undefined,
  has: (name) => headers.has(name),
  set: (name, value) => {
    headers.set(name, String(value));
  },
  delete: (name) => {
    headers.delete(name);
  },
  toJSON: () => Object.fromEntries(headers),
  [Symbol.iterator]: () => headers[Symbol.iterator](),
});
