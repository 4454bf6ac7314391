// What was typed and not yet sent outlives a reload, an expired session and a change of language.
import { tab } from './stored.ts';

const PREFIX = 'hanse-draft ';
let owner = '';

/** Drafts belong to one person: whoever signs in next in this tab does not see them. */
export function draftsOf(personId: string): void {
  if (owner !== '' && personId !== '' && owner !== personId) forgetDrafts();
  const kept = tab.read(`${PREFIX}owner`);
  if (personId !== '' && kept !== null && kept !== personId) forgetDrafts();
  owner = personId;
  if (personId) tab.write(`${PREFIX}owner`, personId);
}

export function readDraft<T extends object>(name: string): Partial<T> | null {
  try {
    const found: unknown = JSON.parse(tab.read(PREFIX + name) ?? 'null');
    return typeof found === 'object' && found !== null ? (found as Partial<T>) : null;
  } catch {
    return null;
  }
}

export function writeDraft(name: string, values: object | null): void {
  tab.write(PREFIX + name, values === null ? null : JSON.stringify(values));
  remember(name, values !== null);
}

/** At the end of a session on purpose. */
export function forgetDrafts(): void {
  for (const name of names()) tab.write(PREFIX + name, null);
  tab.write(`${PREFIX}names`, null);
  tab.write(`${PREFIX}owner`, null);
}

function names(): string[] {
  return (tab.read(`${PREFIX}names`) ?? '').split('\n').filter(Boolean);
}

function remember(name: string, present: boolean): void {
  const others = names().filter((one) => one !== name);
  tab.write(`${PREFIX}names`, [...others, ...(present ? [name] : [])].join('\n') || null);
}
