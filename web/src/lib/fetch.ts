// The one way to ask the server. A refusal becomes an error that carries its sentence and next step.

const TIMEOUT_MS = 10_000;

export class Refusal extends Error {
  readonly status: number;
  readonly nextStep: string;

  constructor(status: number, sentence: string, nextStep = '') {
    super(sentence);
    this.status = status;
    this.nextStep = nextStep;
  }
}

/** Also takes the answers of `accept`, when a status that says no still carries the document. */
export async function getJson(
  path: string,
  { accept = [], signal }: { accept?: number[]; signal?: AbortSignal } = {},
): Promise<unknown> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(path, {
    headers: { Accept: 'application/json' },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok || accept.includes(response.status)) return body;
  throw refusal(response.status, body);
}

function refusal(status: number, body: unknown): Refusal {
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const sentence = ['sentence', 'detail', 'title'].map((name) => problem[name]).find(isText);
  const nextStep = problem['next_step'];
  return new Refusal(status, sentence ?? `The server answered ${status}.`, isText(nextStep) ? nextStep : '');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
