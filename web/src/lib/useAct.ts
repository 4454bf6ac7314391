import { useState } from 'react';
import { Refusal } from './problem.ts';
import { toast } from './toasts.ts';

export type Act = {
  busy: boolean;
  /** What was refused last; told beside what was pressed until the next try. */
  refused: Refusal | null;
  /** One at a time: pressing twice does it once. False if it was refused. */
  act: (work: () => Promise<unknown>) => Promise<boolean>;
  clear: () => void;
};

/** For buttons that change something at once, without a form. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);

  async function act(work: () => Promise<unknown>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setRefused(null);
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefused(error);
      return false;
    } finally {
      setBusy(false);
    }
  }

  return { busy, refused, act, clear: () => setRefused(null) };
}

/** Where nothing stands to tell a refusal beside: an undo out of a toast. */
export function attempt(work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    toast(`${error.message} ${error.nextStep}`.trim(), { tone: 'bad' });
  });
}
