import { useQuery, useQueryClient } from '@tanstack/react-query';
import { wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { toast } from '../../lib/toasts.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Form, SaveBar } from '../../ui/form/Form.tsx';
import { TextField } from '../../ui/form/fields.tsx';
import { useForm } from '../../ui/form/useForm.ts';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { readAlerts, saveSettings, settingsQuery, STOCK } from './api.ts';
import { pieces } from './model.ts';
import { ItemName, ItemSign, StockTabs } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import { text } from './restText.ts';
import type { Alert, Settings } from './shapes.ts';

/** What is low or out, since when, and how long the rest lasts. */
export default function AlertsScreen() {
  const settings = useQuery({ ...settingsQuery, enabled: useMay()('stock.settings.read') });
  const rows = useRows<Alert>({
    key: [...STOCK, 'alerts'],
    id: (row) => row.variant_id,
    read: ({ search, limit, cursor, signal }) => readAlerts({ level: wordOf(search, 'level'), limit, cursor }, signal),
  });
  return (
    <>
      <PageHead title={text.alerts} facts={text.alertsFacts} />
      <StockTabs />
      <Stack>
        <DataTable
          name="stock-alerts"
          label={text.alertsList}
          rows={rows}
          columns={columns()}
          nameOf={(row) => row.title}
          to={(row) => `/stock/${row.variant_id}`}
          filters={[{ name: 'level', label: text.level, kind: 'choice', choices: Object.entries(text.levelStates).map(([value, label]) => ({ value, label })) }]}
          empty={<Empty title={text.noAlerts} more={text.noAlertsMore} />}
          tall
        />
        {settings.data && <Usual key={settings.data.version} settings={settings.data} />}
      </Stack>
    </>
  );
}

function columns(): Column<Alert>[] {
  return [
    { id: 'item', head: text.item, kind: 'long', cell: (row) => <ItemName item={row} /> },
    { id: 'level', head: text.level, kind: 'state', phone: 'end', cell: (row) => <ItemSign state={row.level} /> },
    { id: 'available', head: text.available, kind: 'number', cell: (row) => <b>{number(row.available)}</b> },
    { id: 'limit', head: text.limit, kind: 'number', cell: (row) => number(row.low_at) },
    { id: 'lasts', head: text.lasts, kind: 'text', phone: 'more', cell: (row) => <><span className={classes.word}>{text.leftBelow(number(row.available), number(row.low_at))} · </span><Lasts row={row} /></> },
    { id: 'since', head: text.since, kind: 'time', cell: (row) => row.level_at && <Time at={row.level_at} /> },
  ];
}

function Lasts({ row: { lasts_days: days, per_day: sold, level } }: { row: Alert }) {
  const pace = Number(sold);
  if (pace <= 0) return <span className="faint">{text.noPace}</span>;
  const words = level === 'out' || days === null ? '' : days < 1 ? text.lessDay : text.days(number(days));
  return <span className={classes.lasts}><span>{words || '\u2013'}</span> <small>{text.perDay(number(pace, 1))}</small></span>;
}

function Usual({ settings }: { settings: Settings }) {
  const client = useQueryClient();
  const may = useMay()('stock.level.write');
  const form = useForm({
    name: `stock settings ${settings.version}`,
    initial: { low_at: String(settings.low_at) },
    checks: { low_at: (typed) => (pieces(typed) === null ? text.limitWrong : '') },
    submit: async ({ low_at: typed }) => {
      await saveSettings({ ...settings, low_at: pieces(typed) ?? settings.low_at });
      await client.invalidateQueries({ queryKey: STOCK });
      toast(text.usualKept);
    },
  });
  return (
    <Card title={text.usual}>
      <Form form={form} label={text.usual}>
        <div className="card-body">
          <TextField form={form} name="low_at" label={text.usualLabel} help={text.usualHelp} inputMode="numeric" width="short" unit={text.unitPieces} disabled={!may} />
        </div>
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}
