// Dangerous acts ask once more who is there: the request waits while a dialog asks, then goes again.
import { signal } from './signal.ts';

/** Whether somebody is being asked at the moment; the shell shows the dialog. */
export const proofWanted = signal(false);

let waiting: Promise<boolean> | null = null;
let answer: ((proven: boolean) => void) | null = null;

/** True when the person has proven who it is; several requests wait for one dialog. */
export function askForProof(): Promise<boolean> {
  if (!waiting) {
    const promise = new Promise<boolean>((resolve) => {
      answer = resolve;
    });
    waiting = promise;
    proofWanted.set(true);
  }
  return waiting;
}

export function proofGiven(proven: boolean): void {
  proofWanted.set(false);
  answer?.(proven);
  answer = null;
  waiting = null;
}
