/** A filter that the simulated Graph does not know. */
export class UnsupportedFilter extends Error {
  override readonly name = 'UnsupportedFilter';
}

type Scope = ReadonlyMap<string, unknown>;
type Condition = (scope: Scope) => boolean;

const token = /\s*('(?:[^']|'')*'|[()=:,]|[^\s()=:,']+(?::\d\d[^\s()',]*)?)/y;
const functions = ['startswith', 'endswith', 'contains'] as const;
const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;

/**
 * The part of OData's $filter that directory and audit queries use: comparisons, startswith and its kin, and/or/not,
 * parentheses, and `path/any(x:…)`. Text is compared without regard to case, as Graph does for directory objects.
 */
export function parseFilter(text: string): (item: object) => boolean {
  const parser = new FilterParser(tokensOf(text));
  const condition = parser.whole();
  return (item) => condition(new Map([['', item]]));
}

function tokensOf(text: string): readonly string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text)?.[1];
    if (match === undefined) throw new UnsupportedFilter(`cannot read the filter: ${text}`);
    found.push(match);
  }
  return found;
}

class FilterParser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): Condition {
    const condition = this.#any();
    if (this.#at < this.#tokens.length) throw new UnsupportedFilter(`unexpected ${this.#next()}`);
    return condition;
  }

  #any(): Condition {
    const parts = [this.#all()];
    while (this.#take('or')) parts.push(this.#all());
    return (scope) => parts.some((part) => part(scope));
  }

  #all(): Condition {
    const parts = [this.#one()];
    while (this.#take('and')) parts.push(this.#one());
    return (scope) => parts.every((part) => part(scope));
  }

  #one(): Condition {
    if (this.#take('not')) {
      const inner = this.#one();
      return (scope) => !inner(scope);
    }
    if (this.#take('(')) return this.#closed(this.#any());
    const word = this.#next();
    const called = functions.find((name) => name === word);
    if (called !== undefined) return this.#call(called);
    if (word.endsWith('/any')) return this.#lambda(word.slice(0, -'/any'.length));
    return this.#comparison(word);
  }

  #call(name: (typeof functions)[number]): Condition {
    this.#expect('(');
    const path = this.#next();
    this.#expect(',');
    const wanted = textOf(literal(this.#next()));
    return this.#closed((scope) => {
      const actual = textOf(resolve(path, scope));
      if (name === 'startswith') return actual.startsWith(wanted);
      return name === 'endswith' ? actual.endsWith(wanted) : actual.includes(wanted);
    });
  }

  #lambda(path: string): Condition {
    this.#expect('(');
    const variable = this.#next();
    this.#expect(':');
    const inner = this.#closed(this.#any());
    return (scope) => {
      const items = resolve(path, scope);
      return Array.isArray(items) && items.some((item) => inner(new Map([...scope, [variable, item]])));
    };
  }

  #comparison(path: string): Condition {
    const word = this.#next();
    const operator = operators.find((name) => name === word);
    if (operator === undefined) throw new UnsupportedFilter(`unknown operator ${word}`);
    const wanted = literal(this.#next());
    return (scope) => {
      const order = compare(resolve(path, scope), wanted);
      switch (operator) {
        case 'eq':
          return order === 0;
        case 'ne':
          return order !== 0;
        case 'gt':
          return order > 0;
        case 'ge':
          return order >= 0;
        case 'lt':
          return order < 0;
        case 'le':
          return order <= 0;
      }
    };
  }

  #closed(condition: Condition): Condition {
    this.#expect(')');
    return condition;
  }

  #next(): string {
    const next = this.#tokens[this.#at];
    if (next === undefined) throw new UnsupportedFilter('the filter ends too early');
    this.#at += 1;
    return next;
  }

  #take(wanted: string): boolean {
    if (this.#tokens[this.#at] !== wanted) return false;
    this.#at += 1;
    return true;
  }

  #expect(wanted: string): void {
    const next = this.#next();
    if (next !== wanted) throw new UnsupportedFilter(`expected ${wanted} and found ${next}`);
  }
}

/** `displayName`, `initiatedBy/app/appId`, or `t/id` inside a lambda over `t`. */
function resolve(path: string, scope: Scope): unknown {
  const [first = '', ...rest] = path.split('/');
  const fromVariable = scope.has(first);
  let value = fromVariable ? scope.get(first) : scope.get('');
  for (const name of fromVariable ? rest : [first, ...rest]) value = fieldOf(value, name);
  return value;
}

export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (Object.entries(value).find(([key]) => key === name)?.[1] as unknown)
    : undefined;

function literal(word: string): unknown {
  if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  const moment = Date.parse(word);
  if (/^\d{4}-/.test(word) && !Number.isNaN(moment)) return new Date(moment);
  throw new UnsupportedFilter(`cannot read the value ${word}`);
}

function compare(actual: unknown, wanted: unknown): number {
  if (wanted instanceof Date) return Date.parse(textOf(actual)) - wanted.getTime();
  if (typeof wanted !== 'string') return (actual ?? null) === wanted ? 0 : Number.NaN;
  const text = textOf(actual);
  const other = textOf(wanted);
  return text === other ? 0 : text < other ? -1 : 1;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');
