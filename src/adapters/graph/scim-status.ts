/**
 * How Entra, .NET and people's reports quote the SCIM service's status. Success is not counted: it is what was expected.
 */
const quotedStatus = [
  /\bstatus ?code["']?\s*[:=]\s*["']?(\w+)/gi,
  /\bHTTP\/(?:[\d.]+ )?(\d{3})\b/gi,
  /\breturned an error: \((\d{3})\)/gi,
  /\bdoes not indicate success: (\d{3})\b/gi,
];
/** A SCIM error document says its status itself (RFC 7644, section 3.12). */
const scimError = /scim:api:messages:2\.0:Error.{0,2000}?"status"\s*:\s*"?(\d{3})\b/gs;

/** A status that stands further down has been quoted by somebody else. */
const searched = 20_000;

/** Where Entra's own words end and those of the SCIM service begin. */
export const quotation = /\b(?:Response )?Content:/i;

/** The SCIM service's HTTP status as Entra says it, else as the service itself does; undefined when none is quoted. */
export function scimStatusOf(text: string): number | 'several' | undefined {
  const words = text.slice(0, searched);
  const [own = '', ...quoted] = words.split(quotation);
  return (
    oneOf(quotedStatus.flatMap((pattern) => statusesIn(own, pattern))) ??
    oneOf(quotedStatus.flatMap((pattern) => statusesIn(quoted.join(' '), pattern))) ??
    oneOf(statusesIn(words, scimError))
  );
}

function oneOf(statuses: readonly number[]): number | 'several' | undefined {
  const [only, ...others] = new Set(statuses.filter((status) => status < 200 || status > 299));
  return others.length > 0 ? 'several' : only;
}

const statusesIn = (words: string, pattern: RegExp): readonly number[] =>
  [...words.matchAll(pattern)].flatMap(([, name = '']) => {
    const status = /^[1-9]\d{2}$/.test(name) ? Number(name) : statusNames.get(name.toLowerCase());
    return status === undefined ? [] : [status];
  });

/** .NET's names (System.Net.HttpStatusCode), which Entra prints in place of numbers. */
const statusNames: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ok: 200,
    movedpermanently: 301,
    moved: 301,
    found: 302,
    redirect: 302,
    badrequest: 400,
    unauthorized: 401,
    forbidden: 403,
    notfound: 404,
    methodnotallowed: 405,
    notacceptable: 406,
    requesttimeout: 408,
    conflict: 409,
    gone: 410,
    unsupportedmediatype: 415,
    toomanyrequests: 429,
    internalservererror: 500,
    notimplemented: 501,
    badgateway: 502,
    serviceunavailable: 503,
    gatewaytimeout: 504,
  }),
);
