import { useState } from 'react';
import { useGo } from '../../../lib/address.ts';
import type { Undone } from '../api.ts';
import { LeftDialog } from './LeftDialog.tsx';

/** To the set that takes it back; what it has to leave is shown first. */
export function useUndo(): { undone: (made: Undone) => void; dialog: React.ReactNode } {
  const go = useGo();
  const [left, setLeft] = useState<Undone | null>(null);
  return {
    undone(made) {
      if (made.left.length === 0 && made.set_id) go(`/changes/${made.set_id}`);
      else setLeft(made);
    },
    dialog: <LeftDialog undone={left} onClose={() => setLeft(null)} />,
  };
}
