// The one way to ask the server: who asks, from which workspace, under which key; and what happens
// when the session has ended or the person must prove who it is.
import { askForProof } from './proof.ts';
import { Refusal, refusalOf, tooSlow, unreachable } from './problem.ts';
import { noteAnswer, noteSilence } from './reach.ts';
import { csrf, renewCsrf, sessionEnded } from './session.ts';
import { workspaceId } from './place.ts';
import { uuid } from './uuid.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>;

export type Asked = {
  query?: Query | undefined;
  body?: unknown;
  /** Its bytes as they are, instead of a body. */
  file?: Blob | undefined;
  /** The answer is a file: its body is a Blob. */
  asFile?: boolean;
  /** A body that is JSON already, and goes as it is written. */
  json?: string;
  /** The version of the thing that is changed: If-Match. */
  version?: number | undefined;
  /** The same key for the same wish, when a person presses twice; made anew otherwise. */
  key?: string | undefined;
  /** Statuses that say no and still carry the document. */
  accept?: readonly number[];
  signal?: AbortSignal | undefined;
  timeout_s?: number;
  /** A visitor's question: 401 is an answer here, not the end of a session. */
  visitor?: boolean;
};

export type Answer = { status: number; body: unknown; version: number | null; seenAt: Date | null };

const TIMEOUT_S = 15;

export async function ask(method: Method, path: string, asked: Asked = {}): Promise<Answer> {
  const key = method === 'POST' ? (asked.key ?? uuid()) : '';
  let response = await send(method, path, asked, key);
  for (let more = 2; more > 0 && !response.ok; more -= 1) {
    const refused = await refusalOf(response.clone());
    // The same wish is asked again under the same key, so nothing can happen twice.
    const again =
      (refused.code === 'not_from_our_page' && (await renewCsrf())) ||
      (refused.code === 'proof_needed' && (await askForProof()));
    if (!again) break;
    response = await send(method, path, asked, key);
  }
  if (response.ok || asked.accept?.includes(response.status)) return answerOf(response, asked.asFile && response.ok);
  if (response.status === 401 && !asked.visitor) sessionEnded();
  throw await refusalOf(response);
}

async function send(method: Method, path: string, asked: Asked, key: string): Promise<Response> {
  const limit_s = asked.timeout_s ?? TIMEOUT_S;
  const limit = AbortSignal.timeout(limit_s * 1000);
  const url = `${path}${queryString(asked.query)}`;
  try {
    const response = await fetch(url, {
      method,
      headers: headersFor(method, asked, key),
      signal: asked.signal ? AbortSignal.any([asked.signal, limit]) : limit,
      ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
      ...(asked.file && { body: asked.file }),
      ...(asked.json !== undefined && { body: asked.json }),
    });
    noteAnswer(response.headers.get(SEEN_AT));
    return response;
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    noteSilence();
    throw limit.aborted ? tooSlow(limit_s) : unreachable();
  }
}

function headersFor(method: Method, asked: Asked, key: string): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  const here = workspaceId();
  if (here) headers['Hanse-Workspace'] = here;
  if (asked.body !== undefined || asked.json !== undefined) headers['Content-Type'] = 'application/json';
  if (asked.file) headers['Content-Type'] = 'application/octet-stream';
  if (asked.version !== undefined) headers['If-Match'] = `"${asked.version}"`;
  if (key) headers['Idempotency-Key'] = key;
  if (method !== 'GET' && csrf()) headers['Hanse-CSRF'] = csrf();
  return headers;
}

export function queryString(query: Query | undefined): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') words.append(name, String(one));
    }
  }
  return words.size > 0 ? `?${words}` : '';
}

/** Set by the service worker on what it kept: when that was read. */
export const SEEN_AT = 'hanse-seen-at';

async function answerOf(response: Response, asFile: boolean | undefined): Promise<Answer> {
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  const seen = response.headers.get(SEEN_AT);
  return {
    status: response.status,
    body: asFile ? await response.blob() : isJson ? await response.json().catch(() => null) : await response.text(),
    version: Number(/^(?:W\/)?"(\d+)/.exec(response.headers.get('etag') ?? '')?.[1] ?? Number.NaN) || null,
    seenAt: seen ? new Date(seen) : null,
  };
}

export { Refusal };
