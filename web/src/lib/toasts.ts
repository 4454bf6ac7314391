// Short messages at the foot; never the only place where a thing is told.
import { signal } from './signal.ts';

export type Tone = 'ok' | 'bad' | 'warn' | 'proven' | 'plain';
export type Toast = {
  id: number;
  tone: Tone;
  words: string;
  /** Undo, or look: one act. */
  act?: { label: string; icon?: 'undo'; run: () => void };
};

const AT_ONCE = 3;
let count = 0;
export const toasts = signal<readonly Toast[]>([]);

export function toast(words: string, { tone = 'ok', act }: { tone?: Tone; act?: Toast['act'] } = {}): number {
  count += 1;
  toasts.set([...toasts.get(), { id: count, tone, words, ...(act && { act }) }].slice(-AT_ONCE));
  return count;
}

export function dismissToast(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}
