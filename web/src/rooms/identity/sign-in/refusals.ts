// What the server refuses, in the language of the page. A code that is not here keeps its own words.
import { catalogue } from '../../../lib/catalogue.ts';
import { type Finding, Refusal } from '../../../lib/problem.ts';

const ANOTHER = 'Choose another.';
const ANOTHER_ID = 'Pilih yang lain.';

const said = catalogue({
  en: {
    sign_in_wrong: { say: 'That email and password don’t match.', next: '' },
    password_wrong: { say: 'That is not your password.', next: 'Type it again.' },
    not_confirmed: { say: 'Your address is not confirmed yet.', next: 'Open the link in the mail that you got, or ask for a new one under “Forgot password”.' },
    set_up_already: { say: 'This Hanse is set up already.', next: 'Sign in, or have its owner invite you.' },
    registration_closed: { say: 'People come here by invitation.', next: 'Ask an owner or admin of the workspace.' },
    setup_code_wrong: { say: 'This is not the set-up code.', next: 'It is printed where Hanse was started.' },
    link_over: { say: 'This link is not good any more.', next: 'Each is good once, and for some time. Ask for a new one.' },
    too_many_tries: { say: 'Too many tries went wrong.', next: 'Each further one waits longer, up to 15 minutes.' },
    has_account: { say: 'This address has an account already.', next: 'Sign in with it, then open the link again.' },
    email_taken: { say: 'Meanwhile somebody else has this address, so yours stays as it was.', next: 'Ask for another address.' },
    invitation_not_good: { say: 'This link belongs to no invitation.', next: 'Copy it whole from the mail, or ask for a new one.' },
    invitation_expired: { say: 'The invitation has run out.', next: 'Ask whoever invited you for a new link.' },
    invitation_withdrawn: { say: 'The invitation was withdrawn.', next: 'Ask whoever invited you, if that is a mistake.' },
    invitation_used: { say: 'The invitation was used already, and each is good once.', next: 'Sign in, or ask whoever invited you for a new one.' },
    email_wrong: { say: 'This is no email address.', next: 'Write it as name@host.' },
    name_missing: { say: 'The name is empty.', next: 'Write how others know you.' },
    name_too_long: { say: 'The name is too long.', next: 'Shorten it to 100 characters.' },
    name_wrong: { say: 'This name cannot be used.', next: 'Give it a short one that you know it by, such as Phone.' },
    password_short: { say: 'The password is too short.', next: 'It needs 12 characters.' },
    password_long: { say: 'The password is too long.', next: 'Shorten it to 1,000 characters.' },
    password_common: { say: 'Whoever guesses tries this one first.', next: ANOTHER },
    password_yourself: { say: 'The password is your name or address, which is tried first.', next: ANOTHER },
    code_wrong: { say: 'This code is not right, or was used already.', next: 'Type the one that your app shows now.' },
    recovery_wrong: { say: 'This recovery code is not right, or was used already.', next: 'Take another one of your list.' },
    challenge_over: { say: 'This sign-in waited too long, or was finished already.', next: 'Begin anew with your password.' },
  },
  id: {
    sign_in_wrong: { say: 'Email dan kata sandi itu tidak cocok.', next: '' },
    password_wrong: { say: 'Itu bukan kata sandi Anda.', next: 'Ketik lagi.' },
    not_confirmed: { say: 'Alamat Anda belum dikonfirmasi.', next: 'Buka tautan di email yang Anda terima, atau minta yang baru di “Lupa kata sandi”.' },
    set_up_already: { say: 'Hanse ini sudah disiapkan.', next: 'Masuk, atau minta undangan dari pemiliknya.' },
    registration_closed: { say: 'Orang masuk ke sini lewat undangan.', next: 'Minta kepada pemilik atau admin ruang kerja.' },
    setup_code_wrong: { say: 'Ini bukan kode penyiapan.', next: 'Kode itu tercetak di tempat Hanse dijalankan.' },
    link_over: { say: 'Tautan ini tidak berlaku lagi.', next: 'Tiap tautan berlaku sekali dan untuk waktu tertentu. Minta yang baru.' },
    too_many_tries: { say: 'Terlalu banyak percobaan yang salah.', next: 'Tiap percobaan berikutnya menunggu lebih lama, sampai 15 menit.' },
    has_account: { say: 'Alamat ini sudah punya akun.', next: 'Masuk dengan alamat itu, lalu buka lagi tautannya.' },
    email_taken: { say: 'Sementara itu orang lain memakai alamat ini, jadi alamat Anda tetap.', next: 'Minta alamat lain.' },
    invitation_not_good: { say: 'Tautan ini bukan milik undangan mana pun.', next: 'Salin utuh dari email, atau minta yang baru.' },
    invitation_expired: { say: 'Undangan ini sudah lewat waktunya.', next: 'Minta tautan baru kepada yang mengundang Anda.' },
    invitation_withdrawn: { say: 'Undangan ini ditarik kembali.', next: 'Tanyakan kepada yang mengundang Anda, jika itu keliru.' },
    invitation_used: { say: 'Undangan ini sudah dipakai, dan tiap undangan berlaku sekali.', next: 'Masuk, atau minta yang baru kepada yang mengundang Anda.' },
    email_wrong: { say: 'Ini bukan alamat email.', next: 'Tulis seperti nama@host.' },
    name_missing: { say: 'Namanya kosong.', next: 'Tulis seperti orang lain mengenal Anda.' },
    name_too_long: { say: 'Namanya terlalu panjang.', next: 'Persingkat menjadi 100 karakter.' },
    name_wrong: { say: 'Nama ini tidak bisa dipakai.', next: 'Beri nama pendek yang Anda kenali, misalnya Ponsel.' },
    password_short: { say: 'Kata sandi terlalu pendek.', next: 'Perlu 12 karakter.' },
    password_long: { say: 'Kata sandi terlalu panjang.', next: 'Persingkat menjadi 1.000 karakter.' },
    password_common: { say: 'Penebak mencoba kata sandi ini lebih dulu.', next: ANOTHER_ID },
    password_yourself: { say: 'Kata sandi ini nama atau alamat Anda, yang dicoba lebih dulu.', next: ANOTHER_ID },
    code_wrong: { say: 'Kode ini salah, atau sudah dipakai.', next: 'Ketik yang sedang tampil di aplikasi.' },
    recovery_wrong: { say: 'Kode pemulihan ini salah, atau sudah dipakai.', next: 'Ambil yang lain dari daftar Anda.' },
    challenge_over: { say: 'Proses masuk ini terlalu lama menunggu, atau sudah selesai.', next: 'Mulai dari awal dengan kata sandi Anda.' },
  },
});

export type Known = keyof typeof said;

/** Both sentences of a refusal that is known here. */
export function words(code: Known): string {
  const { say, next } = said[code];
  return next ? `${say} ${next}` : say;
}

type How = {
  /** The field at which the whole is told, if the server names none. */
  at?: string;
  /** What a code means on this page, such as `rejected` where only a code was asked. */
  as?: Partial<Record<string, Known>>;
};

// Wrong, or too often: what was typed is the matter. All else is said of the whole.
const AT_FIELDS = new Set([422, 429]);

/** The same refusal, told in the language of the page. */
export function spoken(error: unknown, { at, as = {} }: How = {}): unknown {
  if (!(error instanceof Refusal) || error.status === 0) return error;
  const findings = error.findings.map(spokenFinding);
  const code = as[error.code] ?? error.code;
  const { say: sentence, next: nextStep } = isKnown(code) ? said[code] : { say: error.message, next: error.nextStep };
  const ofField = at !== undefined && findings.length === 0 && AT_FIELDS.has(error.status);
  const whole: Finding[] = ofField ? [{ field: at, code, sentence, nextStep }] : [];
  return new Refusal(error.status, sentence, nextStep, {
    code,
    findings: [...findings, ...whole],
    requestId: error.requestId,
    retryAfter_s: error.retryAfter_s,
  });
}

/** Waits for an answer and tells a refusal so. */
export async function told<T>(answer: Promise<T>, how?: How): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw spoken(error, how);
  }
}

function spokenFinding(finding: Finding): Finding {
  if (!isKnown(finding.code)) return finding;
  const { say, next } = said[finding.code];
  return { ...finding, sentence: say, nextStep: next };
}

function isKnown(code: string): code is Known {
  return Object.hasOwn(said, code);
}
