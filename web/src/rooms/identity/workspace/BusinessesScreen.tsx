import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useAddress, wordOf, wordsOf } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { day } from '../../../lib/time.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import type { Filter } from '../../../ui/table/filters.ts';
import { useRows } from '../../../ui/table/useRows.ts';
import { Time } from '../../../ui/Time.tsx';
import { type Business, BUSINESSES, readBusinesses } from './api.ts';
import classes from './BusinessesScreen.module.css';
import { BUSINESS_SIGNS, isBusinessState } from './model.ts';
import { BusinessDialog } from './parts/BusinessDialog.tsx';
import { BusinessMenu } from './parts/BusinessMenu.tsx';
import { text } from './text.ts';

/** The businesses of the workspace; a new one is made in a dialog that stands in the address. */
export default function BusinessesScreen() {
  const { search, change } = useAddress();
  const client = useQueryClient();
  const may = useMay();
  const mayWrite = may('identity.business.write');
  const rows = useRows<Business>({
    key: BUSINESSES,
    id: (business) => business.id,
    read: ({ search: asked, limit, cursor, signal }) => readBusinesses(wordsOf(asked, 'state').filter(isBusinessState), cursor, limit, signal),
  });
  const again = () => client.invalidateQueries({ queryKey: BUSINESSES });
  const open = wordOf(search, 'open');
  const edited = rows.rows.find((business) => business.id === open) ?? null;
  const make = () => change({ new: '1' }, { replace: false });
  const button = <Button variant="filled" leftSection={<Icon name="plus" />} onClick={make}>{text.newBusiness}</Button>;

  return (
    <>
      <PageHead title={text.businesses} facts={text.businessesSub} actions={mayWrite && rows.rows.length > 0 && button} />
      <DataTable
        name="businesses"
        label={text.businessList}
        rows={rows}
        columns={columns(mayWrite, again, (business) => change({ open: business.id }, { replace: false }))}
        nameOf={(business) => business.name}
        filters={filters()}
        empty={<Empty title={text.noBusiness} more={text.noBusinessMore}>{mayWrite && button}</Empty>}
      />
      <BusinessDialog
        open={mayWrite && (wordOf(search, 'new') !== '' || edited !== null)}
        business={edited}
        onClose={() => change({ new: null, open: null })}
        onChanged={again}
      />
    </>
  );
}

function columns(mayWrite: boolean, again: () => Promise<unknown>, onEdit: (business: Business) => void): Column<Business>[] {
  return [
    { id: 'name', head: text.heads.name, kind: 'name', phone: 'title', cell: ({ name }) => <bdi>{name}</bdi> },
    { id: 'kind', head: text.heads.kind, kind: 'text', phone: 'more', cell: ({ kind, state }) => <>{text.kinds[kind]}{state !== 'active' && <span className={classes.state}>, {text.states[state]}</span>}</> },
    { id: 'state', head: text.heads.state, kind: 'long', cell: (business) => <Standing business={business} /> },
    { id: 'made', head: text.heads.made, kind: 'time', cell: (business) => <Time at={business.made_at} as="day" /> },
    ...(mayWrite
      ? [{ id: 'act', head: text.heads.act, kind: 'act' as const, phone: 'end' as const, cell: (business: Business) => <BusinessMenu business={business} onChanged={again} onEdit={() => onEdit(business)} /> }]
      : []),
  ];
}

function Standing({ business: { state, closes_at: closes } }: { business: Business }) {
  const now = new Date(useNow());
  const [shape, colour] = BUSINESS_SIGNS[state];
  return (
    <Sign shape={shape} colour={colour}>
      {text.states[state]}
      {closes !== null && <span className="faint"> {text.until(day(new Date(closes), now))}</span>}
    </Sign>
  );
}

function filters(): Filter[] {
  const choices = Object.entries(text.states).map(([value, label]) => ({ value, label }));
  return [{ name: 'state', label: text.stateFilter, kind: 'choice', many: true, choices }];
}
