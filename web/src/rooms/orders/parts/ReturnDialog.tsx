import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM, type WholeOrder } from '../api.ts';
import { digits, returnable } from '../model.ts';
import { text } from '../returnText.ts';
import { REASONS, type Return, type ReturnReason, requestReturn } from '../returnsApi.ts';
import classes from './orders.module.css';
import { wrongCount } from './RefundDialog.tsx';

type Props = { open: boolean; whole: WholeOrder; returns: readonly Return[]; onClose: () => void };

/** Which pieces are to come back, and why. */
export function ReturnDialog({ open, whole, returns, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="return-title" wide>
      <DialogHead id="return-title" title={text.returnTitle} onClose={onClose} />
      {open && <Fields whole={whole} returns={returns} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ whole, returns, onClose }: Omit<Props, 'open'>) {
  const client = useQueryClient();
  const lines = whole.lines.map((line) => ({ ...line, most: returnable(line, returns) })).filter(({ removed, most }) => !removed && most > 0);
  const form = useForm<Record<string, string>>({
    name: `return ${whole.order.id}`,
    initial: { ...Object.fromEntries(lines.map((line) => [line.id, String(line.most)])), reason: 'damaged', note: '' },
    checks: Object.fromEntries(lines.map((line) => [line.id, (typed: string) => wrongCount(typed, line.most)])),
    submit: async (typed, key) => {
      const chosen = lines.flatMap(({ id }) => {
        const count = digits(typed[id] || '0') ?? 0;
        return count > 0 ? [{ line_id: id, count }] : [];
      });
      await requestReturn(whole.order.id, { reason: (typed.reason ?? 'other') as ReturnReason, note: (typed.note ?? '').trim(), lines: chosen }, key);
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.returned);
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.returnTitle}>
        <p className="muted">{text.returnMore}</p>
        <ChoiceField form={form} name="reason" label={text.why} choices={REASONS.map((value) => ({ value, label: text.reasons[value] }))} />
        <ul className={classes.pack}>{lines.map((line) => (
          <li key={line.id}><bdi>{line.title || line.sku}</bdi><TextField form={form} name={line.id} label={text.piecesOf(line.title || line.sku)} inputMode="numeric" width="short" unit={text.ofLeft(line.most)} /></li>
        ))}</ul>
        <TextField form={form} name="note" label={text.note} most={500} />
        <Submit form={form}>{text.returnDo}</Submit>
      </Form>
    </div>
  );
}
