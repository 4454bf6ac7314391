import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { setLimit, settingsQuery, STOCK } from '../api.ts';
import { text } from '../itemText.ts';
import { pieces } from '../model.ts';
import type { WholeItem } from '../shapes.ts';
import { ItemSign } from './Shared.tsx';
import classes from './stock.module.css';

const FAST_DAYS = 1;

/** How it stands, how long that lasts, and from when on it counts as low. */
export function AlertsCard({ item }: { item: WholeItem }) {
  const mays = useMay();
  const may = mays('stock.level.write');
  const usual = useQuery({ ...settingsQuery, enabled: mays('stock.settings.read') }).data?.low_at;
  const [editing, setEditing] = useState(false);
  const usually = usual === item.low_at;
  return (
    <Card title={text.alerts} end={may && !editing && <Button size="xs" onClick={() => setEditing(true)}>{text.changeLimit}</Button>} padded>
      <div className={classes.stack}>
        <ItemSign state={item.state} />
        <p className="muted">{lasts(item)}</p>
        {editing ? <LimitForm item={item} usually={usually} onDone={() => setEditing(false)} /> : <p>{text.limit(number(item.low_at))} {usual !== undefined && <span className="faint small">{usually ? text.limitUsual : text.limitOwn}</span>}</p>}
      </div>
    </Card>
  );
}

function lasts({ available, per_day: pace }: WholeItem): string {
  if (pace <= 0) return text.notSelling;
  const days = available / pace;
  return days < FAST_DAYS ? text.lastsDay : text.lasts(number(days));
}

function LimitForm({ item, usually, onDone }: { item: WholeItem; usually: boolean; onDone: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `limit ${item.variant_id}`,
    initial: { low_at: usually ? '' : String(item.low_at) },
    checks: { low_at: (value) => (value.trim() === '' || pieces(value) !== null ? '' : text.limitWrong) },
    submit: async ({ low_at: typed }) => {
      await setLimit(item, typed.trim() === '' ? null : pieces(typed));
      await client.invalidateQueries({ queryKey: STOCK });
      toast(text.limitKept);
    },
    onDone,
  });
  return (
    <Form form={form} label={text.limitField}>
      <TextField form={form} name="low_at" label={text.limitField} help={text.limitHelp} inputMode="numeric" autoFocus />
      <div className={classes.buttons}>
        <Submit form={form}>{text.keep}</Submit>
        <Button onClick={onDone}>{text.cancel}</Button>
      </div>
    </Form>
  );
}
