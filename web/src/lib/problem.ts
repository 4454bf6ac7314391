// A refusal of the server, in the one shape that all of them have.
import { catalogue } from './catalogue.ts';

const text = catalogue({
  en: {
    answered: (status: number) => `The server answered ${status}.`,
    unreachable: 'Hanse does not answer.',
    tryAgain: 'Look whether you are online; what you typed is kept.',
    slow: (seconds: number) => `No answer for ${seconds} s.`,
    slowNext: 'If this changed something, look whether it was carried out before you try again.',
    readOnly: 'You are offline, so nothing can be changed now.',
    readOnlyNext: 'What you typed is kept. Try again when you are online.',
  },
  id: {
    answered: (status) => `Server menjawab ${status}.`,
    unreachable: 'Hanse tidak menjawab.',
    tryAgain: 'Periksa sambungan Anda; yang sudah diketik tetap tersimpan.',
    slow: (seconds) => `Tidak ada jawaban selama ${seconds} dtk.`,
    slowNext: 'Jika ini mengubah sesuatu, lihat dulu apakah sudah terlaksana sebelum mencoba lagi.',
    readOnly: 'Anda luring, jadi saat ini tidak ada yang bisa diubah.',
    readOnlyNext: 'Yang sudah diketik tetap tersimpan. Coba lagi saat daring.',
  },
});

export type Finding = { field: string; code: string; sentence: string; nextStep: string };

export class Refusal extends Error {
  /** 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly nextStep: string;
  readonly findings: readonly Finding[];
  readonly requestId: string;
  /** Seconds to wait, when the server named them. */
  readonly retryAfter_s: number | null;

  constructor(
    status: number,
    sentence: string,
    nextStep = '',
    more: { code?: string; findings?: readonly Finding[]; requestId?: string; retryAfter_s?: number | null } = {},
  ) {
    super(sentence);
    this.name = 'Refusal';
    this.status = status;
    this.nextStep = nextStep;
    this.code = more.code ?? '';
    this.findings = more.findings ?? [];
    this.requestId = more.requestId ?? '';
    this.retryAfter_s = more.retryAfter_s ?? null;
  }
}

export async function refusalOf(response: Response): Promise<Refusal> {
  const body: unknown = await response.json().catch(() => null);
  const problem = isRecord(body) ? body : {};
  const sentence = ['detail', 'sentence', 'title'].map((name) => problem[name]).find(isText);
  const fields = Array.isArray(problem['fields']) ? problem['fields'].filter(isRecord) : [];
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new Refusal(response.status, sentence ?? text.answered(response.status), word(problem['next_step']), {
    code: word(problem['code']),
    requestId: word(problem['request_id']),
    retryAfter_s: Number.isFinite(wait) ? wait : null,
    findings: fields.map((found) => ({
      field: word(found['field']),
      code: word(found['code']),
      sentence: word(found['sentence']),
      nextStep: word(found['next_step']),
    })),
  });
}

export function unreachable(): Refusal {
  return new Refusal(0, text.unreachable, text.tryAgain, { code: 'unreachable' });
}

/** A write whose answer did not come may have been carried out: it is not said to have failed. */
export function tooSlow(seconds: number): Refusal {
  return new Refusal(0, text.slow(seconds), text.slowNext, { code: 'no_answer' });
}

export function readOnly(): Refusal {
  return new Refusal(0, text.readOnly, text.readOnlyNext, { code: 'offline' });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function word(value: unknown): string {
  return isText(value) ? value : '';
}
