import { documentsIn, parsed } from './hidden-json.ts';
import { quotation, scimStatusOf } from './scim-status.ts';
import { isDocument, type Document } from './shapes.ts';

/** What an HTTP answer says, before anybody judges it. Nothing in it is scrubbed yet. */
export interface Said {
  readonly status: number;
  /** `page`: markup, which Graph never sends. `nothing`: no body. */
  readonly form: 'document' | 'page' | 'text' | 'nothing';
  /** Every code that Graph names, the outermost first; those that only its words name come last. */
  readonly codes: readonly string[];
  /** Graph's words: those of the innermost document where `message` is one, and else as they came. */
  readonly words: string;
  /** The words as they came, or the body where there are none. */
  readonly whole: string;
  /** The SCIM service's HTTP status, where one is quoted; several contradict each other. */
  readonly scim?: number | 'several';
  readonly requestId?: string;
}

export function readAnswer(status: number, headers: Headers, body: string): Said {
  const trimmed = body.replace(/^\uFEFF/, '').trim();
  const error = errorOf(parsed(trimmed));
  const requestId = requestIdOf(error, headers);
  const named = requestId === undefined ? {} : { requestId };
  const form = formOf(trimmed, error);
  // Whatever a web page names, it is not Graph that says it.
  if (form === 'page') return { status, form, codes: [], words: trimmed, whole: trimmed, ...named };
  const message = error === undefined ? trimmed : messageOf(error);
  const inner = insideOf(message);
  const codes = [...(error === undefined ? [] : codesOf(error)), ...inner.codes];
  const whole = message.trim() === '' ? trimmed : message;
  const scim = scimStatusOf(whole);
  return {
    status,
    form,
    codes: [...codes, ...namedIn(whole, codes)],
    words: inner.words ?? message,
    whole,
    ...(scim === undefined ? {} : { scim }),
    ...named,
  };
}

function formOf(body: string, error: Document | undefined): Said['form'] {
  if (error !== undefined) return 'document';
  if (body === '') return 'nothing';
  return body.startsWith('<') ? 'page' : 'text';
}

/** A field by its name; .NET services write it with a capital. */
const field = (document: Document, name: string): unknown =>
  document[name] ?? document[name.charAt(0).toUpperCase() + name.slice(1)];

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/**
 * The error object of a document: in Graph's envelope, in that of the older Azure AD Graph, in a list of errors, or
 * bare. OAuth's `{ error: "…", error_description }` is read as code and message.
 */
function errorOf(document: unknown): Document | undefined {
  const root = firstOf(document);
  if (!isDocument(root)) return undefined;
  for (const name of ['error', 'odata.error', 'errors']) {
    const error = firstOf(field(root, name));
    if (isDocument(error)) return error;
    if (name === 'error' && typeof error === 'string')
      return /^\w+$/.test(error) ? { code: error, message: root['error_description'] } : { message: error };
  }
  return typeof field(root, 'code') === 'string' || typeof field(root, 'message') === 'string'
    ? root
    : undefined;
}

function messageOf(error: Document): string {
  const message = field(error, 'message');
  if (isDocument(message)) return typeof message['value'] === 'string' ? message['value'] : '';
  return typeof message === 'string' ? message : '';
}

/** Graph's reference: `innerError` may hold more specific codes, each inside the other. */
const deepest = 8;

function codesOf(error: Document): readonly string[] {
  const codes: string[] = [];
  let at: unknown = error;
  for (let depth = 0; depth < deepest && isDocument(at); depth++) {
    const code = field(at, 'code');
    if ((typeof code === 'string' && code !== '') || typeof code === 'number') codes.push(String(code));
    at = at['innerError'] ?? at['innererror'];
  }
  return codes;
}

function requestIdOf(error: Document | undefined, headers: Headers): string | undefined {
  const inner = error?.['innerError'] ?? error?.['innererror'];
  const id = isDocument(inner) ? inner['request-id'] : undefined;
  const named = typeof id === 'string' && id !== '' ? id : headers.get('request-id');
  return named === null || named === '' ? undefined : named;
}

/** How often a document may be hidden in the message of another. */
const layers = 3;

/** The provisioning service hides JSON inside `message`, sometimes twice, sometimes behind words. */
function insideOf(message: string): { readonly codes: readonly string[]; readonly words?: string } {
  const codes: string[] = [];
  let words: string | undefined;
  let at = message;
  for (let layer = 0; layer < layers; layer++) {
    const found = errorOf(parsed(at.trim())) ?? documentsIn(ownWords(at)).map(errorOf).find(isDocument);
    if (found === undefined) break;
    codes.push(...codesOf(found));
    const next = messageOf(found);
    // Words around a document belong to the message and are not dropped.
    if (layer === 0 ? isOnlyJson(at) : words !== undefined && isOnlyJson(at)) words = next === '' ? at : next;
    at = next;
  }
  return { codes, ...(words === undefined ? {} : { words }) };
}

/** Without what Entra quotes of the SCIM service, whose codes are not Graph's. */
const ownWords = (text: string): string => text.split(quotation)[0] ?? '';
const isOnlyJson = (text: string): boolean => parsed(text.trim()) !== undefined;

/** Ends of codes that mean the same wherever they are named, the most cautious first. */
const telling = [
  'CredentialValidationUnavailable',
  'CredentialValidationFailure',
  'InvalidNotificationSettings',
  'EncounteredQuarantineException',
];
const longestPrefix = 80;

function namedIn(words: string, known: readonly string[]): readonly string[] {
  if (telling.some((end) => known.some((code) => code.endsWith(end)))) return [];
  for (const end of telling) {
    const at = words.indexOf(end);
    if (at < 0) continue;
    const before = words.slice(Math.max(0, at - longestPrefix), at);
    return [(/[A-Za-z]*$/.exec(before)?.[0] ?? '') + end];
  }
  const signIn = /\bAADSTS\d{5,8}\b/.exec(words)?.[0];
  return signIn === undefined ? [] : [signIn];
}
