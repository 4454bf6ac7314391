// Passkeys: what the server asks for as the browser takes it, and the answer as the server takes it.
import { catalogue } from '../../../lib/catalogue.ts';
import { Refusal } from '../../../lib/problem.ts';

const text = catalogue({
  en: {
    stopped: 'No passkey answered.',
    stoppedNext: 'It was cancelled or took too long. Try again, or use another way.',
    there: 'This device holds a passkey for you already.',
    thereNext: 'Use it as it is, or make one on another device.',
    wrongPlace: 'Passkeys do not work at this address.',
    wrongPlaceNext: 'Open Hanse under its name with https, or as localhost.',
  },
  id: {
    stopped: 'Tidak ada kunci sandi yang menjawab.',
    stoppedNext: 'Dibatalkan atau terlalu lama. Coba lagi, atau pakai cara lain.',
    there: 'Perangkat ini sudah menyimpan kunci sandi untuk Anda.',
    thereNext: 'Pakai yang ada, atau buat di perangkat lain.',
    wrongPlace: 'Kunci sandi tidak berfungsi di alamat ini.',
    wrongPlaceNext: 'Buka Hanse dengan namanya lewat https, atau sebagai localhost.',
  },
});

export type Made = { id: string; client_data: string; attestation: string; transports: string[] };
export type Signed = { id: string; client_data: string; authenticator_data: string; signature: string };

export function knowsPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && window.isSecureContext;
}

/** Bytes as letters, digits, `-` and `_`, without padding. */
export function base64url(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCodePoint(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function bytesOf(word: string): Uint8Array<ArrayBuffer> {
  const letters = atob(word.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(letters, (letter) => letter.codePointAt(0) ?? 0);
}

type Named = { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] };
type Json = { challenge: string; user?: { id: string }; excludeCredentials?: Named[]; allowCredentials?: Named[] };

const named = (one: Named): PublicKeyCredentialDescriptor => ({ ...one, id: bytesOf(one.id) });

export function creationOptions(json: unknown): PublicKeyCredentialCreationOptions {
  const asked = json as Json & Omit<PublicKeyCredentialCreationOptions, keyof Json> & { user: PublicKeyCredentialUserEntity & { id: string } };
  return {
    ...asked,
    challenge: bytesOf(asked.challenge),
    user: { ...asked.user, id: bytesOf(asked.user.id) },
    excludeCredentials: (asked.excludeCredentials ?? []).map(named),
  };
}

export function requestOptions(json: unknown): PublicKeyCredentialRequestOptions {
  const asked = json as Json & Omit<PublicKeyCredentialRequestOptions, keyof Json>;
  return { ...asked, challenge: bytesOf(asked.challenge), allowCredentials: (asked.allowCredentials ?? []).map(named) };
}

/** Has the browser make one. A `Refusal` says why there is none. */
export async function makePasskey(options: unknown): Promise<Made> {
  const made = await answered(navigator.credentials.create({ publicKey: creationOptions(options) }));
  const answer = made.response as AuthenticatorAttestationResponse;
  return {
    id: base64url(made.rawId),
    client_data: base64url(answer.clientDataJSON),
    attestation: base64url(answer.attestationObject),
    transports: answer.getTransports?.() ?? [],
  };
}

/** Has one of the person's passkeys answer the question. */
export async function showPasskey(options: unknown): Promise<Signed> {
  const shown = await answered(navigator.credentials.get({ publicKey: requestOptions(options) }));
  const answer = shown.response as AuthenticatorAssertionResponse;
  return {
    id: base64url(shown.rawId),
    client_data: base64url(answer.clientDataJSON),
    authenticator_data: base64url(answer.authenticatorData),
    signature: base64url(answer.signature),
  };
}

async function answered(credential: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const found = await credential;
    if (found instanceof PublicKeyCredential) return found;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'InvalidStateError') throw new Refusal(409, text.there, text.thereNext, { code: 'passkey_there' });
    if (name === 'SecurityError') throw new Refusal(409, text.wrongPlace, text.wrongPlaceNext, { code: 'passkey_place' });
    if (!(error instanceof DOMException)) throw error;
  }
  throw new Refusal(409, text.stopped, text.stoppedNext, { code: 'passkey_stopped' });
}
