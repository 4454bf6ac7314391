import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { stepTable, TABLES, type WholeTable } from '../api.ts';
import classes from '../files.module.css';
import { type Drawn, drawnOf, hasAmounts, lacksDecimal, NAMING_FIELDS, otherFields, placesOf, PRODUCT_FIELDS, VARIANT_FIELDS, withField } from '../model.ts';
import { text } from '../text.ts';

// Where Hanse sells most, then the world's.
const CURRENCIES = ['', ...'IDR SGD MYR THB PHP VND TWD USD EUR GBP AUD JPY CNY HKD KRW INR BRL MXN'.split(' ')];
const EXAMPLES = 3;
const down = <Icon name="down" size={12} />;

/** Which column is which field, and how its cells are to be read. */
export function ColumnsCard({ table, onDone }: { table: WholeTable; onDone: () => void }) {
  const client = useQueryClient();
  const offline = useSignal(offlineSince) !== null;
  const [drawn, setDrawn] = useState<Drawn>(() => drawnOf(table));
  const [keptAs, setKeptAs] = useState('');
  const { busy, refused, act } = useAct();
  const why = offline ? text.offline : lacksDecimal(drawn) ? text.sayDecimal : '';

  const check = () => act(async () => {
    await stepTable(table.id, table.version, 'check', placesOf(drawn), keptAs);
    await client.invalidateQueries({ queryKey: TABLES });
    onDone();
  });

  return (
    <Card title={text.columns} sub={text.columnsMore}>
      <Templates table={table} onChoose={(template) => setDrawn(drawnOf(table, template))} />
      <table className={classes.columns}>
        <thead><tr><th>{text.column}</th><th>{text.example}</th><th>{text.goes}</th></tr></thead>
        <tbody>
          {table.columns.map((head, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- a column is its place
            <tr key={place}>
              <th scope="row"><bdi>{head}</bdi></th>
              <td><Examples table={table} place={place} /></td>
              <td>
                <NativeSelect
                  aria-label={text.goesOf(head)}
                  value={drawn.fields[place] ?? ''}
                  data={choices(otherFields(table))}
                  onChange={(event) => setDrawn(withField(drawn, place, event.currentTarget.value))}
                  rightSection={down}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Choices drawn={drawn} onChange={setDrawn} keptAs={keptAs} onKeep={setKeptAs} />
      {refused && <div className={classes.none}><Note tone="bad" icon="warn" role="alert"><span lang="en"><b>{refused.message}</b> {refused.nextStep}</span></Note></div>}
      <div className={classes.foot}>
        <Button variant="filled" loading={busy} disabled={why !== ''} onClick={() => void check()}>{text.check}</Button>
        {why && <span className="faint small">{why}</span>}
      </div>
    </Card>
  );
}

function Templates({ table, onChoose }: { table: WholeTable; onChoose: (template: WholeTable['templates'][number] | undefined) => void }) {
  if (table.templates.length === 0) return null;
  const data = [{ value: '', label: text.noTemplate }, ...table.templates.map(({ name }) => ({ value: name, label: name }))];
  return (
    <div className={classes.filters}>
      <NativeSelect label={text.keptChoices} data={data} rightSection={down} onChange={(event) => onChoose(table.templates.find(({ name }) => name === event.currentTarget.value))} />
    </div>
  );
}

function Examples({ table, place }: { table: WholeTable; place: number }) {
  const values = [...new Set(table.sample.map((row) => row[place] ?? '').filter((value) => value !== ''))].slice(0, EXAMPLES);
  return <span className={classes.examples}>{values.map((value) => <bdi key={value} className="clip">{value}</bdi>)}</span>;
}

type ChoicesProps = { drawn: Drawn; onChange: (drawn: Drawn) => void; keptAs: string; onKeep: (name: string) => void };

function Choices({ drawn, onChange, keptAs, onKeep }: ChoicesProps) {
  return (
    <div className={classes.choices}>
      <NativeSelect
        label={text.decimal}
        value={drawn.decimal}
        data={[{ value: '', label: text.decimals.none }, { value: 'point', label: text.decimals.point }, { value: 'comma', label: text.decimals.comma }]}
        onChange={(event) => onChange({ ...drawn, decimal: event.currentTarget.value as Drawn['decimal'] })}
        rightSection={down}
      />
      {hasAmounts(drawn) && (
        <NativeSelect label={text.currency} value={drawn.currency} data={CURRENCIES} onChange={(event) => onChange({ ...drawn, currency: event.currentTarget.value })} rightSection={down} />
      )}
      <NativeSelect
        label={text.emptyCells}
        value={drawn.empty}
        data={[{ value: 'leave', label: text.emptyKinds.leave }, { value: 'clear', label: text.emptyKinds.clear }]}
        onChange={(event) => onChange({ ...drawn, empty: event.currentTarget.value as Drawn['empty'] })}
        rightSection={down}
      />
      <Switch label={text.creates} description={text.createsMore} labelPosition="left" withThumbIndicator={false} checked={drawn.creates} onChange={(event) => onChange({ ...drawn, creates: event.currentTarget.checked })} />
      <TextInput label={text.template} description={text.templateMore} value={keptAs} maxLength={100} autoComplete="off" onChange={(event) => onKeep(event.currentTarget.value)} />
    </div>
  );
}

function named(fields: readonly string[]) {
  return fields.map((value) => ({ value, label: text.fields[value] ?? value }));
}

function choices(others: readonly string[]) {
  return [
    { value: '', label: text.nowhere },
    { group: text.groups.product, items: named(PRODUCT_FIELDS) },
    { group: text.groups.variant, items: named(VARIANT_FIELDS) },
    { group: text.groups.naming, items: named(NAMING_FIELDS) },
    ...(others.length > 0 ? [{ group: text.groups.other, items: named(others) }] : []),
  ];
}
