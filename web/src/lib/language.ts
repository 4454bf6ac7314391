// The language of the page: kept in this browser, taken over from the person who signs in.

export const LANGUAGES = { en: 'English', id: 'Bahasa Indonesia' } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = 'hanse-language';
const listeners = new Set<() => void>();
let current: Language = kept() ?? wished();

export function language(): Language {
  return current;
}

/** The page is drawn anew in it; what was typed is kept by the drafts. */
export function setLanguage(next: Language): void {
  if (next === current) return;
  current = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage may be switched off; then it lasts as long as the page.
  }
  mark();
  for (const listener of listeners) listener();
}

export function subscribeLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isLanguage(word: unknown): word is Language {
  return typeof word === 'string' && Object.hasOwn(LANGUAGES, word);
}

/** For screen readers and hyphenation. */
export function mark(): void {
  document.documentElement.lang = current;
}

function kept(): Language | null {
  try {
    const word = localStorage.getItem(KEY);
    return isLanguage(word) ? word : null;
  } catch {
    return null;
  }
}

function wished(): Language {
  const words = typeof navigator === 'undefined' ? [] : navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return words.find(isLanguage) ?? 'en';
}
