import { useState } from 'react';
import { Refusal } from '../../../lib/problem.ts';
import { useNow } from '../../../lib/useNow.ts';

/** How long the next try waits: the server says it, and the page counts it down. */
export function useWait(): { left_s: number; heed: <T>(answer: Promise<T>) => Promise<T> } {
  const [wait, setWait] = useState({ until: 0, whole_s: 0 });
  const now = useNow();
  const left_s = Math.min(wait.whole_s, Math.max(0, Math.ceil((wait.until - now) / 1000)));
  async function heed<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      const whole_s = error instanceof Refusal ? (error.retryAfter_s ?? 0) : 0;
      if (whole_s > 0) setWait({ until: Date.now() + whole_s * 1000, whole_s });
      throw error;
    }
  }
  return { left_s, heed };
}
