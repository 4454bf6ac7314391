import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../../lib/address.ts';
import { toast } from '../../../lib/toasts.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { AreaField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { itemQuery, sendTransfer, STOCK } from '../api.ts';
import { goodsOf, wrongLine } from '../model.ts';
import type { Place } from '../shapes.ts';
import { text } from '../workText.ts';
import classes from './stock.module.css';

type Props = { places: readonly Place[]; picked: readonly string[] };

/** Goods typed or pasted as SKU and pieces; what was picked in the list stands there already. */
export function NewTransfer({ places, picked }: Props) {
  const own = places.filter(({ kind, state }) => kind === 'own' && state === 'active').map(({ id, name }) => ({ value: id, label: name }));
  const items = useQueries({ queries: picked.map((id) => itemQuery(id)) });
  if (own.length < 2) return <Empty title={text.twoPlaces}><Link to="/stock/places" className="button">{text.toPlaces}</Link></Empty>;
  if (items.some(({ isLoading }) => isLoading)) return <Loading rows={4} />;
  const lines = items.flatMap(({ data }) => (data?.sku ? [`${data.sku} x1`] : [])).join('\n');
  return <Fields key={lines} own={own} lines={lines} />;
}

function Fields({ own, lines }: { own: readonly { value: string; label: string }[]; lines: string }) {
  const client = useQueryClient();
  const go = useGo();
  const form = useForm({
    name: `new transfer ${lines}`,
    initial: { from: own[0]?.value ?? '', to: own[1]?.value ?? '', goods: lines, expected: '', note: '' },
    checks: {
      to: (value, { from }) => (value === from ? text.sameWrong : ''),
      goods: (value) => {
        const wrong = wrongLine(value);
        if (wrong) return text.linesWrong(wrong);
        return goodsOf(value).length === 0 ? text.linesNone : '';
      },
    },
    submit: async ({ from, to, goods, expected, note }) => {
      const made = await sendTransfer({ from_id: from, to_id: to, lines: goodsOf(goods), expected_on: expected || null, note: note.trim() });
      await client.invalidateQueries({ queryKey: STOCK });
      toast(text.sentNow);
      go(`/stock/transfers/${made.id}`);
    },
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.newTransfer}>
        <div className={classes.fields}>
          <ChoiceField form={form} name="from" label={text.from} choices={own} />
          <ChoiceField form={form} name="to" label={text.to} choices={own} />
        </div>
        <AreaField form={form} name="goods" label={text.lines} help={text.linesHelp} rows={6} />
        <div className={classes.fields}>
          <TextField form={form} name="expected" label={text.expectedOn} type="date" />
          <TextField form={form} name="note" label={text.note} most={200} />
        </div>
        <Submit form={form}>{text.send}</Submit>
      </Form>
    </div>
  );
}
