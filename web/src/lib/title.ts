import { useEffect } from 'react';
import { signal } from './signal.ts';

/** What the open thing is called, where the screen's own title says only its kind. */
export const thing = signal('');

export function useTitle(words: string | undefined): void {
  useEffect(() => {
    thing.set(words ?? '');
    return () => thing.set('');
  }, [words]);
}
