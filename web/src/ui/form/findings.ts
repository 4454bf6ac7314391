// Which refusal belongs to which field. Pure.
import type { Finding, Refusal } from '../../lib/problem.ts';

export type Errors = Readonly<Record<string, string>>;

/** The findings at their fields; `loose` are those of no field that this form shows. */
export function sorted(refusal: Refusal, fields: readonly string[]): { errors: Errors; loose: readonly Finding[] } {
  const errors: Record<string, string> = {};
  const loose: Finding[] = [];
  for (const finding of refusal.findings) {
    const name = owner(finding.field, fields);
    if (name === undefined) loose.push(finding);
    else errors[name] ??= sentence(finding);
  }
  return { errors, loose };
}

/** `networks.0` is told at `networks`, unless there is a field of that very name. */
function owner(field: string, fields: readonly string[]): string | undefined {
  const path = field.split('.');
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.');
    if (fields.includes(name)) return name;
  }
  return undefined;
}

function sentence({ sentence: words, nextStep }: Finding): string {
  return nextStep ? `${words} ${nextStep}` : words;
}
