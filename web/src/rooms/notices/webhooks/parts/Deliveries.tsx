import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { wordsOf } from '../../../../lib/address.ts';
import { Empty } from '../../../../ui/Empty.tsx';
import { Sign } from '../../../../ui/State.tsx';
import type { Column } from '../../../../ui/table/columns.ts';
import { DataTable } from '../../../../ui/table/DataTable.tsx';
import { useRows } from '../../../../ui/table/useRows.ts';
import { Time } from '../../../../ui/Time.tsx';
import { choicesQuery } from '../../api.ts';
import { DELIVERIES, type Delivery, type Endpoint, readDeliveries } from '../api.ts';
import { answerOf, DELIVERY_SIGNS, isTest, knownStates } from '../model.ts';
import { text } from '../text.ts';
import { DeliveryDetail } from './DeliveryDetail.tsx';

const WAITING_EVERY_MS = 3_000;

/** What was sent there; each call opens in its place with both sides of it. */
export function Deliveries({ endpoint }: { endpoint: Endpoint }) {
  const kinds = useQuery(choicesQuery).data?.kinds ?? [];
  const rows = useRows<Delivery>({
    key: [...DELIVERIES, endpoint.id],
    id: (delivery) => delivery.id,
    read: ({ search, limit, cursor, signal }) =>
      readDeliveries(endpoint.id, { state: knownStates(wordsOf(search, 'state')), limit, cursor }, signal),
  });
  const called = (delivery: Delivery) =>
    isTest(delivery) ? text.isTest : (kinds.find((one) => one.kind === delivery.kind)?.title ?? delivery.kind);
  useLookAgain(rows.rows.some((delivery) => delivery.state === 'waiting'));

  return (
    <DataTable
      name="deliveries"
      label={text.deliveriesList}
      rows={rows}
      columns={columns(called)}
      nameOf={called}
      detail={(delivery) => <DeliveryDetail delivery={delivery} endpoint={endpoint} />}
      filters={[{
        name: 'state',
        label: text.sent.state,
        kind: 'choice',
        many: true,
        choices: Object.entries(text.states).map(([value, label]) => ({ value, label })),
      }]}
      end={<span className="faint small">{text.deliveriesSub}</span>}
      empty={<Empty title={text.noCall} more={text.noCallMore} />}
    />
  );
}

function columns(called: (delivery: Delivery) => string): Column<Delivery>[] {
  return [
    { id: 'kind', head: text.sent.kind, kind: 'text', cell: called },
    {
      id: 'state',
      head: text.sent.state,
      kind: 'state',
      phone: 'end',
      cell: ({ state }) => <Sign shape={DELIVERY_SIGNS[state][0]} colour={DELIVERY_SIGNS[state][1]}>{text.states[state]}</Sign>,
    },
    { id: 'answer', head: text.sent.answer, kind: 'text', cell: (delivery) => <span className="muted">{answerOf(delivery)}</span> },
    { id: 'made', head: text.sent.made, kind: 'time', phone: 'more', cell: (delivery) => <Time at={delivery.made_at} /> },
  ];
}

/** A try that did not arrive is no event: while one waits, one looks again. */
function useLookAgain(waiting: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void client.invalidateQueries({ queryKey: DELIVERIES });
    }, WAITING_EVERY_MS);
    return () => clearInterval(timer);
  }, [client, waiting]);
}
