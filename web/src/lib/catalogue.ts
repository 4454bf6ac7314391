// The texts of a room, in every language. A key that is missing in one is a type error.
import { type Language, language } from './language.ts';

/** The same keys and arguments, with words of its own. */
type Words<T> = T extends string
  ? string
  : T extends (...given: infer A) => infer R
    ? (...given: A) => Words<R>
    : T extends readonly (infer I)[]
      ? readonly Words<I>[]
      : T extends object
        ? { readonly [K in keyof T]: Words<T[K]> }
        : T;

/**
 * Reading `text.title` gives it in the language of now, so read it while drawing, never at the top
 * of a file. A change of language draws everything anew.
 */
export function catalogue<T extends object>(
  texts: { en: T } & Record<Exclude<Language, 'en'>, NoInfer<Words<T>>>,
): Words<T> {
  const read = {} as Words<T>;
  for (const key of Object.keys(texts.en)) {
    const get = () => (texts[language()] as Record<string, unknown>)[key];
    Object.defineProperty(read, key, { enumerable: true, get });
  }
  return read;
}
