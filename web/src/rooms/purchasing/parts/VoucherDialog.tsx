import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { dayOf } from '../../../lib/day.ts';
import { decimalMark } from '../../../lib/money.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { AreaField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM } from '../api.ts';
import type { Supplier, Voucher } from '../shapes.ts';
import { bookVoucher, editVoucher } from '../supplierApi.ts';
import { minorOf, typedAmount, within } from '../supplierModel.ts';
import { termsOf } from '../voucherModel.ts';
import { text } from '../voucherText.ts';
import classes from './purchasing.module.css';

type Props = { voucher: Voucher | 'new' | null; suppliers: readonly Supplier[]; onClose: () => void };

export function VoucherDialog({ voucher, suppliers, onClose }: Props) {
  return (
    <Dialog open={voucher !== null} onClose={onClose} labelledBy="voucher-title" wide>
      <DialogHead id="voucher-title" title={voucher === 'new' ? text.add : text.change} onClose={onClose} />
      {voucher && <Fields voucher={voucher === 'new' ? null : voucher} suppliers={suppliers} onClose={onClose} />}
    </Dialog>
  );
}

/** It is over at an instant; the last day is the one before. */
const lastDay = (at: string | null | undefined) => (at ? dayOf(new Date(new Date(at).getTime() - 1)) : '');

function Fields({ voucher, suppliers, onClose }: { voucher: Voucher | null; suppliers: readonly Supplier[]; onClose: () => void }) {
  const client = useQueryClient();
  const currencyOf = (id: string) => voucher?.currency ?? suppliers.find((one) => one.id === id)?.currency ?? 'USD';
  const amount = (minor: number | null | undefined) => (voucher && minor ? typedAmount(minor, voucher.currency) : '');
  const above = (value: string, supplier: string) => ((minorOf(value, currencyOf(supplier)) ?? 0) > 0 ? '' : text.amountWrong);
  const form = useForm({
    name: `voucher ${voucher?.id ?? 'new'}`,
    initial: {
      supplier: voucher?.supplier_id ?? suppliers[0]?.id ?? '', code: voucher?.code ?? '', kind: voucher && voucher.off_minor === null ? 'percent' : 'amount', amount: amount(voucher?.off_minor), percent: (voucher?.off_percent ?? '').replace('.', decimalMark()),
      most: amount(voucher?.off_max_minor), least: amount(voucher?.spend_min_minor), from: voucher?.valid_from ? dayOf(new Date(voucher.valid_from)) : '', until: lastDay(voucher?.valid_to), uses: String(voucher?.uses_max ?? 1),
      store: voucher?.store_id ?? '', products: (voucher?.product_ids ?? []).join('\n'), note: voucher?.note ?? '',
    },
    checks: {
      supplier: (value) => (value === '' ? text.supplierNeeded : ''),
      code: (value) => (value.trim() === '' ? text.codeNeeded : ''),
      amount: (value, { kind, supplier }) => (kind === 'amount' ? above(value, supplier) : ''),
      percent: (value, { kind }) => (kind === 'amount' || (within(value, 0, 100) && !within(value, 0, 0)) ? '' : text.percentWrong),
      most: (value, { kind, supplier }) => (kind === 'amount' || value.trim() === '' ? '' : above(value, supplier)),
      least: (value, { supplier }) => (value.trim() === '' || minorOf(value, currencyOf(supplier)) !== null ? '' : text.leastWrong),
      until: (value, { from }) => (value !== '' && from !== '' && value < from ? text.untilWrong : ''),
      uses: (value) => (/^[1-9]\d{0,6}$/.test(value.trim()) ? '' : text.usesWrong),
    },
    submit: async (typed) => {
      const terms = termsOf(typed, currencyOf(typed.supplier));
      await (voucher ? editVoucher(voucher, terms) : bookVoucher({ ...terms, supplier_id: typed.supplier, code: typed.code.trim() }));
      await client.invalidateQueries({ queryKey: ROOM });
      toast(voucher ? text.saved : text.added);
    },
    onDone: onClose,
  });
  const { kind, supplier } = form.values;
  return (
    <div className="card-body">
      <Form form={form} label={voucher ? text.change : text.add}>
        <div className={classes.fields}>
          <ChoiceField form={form} name="supplier" label={text.supplier} disabled={voucher !== null} choices={suppliers.map(({ id, name }) => ({ value: id, label: name }))} />
          <TextField form={form} name="code" label={text.code} disabled={voucher !== null} autoFocus={!voucher} />
        </div>
        <div className={classes.fields}>
          <ChoiceField form={form} name="kind" label={text.kind} choices={[{ value: 'amount', label: text.kinds.amount }, { value: 'percent', label: text.kinds.percent }]} />
          {kind === 'amount' ? <TextField form={form} name="amount" label={text.amount} inputMode="decimal" unit={currencyOf(supplier)} /> : <>
            <TextField form={form} name="percent" label={text.percent} inputMode="decimal" unit="%" />
            <TextField form={form} name="most" label={text.most} help={text.mostHelp} inputMode="decimal" unit={currencyOf(supplier)} />
          </>}
          <TextField form={form} name="least" label={text.least} inputMode="decimal" unit={currencyOf(supplier)} />
        </div>
        <div className={classes.fields}>
          <TextField form={form} name="from" label={text.from} type="date" />
          <TextField form={form} name="until" label={text.until} help={text.untilHelp} type="date" />
          <TextField form={form} name="uses" label={text.uses} inputMode="numeric" />
        </div>
        <div className={classes.fields}>
          <TextField form={form} name="store" label={text.store} help={text.storeHelp} />
          <AreaField form={form} name="products" label={text.products} help={text.productsHelp} rows={2} />
        </div>
        <TextField form={form} name="note" label={text.note} most={500} />
        <div className={classes.buttons}>
          <Submit form={form}>{text.save}</Submit>
          {voucher && <Turn voucher={voucher} onDone={onClose} />}
        </div>
      </Form>
    </div>
  );
}

/** Off or on at once, and back from the toast. */
function Turn({ voucher, onDone }: { voucher: Voucher; onDone: () => void }) {
  const client = useQueryClient();
  const off = voucher.state === 'active';
  const set = async (from: Voucher, state: Voucher['state']) => {
    const made = await editVoucher(from, { state });
    await client.invalidateQueries({ queryKey: ROOM });
    return made;
  };
  const turn = () => attempt(async () => {
    const made = await set(voucher, off ? 'off' : 'active');
    const undo = () => attempt(async () => {
      await set(made, voucher.state);
      toast(text.undone);
    });
    onDone();
    toast(off ? text.offDone : text.onDone, { act: { label: text.undo, icon: 'undo', run: undo } });
  });
  return <Button onClick={turn}>{off ? text.off : text.on}</Button>;
}
