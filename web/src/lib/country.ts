import { language } from './language.ts';

/** What a country is called in the language of the person; its letters, where nobody knows them. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
