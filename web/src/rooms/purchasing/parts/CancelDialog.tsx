import { ConfirmTyped } from '../../../ui/ConfirmTyped.tsx';
import { cancelPurchase } from '../api.ts';
import { text } from '../purchaseText.ts';
import type { WholePurchase } from '../shapes.ts';
import { useActs } from '../usePurchase.ts';

/** What stands at a supplier is not ended by mistake: that cannot be taken back. */
export function CancelDialog({ open, whole, onClose }: { open: boolean; whole: WholePurchase; onClose: () => void }) {
  const { done } = useActs(whole.id);
  const cancel = async () => {
    const { set_id: set } = await cancelPurchase(whole.id);
    await done(text.done.cancel, set);
  };
  return <ConfirmTyped open={open} onClose={onClose} title={text.cancelTitle(whole.number)} ends={[text.cancelEnds]} stays={[text.cancelStays]} verb={text.verbs.cancel} onConfirm={cancel} />;
}
