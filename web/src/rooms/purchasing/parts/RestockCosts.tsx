import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Money } from '../../../ui/Money.tsx';
import { Time } from '../../../ui/Time.tsx';
import { ROOM } from '../api.ts';
import { editRestock } from '../restockApi.ts';
import { text } from '../restockText.ts';
import type { Restock } from '../shapes.ts';
import { minorOf, typedAmount } from '../supplierModel.ts';
import classes from './purchasing.module.css';

/** What it costs beside the goods, which is often known last; and when what happened. */
export function RestockCosts({ restock, may }: { restock: Restock; may: boolean }) {
  const client = useQueryClient();
  const { currency, goods_minor: goods, freight_minor: freight, duty_minor: duty, other_minor: other } = restock;
  const amount = (value: string) => (minorOf(value, currency) === null ? text.amountWrong : '');
  const form = useForm({
    name: `costs ${restock.id}`,
    initial: { freight: typedAmount(freight, currency), duty: typedAmount(duty, currency), other: typedAmount(other, currency), reference: restock.reference, expected: restock.expected_on ?? '' },
    checks: { freight: amount, duty: amount, other: amount },
    submit: async (typed) => {
      await editRestock(restock, { freight_minor: minorOf(typed.freight, currency), duty_minor: minorOf(typed.duty, currency), other_minor: minorOf(typed.other, currency), reference: typed.reference.trim(), expected_on: typed.expected || null });
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.savedCosts);
    },
  });
  return (
    <Card title={text.costs} padded>
      <Form form={form} label={text.costs}>
        <Facts facts={[[text.goods, <Money key="goods" minor={goods} currency={currency} />], [text.total, <b key="total"><Money minor={goods + freight + duty + other} currency={currency} /></b>]]} />
        <TextField form={form} name="freight" label={text.freight} inputMode="decimal" unit={currency} disabled={!may} />
        <TextField form={form} name="duty" label={text.duty} inputMode="decimal" unit={currency} disabled={!may} />
        <TextField form={form} name="other" label={text.other} inputMode="decimal" unit={currency} help={text.costsMore} disabled={!may} />
        <TextField form={form} name="reference" label={text.reference} most={100} disabled={!may} />
        <TextField form={form} name="expected" label={text.expectedOn} type="date" disabled={!may} />
        <SaveBar form={form} save={text.saveCosts} />
      </Form>
      <div className={classes.small}>
        <Facts facts={[[text.madeAt, <Time key="made" at={restock.made_at} as="when" />], ...(restock.sent_at ? [[text.sentAt, <Time key="sent" at={restock.sent_at} as="when" />] as const] : []), ...(restock.closed_at ? [[text.closedAt, <Time key="closed" at={restock.closed_at} as="when" />] as const] : [])]} />
      </div>
    </Card>
  );
}
