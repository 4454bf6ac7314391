// Words of the server by ours; a newer one by its own.
import { text } from './flowText.ts';

export function outcomeWords(outcome: string): string {
  return text.outcomes[outcome] ?? outcome.replaceAll('_', ' ');
}

/** Endpoints that share a limit, as the platform's card calls them. */
export function familyWords(family: string): string {
  const words = family.replaceAll(/[_.]/g, ' ');
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
