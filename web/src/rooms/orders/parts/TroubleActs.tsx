import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Link } from '../../../ui/Link.tsx';
import { type Answer, answerTroubles, ROOM, type Trouble, type TroubleKind, type WholeOrder } from '../api.ts';
import { text } from '../orderText.ts';
import { isTooMuch } from '../said.ts';
import { suppliedQuery } from '../suppliedApi.ts';
import { text as supplied } from '../suppliedText.ts';
import { Refused } from './Shared.tsx';

type Props = { trouble: Trouble; whole: WholeOrder; maySend: boolean; onSend: () => void; large?: boolean };

/** What a person most often answers; the first of them is the filled one. */
const ANSWERS: Readonly<Record<TroubleKind, readonly Answer[]>> = {
  no_stock: ['retry', 'hold'],
  unmatched: ['retry', 'hold'],
  address: ['retry', 'hold'],
  reversed: ['hold', 'accept'],
  loss: ['accept', 'hold'],
  stuck: ['accept', 'hold'],
  remainder: ['accept', 'hold'],
  tax: ['accept', 'hold'],
  unknown_word: ['retry', 'hold'],
  unreadable: ['retry'],
  not_told: ['again', 'accept'],
  supplier: ['accept', 'hold'],
};

/** The next step of an exception: where it is solved, and the answers to it. */
export function TroubleActs({ trouble, whole, maySend, onSend, large = false }: Props) {
  const client = useQueryClient();
  const may = useMay();
  const mayAnswer = may('orders.exception.write');
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const size = large ? 'lg' : 'xs';
  const bought = useSupplierOrder(trouble, whole.order.id);
  const way = bought ?? wayOf(trouble.kind, whole, may);
  const sends = trouble.kind === 'stuck' && maySend;
  const answer = (said: Answer) => act(async () => {
    await answerTroubles([trouble.id], said);
    await client.invalidateQueries({ queryKey: ROOM });
    toast(text.answered[said]);
  });
  return (
    <>
      <Refused refused={refused} />
      {mayAnswer && [...ANSWERS[trouble.kind]].toReversed().map((said, index, all) => {
        const first = large && index === all.length - 1 && !way && !sends;
        return <Button key={said} size={size} {...(first && { variant: 'filled' })} disabled={offline} loading={busy} onClick={() => void answer(said)}>{said === 'accept' && isTooMuch(trouble) ? text.surplusKeep : text.answers[said]}</Button>;
      })}
      {sends && <Button size={size} {...(large && { variant: 'filled' })} onClick={onSend}>{text.send}</Button>}
      {way && <Link to={way.to} className={`button ${large ? 'filled' : ''}`}>{way.label}</Link>}
    </>
  );
}

/** Where what a supplier asks is answered. */
function useSupplierOrder({ kind, told }: Trouble, order: string): { to: string; label: string } | null {
  const may = useMay()('purchasing.order.read') && kind === 'supplier';
  const rows = useQuery({ ...suppliedQuery(order), enabled: may }).data;
  const found = rows?.find(({ number }) => number === told['number']);
  return found && may ? { to: `/purchasing/orders/${found.id}`, label: supplied.open } : null;
}

function wayOf(kind: TroubleKind, whole: WholeOrder, may: (permission: string) => boolean): { to: string; label: string } | null {
  if (kind === 'no_stock' && may('stock.level.read')) {
    const short = whole.lines.find((line) => line.short > 0 && line.variant_id);
    return { to: short ? `/stock/${short.variant_id}` : '/stock?state=out', label: text.ways.stock };
  }
  if (kind === 'unmatched' && may('catalog.match.read')) return { to: '/catalog/matches', label: text.ways.match };
  return null;
}
