// A document of a platform, read so that every number stays as it was written.

/** A number that this language would write otherwise: 9.90, or an id with more digits than it holds. */
export class Written {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

const keep: Reviver = (_, value, context) =>
  typeof value === 'number' && context?.source !== undefined && context.source !== String(value) ? new Written(context.source) : value;

/** Undefined if it is no JSON. */
export function readDocument(text: string): unknown {
  try {
    return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
}

/** What is inside of it, by name or place; null if it is a plain value. */
export function insideOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (value instanceof Written || typeof value !== 'object' || value === null) return null;
  return Array.isArray(value) ? value.map((one, at) => [String(at), one] as const) : Object.entries(value);
}

/** A plain value as it stood there. */
export function plain(value: unknown): string {
  if (value instanceof Written) return value.source;
  return JSON.stringify(value) ?? '';
}

const SIGNS = /"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|\s+/g;

/** The same text with one value a line; no sign of it is changed but the blanks between values. */
export function indented(words: string): string {
  if (readDocument(words) === undefined) return words;
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return words.replaceAll(SIGNS, (sign) => {
    if (sign === ':') return ': ';
    if (sign === ',') return `,${line()}`;
    if (sign === '{' || sign === '[') {
      depth += 1;
      return sign + line();
    }
    if (sign === '}' || sign === ']') {
      depth -= 1;
      return line() + sign;
    }
    return sign.trim() === '' ? '' : sign.replaceAll(/^([{[])\s*([}\]])$/g, '$1$2');
  });
}
