import type { Refusal } from '../../../lib/problem.ts';
import { Note } from '../../../ui/Note.tsx';

/** What was refused, beside what was pressed. */
export function Refused({ refused }: { refused: Refusal | null }) {
  if (!refused) return null;
  return <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>;
}
