import { lazy, Suspense } from 'react';
import { proofWanted } from '../../../lib/proof.ts';
import { useSignal } from '../../../lib/signal.ts';

const ProofDialog = lazy(() => import('./parts/ProofDialog.tsx'));

/** Asks once more who is there, while the dangerous request waits; loaded when that happens. */
export function Proof() {
  const wanted = useSignal(proofWanted);
  return wanted && <Suspense fallback={null}><ProofDialog /></Suspense>;
}
