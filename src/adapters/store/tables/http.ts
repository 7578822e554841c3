import type { TableServiceClientOptions } from '@azure/data-tables';
import type { Fetch } from '../../network.ts';
import { SignInFailed, Unanswered } from './trouble.ts';

type HttpClient = NonNullable<TableServiceClientOptions['httpClient']>;
type SdkHeaders = Awaited<ReturnType<HttpClient['sendRequest']>>['headers'];

/**
 * Leads the SDK's requests through our own way out, one request a call. `accessToken` signs them; without it the SDK does.
 */
export const httpClientOver = (fetch: Fetch, accessToken?: () => Promise<string>): HttpClient => ({
  async sendRequest(request) {
    const signed = accessToken === undefined ? {} : { authorization: `Bearer ${await signIn(accessToken)}` };
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: { ...request.headers.toJSON(), ...signed },
        redirect: 'error',
        ...(request.abortSignal === undefined ? {} : { signal: request.abortSignal as AbortSignal }),
        ...(typeof request.body === 'string' && { body: request.body }),
      });
      const bodyAsText = await response.text();
      return { request, status: response.status, headers: sdkHeaders(response.headers), bodyAsText };
    } catch (error) {
      throw new Unanswered(error);
    }
  },
});

async function signIn(accessToken: () => Promise<string>): Promise<string> {
  try {
    return await accessToken();
  } catch {
    throw new SignInFailed();
  }
}

/** What a client of Azure's pipeline expects in place of the platform's Headers. */
const sdkHeaders = (headers: Headers): SdkHeaders => ({
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
