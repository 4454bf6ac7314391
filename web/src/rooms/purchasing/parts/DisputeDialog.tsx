import { useQuery } from '@tanstack/react-query';
import { Refusal } from '../../../lib/problem.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { AreaField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { type DisputeWanted, openDispute, type Terms, termsQuery } from '../disputeApi.ts';
import { countedOf, countOf } from '../disputeModel.ts';
import { text } from '../disputeText.ts';
import type { WholePurchase } from '../shapes.ts';
import { useActs } from '../usePurchase.ts';
import classes from './purchasing.module.css';
import { Refused } from './Shared.tsx';

const NOTE_CHARS = 500;
type Props = { open: boolean; whole: WholePurchase; onClose: () => void };

/** What a dispute is about and what it can come to, as the supplier says, before anything is sent. */
export function DisputeDialog({ open, whole, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="dispute-title" wide>
      <DialogHead id="dispute-title" title={text.dialogTitle(whole.number)} onClose={onClose} />
      {open && <Ask whole={whole} onClose={onClose} />}
    </Dialog>
  );
}

function Ask({ whole, onClose }: Omit<Props, 'open'>) {
  const { data, error, refetch } = useQuery(termsQuery(whole.id, []));
  if (data) return <Fields whole={whole} first={data} onClose={onClose} />;
  return <div className="card-body">{error ? <ErrorState error={error} retry={() => void refetch()} /> : <><p className="muted">{text.asking}</p><Loading rows={4} /></>}</div>;
}

function Fields({ whole, first, onClose }: Omit<Props, 'open'> & { first: Terms }) {
  const { done } = useActs(whole.id);
  const form = useForm<Record<string, string>>({
    name: `dispute ${whole.id}`,
    initial: { ...Object.fromEntries(first.lines.map(({ line_id, quantity }) => [line_id, String(quantity)])), reason: '', wants: first.wants[0] ?? 'refund', to: 'balance', note: '' },
    checks: {
      ...Object.fromEntries(first.lines.map(({ line_id, quantity }) => [line_id, (typed: string) => (countOf(typed, quantity) === null ? text.wrongCount(quantity) : '')])),
      reason: (value) => (value === '' ? text.chooseReason : ''),
      note: (value) => (value.trim() === '' || [...value].length > NOTE_CHARS ? text.noteShort : ''),
    },
    submit: async (values) => {
      const made = await openDispute(whole.id, {
        lines: [...(counted ?? [])],
        reason: values['reason'] ?? '',
        wants: (values['wants'] ?? 'refund') as DisputeWanted['wants'],
        refund_to: (values['to'] ?? 'balance') as NonNullable<DisputeWanted['refund_to']>,
        note: (values['note'] ?? '').trim(),
      });
      await done(text.sent, made.set_id);
    },
    onDone: onClose,
  });
  const counted = countedOf(first.lines, form.values);
  const some = counted !== null && counted.length > 0;
  const terms = useQuery({ ...termsQuery(whole.id, counted ?? []), enabled: some });
  const told = terms.data ?? (some ? undefined : first);
  const why = !some ? text.noneChosen : told ? '' : text.noTerms;
  return (
    <div className="card-body">
      <Form form={form} label={text.dialogTitle(whole.number)}>
        <p className="muted">{text.dialogMore}</p>
        <b>{text.what}</b>
        {first.lines.map((line) => (
          <TextField key={line.line_id} form={form} name={line.line_id} label={text.piecesOf(line.title || line.sku || line.line_id)} inputMode="numeric" width="short" unit={text.ofAll(line.quantity)} />
        ))}
        {told && told.most_minor !== null && told.currency !== null && <p className={classes.small}>{text.mostTitle}: <b><Money minor={told.most_minor} currency={told.currency} /></b> {text.mostOf}</p>}
        {terms.error instanceof Refusal && <Refused refused={terms.error} />}
        <ChoiceField form={form} name="reason" label={text.reason} help={text.reasonMore} choices={[{ value: '', label: text.chooseReason }, ...(told ?? first).reasons.map(({ id, name }) => ({ value: id, label: name }))]} />
        <ChoiceField form={form} name="wants" label={text.wants} choices={(told ?? first).wants.map((value) => ({ value, label: text.wantsOf[value] ?? value }))} />
        {form.values['wants'] === 'refund' && <ChoiceField form={form} name="to" label={text.to} choices={(['balance', 'payment'] as const).map((value) => ({ value, label: text.toOf[value] ?? value }))} />}
        <AreaField form={form} name="note" label={text.note} help={text.noteMore} most={NOTE_CHARS} rows={3} />
        <Submit form={form} why={why}>{text.send}</Submit>
      </Form>
    </div>
  );
}
