// What the server says about itself: GET /health/ready, GET /api/system and its stream.
import { ask } from '../../lib/http.ts';
import { Refusal } from '../../lib/problem.ts';

export type Check = {
  name: string;
  ok: boolean;
  sentence: string;
  /** With `ok`, advice; without, what mends it. */
  next_step: string;
  /** In the unit of the check: seconds, bytes, a count. */
  figure: number | null;
};

export type Ready = { status: string; checks: Check[] };

export type Process = {
  role: string;
  host: string;
  pid: number;
  started_at: string;
  seen_at: string;
  version: string;
};

export type System = {
  version: string;
  started_at: string;
  now: string;
  processes: Process[];
  jobs: { waiting: number; running: number; failed: number };
  events: { last_at: string | null; sealed_until: string | null };
  demo: boolean;
};

export const LIVE_URL = '/api/system/live';
export const PULSE = 'pulse';

export async function readReady(signal?: AbortSignal): Promise<Ready> {
  // 503 says "not ready", in the same document.
  const { body } = await ask('GET', '/health/ready', { accept: [503], signal });
  return expect(body, 'checks', '/health/ready');
}

export async function readSystem(signal?: AbortSignal): Promise<System> {
  return expect((await ask('GET', '/api/system', { signal })).body, 'processes', '/api/system');
}

export function parsePulse(data: string): System {
  return expect(JSON.parse(data), 'processes', LIVE_URL);
}

/** A page that is older than the server must say so instead of showing half of something. */
function expect<T>(body: unknown, list: string, path: string): T {
  if (typeof body === 'object' && body !== null && Array.isArray((body as Record<string, unknown>)[list])) {
    return body as T;
  }
  throw new Refusal(
    200,
    `${path} answered with something that this page does not know.`,
    'Reload the page; it may be older than the server.',
  );
}
