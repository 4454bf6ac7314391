import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf } from '../../lib/day.ts';
import { useMay } from '../../lib/me.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { useNow } from '../../lib/useNow.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { removeTax, type Tax, TAXES, taxesQuery } from './api.ts';
import { PricesTabs } from './parts/PricesTabs.tsx';
import classes from './parts/rules.module.css';
import { TaxDialog } from './parts/TaxDialog.tsx';
import { text } from './text.ts';
import { Wide } from './parts/Wide.tsx';

/** Tax rates by place, with the days from which they hold and where that is written. */
export default function TaxesScreen() {
  const client = useQueryClient();
  const may = useMay()('pricing.tax.write');
  const [past, setPast] = useState(false);
  const [adding, setAdding] = useState(false);
  const taxes = useQuery(taxesQuery);
  const today = dayOf(new Date(useNow()));
  const shown = (taxes.data ?? []).filter((tax) => past || tax.until === null || tax.until > today);
  const remove = (id: string) => attempt(async () => {
    await removeTax(id);
    await client.invalidateQueries({ queryKey: TAXES });
    toast(text.taxRemoved);
  });
  const sources = [...new Set(shown.filter((tax) => tax.id === null).map((tax) => `${text.taxHeads.source}: ${tax.source}`))];
  const { place, sort, percent, holds } = text.taxHeads;
  return (
    <>
      <PageHead
        title={text.taxes}
        facts={text.taxesFacts}
        actions={may && <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{text.addTax}</Button>}
      />
      <PricesTabs />
      <Stack>
        <Toggle label={text.past} on={past} onChange={setPast} />
        <Card label={text.taxes}>
          {!taxes.data && (taxes.error ? <ErrorState error={taxes.error} retry={() => void taxes.refetch()} /> : <Loading rows={10} />)}
          {taxes.data && (
            <Wide label={text.taxes}>
              <table className={classes.lines}>
                <thead><tr><th scope="col">{place}</th><th scope="col">{percent}</th><th scope="col">{holds}</th><th scope="col"><span className="sr">{sort}</span></th></tr></thead>
                <tbody>{shown.map((tax) => <Row key={`${tax.id ?? ''} ${tax.place} ${tax.sort} ${tax.since}`} tax={tax} onRemove={may && tax.id ? remove : undefined} />)}</tbody>
              </table>
            </Wide>
          )}
          <p className={classes.foot}>{text.unitedStates}</p>
          {sources.length > 0 && <ul className={classes.foot} aria-label={text.taxHeads.source}>{sources.map((words) => <li key={words}>{words}</li>)}</ul>}
        </Card>
      </Stack>
      <TaxDialog open={adding} onClose={() => setAdding(false)} />
    </>
  );
}

function Row({ tax, onRemove }: { tax: Tax; onRemove: ((id: string) => void) | undefined }) {
  const { id } = tax;
  return (
    <tr>
      <th scope="row">{tax.place} <span className="faint">{text.sorts[tax.sort] ?? tax.sort}</span>{tax.id && <small>{text.yours}</small>}</th>
      <td>{Number(tax.percent)}{'\u2009'}%<small>{tax.included ? text.within : text.onTop}</small></td>
      <td>{tax.until === null ? text.since(tax.since) : text.span(tax.since, tax.until)}</td>
      <td>{onRemove && id !== null && <IconButton icon="trash" size={24} label={text.removeTax} onClick={() => onRemove(id)} />}</td>
    </tr>
  );
}
