import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../lib/me.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Link } from '../../ui/Link.tsx';
import { Money } from '../../ui/Money.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { type Floor, FLOORS, readFloors, removeFloor } from './api.ts';
import { categoriesQuery } from './categories.ts';
import { FloorDialog } from './parts/FloorDialog.tsx';
import { PricesTabs } from './parts/PricesTabs.tsx';
import { text } from './text.ts';

/** Prices below which nothing goes, whoever wants it. */
export default function FloorsScreen() {
  const client = useQueryClient();
  const may = useMay()('pricing.floor.write');
  const [adding, setAdding] = useState(false);
  const categories = useQuery(categoriesQuery).data ?? [];
  const rows = useRows<Floor>({ key: FLOORS, id: (floor) => floor.id, read: ({ limit, cursor, signal }) => readFloors({ limit, cursor }, signal) });
  const nameOf = ({ subject, subject_id: id }: Floor) => (subject === 'category' ? (categories.find((one) => one.id === id)?.title ?? '') : '');
  const remove = (floor: Floor) => attempt(async () => {
    await removeFloor(floor);
    await client.invalidateQueries({ queryKey: FLOORS });
    toast(text.floorRemoved);
  });
  const { what, price, since, who, act } = text.floorHeads;
  const columns: Column<Floor>[] = [
    { id: 'what', head: what, kind: 'name', cell: (floor) => <What floor={floor} name={nameOf(floor)} /> },
    { id: 'price', head: price, kind: 'money', phone: 'more', cell: (floor) => <Money minor={floor.minor} currency={floor.currency} /> },
    { id: 'since', head: since, kind: 'time', cell: (floor) => <Time at={floor.since} as="day" /> },
    { id: 'who', head: who, kind: 'person', cell: (floor) => <bdi>{floor.person}</bdi> },
    ...(may ? [{ id: 'act', head: act, kind: 'act' as const, phone: 'end' as const, cell: (floor: Floor) => <IconButton icon="trash" size={24} label={text.removeFloor} onClick={() => remove(floor)} /> }] : []),
  ];
  return (
    <>
      <PageHead
        title={text.floors}
        facts={text.floorsFacts}
        actions={may && <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{text.addFloor}</Button>}
      />
      <PricesTabs />
      <DataTable
        name="floors"
        label={text.floors}
        rows={rows}
        columns={columns}
        nameOf={(floor) => nameOf(floor) || (text.subjects[floor.subject] ?? floor.subject)}
        empty={<Empty title={text.noFloors} more={text.noFloorsMore} />}
      />
      <FloorDialog open={adding} onClose={() => setAdding(false)} />
    </>
  );
}

function What({ floor, name }: { floor: Floor; name: string }) {
  const kind = text.subjects[floor.subject] ?? floor.subject;
  if (floor.subject === 'offer') return <Link to={`/pricing/why/${floor.subject_id}`} className="link">{kind}</Link>;
  return <span>{name || kind}{name && <span className="faint"> {kind}</span>}</span>;
}
