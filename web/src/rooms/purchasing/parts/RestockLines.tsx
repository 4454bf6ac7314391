import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Money } from '../../../ui/Money.tsx';
import { ROOM } from '../api.ts';
import { type Came, receiveRestock } from '../restockApi.ts';
import { cameOf, comes, leftOf, type TypedCame } from '../restockModel.ts';
import { text } from '../restockText.ts';
import type { Restock, RestockLine } from '../shapes.ts';
import { usePlacesOfOurs } from './NewRestock.tsx';
import classes from './purchasing.module.css';
import { Refused, Wide } from './Shared.tsx';

/** What was ordered, what came, what each piece really costs; and what comes in now. */
export function RestockLines({ restock, may }: { restock: Restock; may: boolean }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const [typed, setTyped] = useState<TypedCame>({});
  const places = usePlacesOfOurs();
  const [place, setPlace] = useState(restock.place_id ?? '');
  const awaited = may && comes(restock);
  const came = cameOf(typed);
  const all: Came[] = restock.lines.flatMap((line) => (leftOf(line) > 0 ? [{ line_id: line.id, count: leftOf(line), defective: 0 }] : []));
  const take = (lines: readonly Came[]) => act(async () => {
    await receiveRestock(restock, lines, place || null);
    await client.invalidateQueries({ queryKey: ROOM });
    setTyped({});
    toast(text.receivedNow);
  });
  const { what, ordered, price, received, landed, nowIn } = text;
  return (
    <Card title={text.lines}>
      <Wide label={text.lines}>
        <table className={`${classes.lines} ${classes.phone}`} aria-label={text.lines}>
          <thead><tr><th scope="col">{what}</th><th scope="col" className={classes.num}>{ordered}</th><th scope="col" className={classes.num}>{price}</th><th scope="col" className={classes.num}>{landed}</th><th scope="col" className={classes.num}>{received}</th>{awaited && <th scope="col" className={classes.num}>{nowIn}</th>}</tr></thead>
          <tbody>{restock.lines.map((line) => <Row key={line.id} line={line} currency={restock.currency} awaited={awaited} typed={typed[line.id] ?? NONE} onType={(next) => setTyped({ ...typed, [line.id]: next })} />)}</tbody>
        </table>
      </Wide>
      {awaited && (
        <div className={classes.receive}>
          <Refused refused={refused} />
          <div className={`${classes.buttons} ${classes.end}`}>
            <NativeSelect aria-label={text.place} value={place} onChange={(event) => setPlace(event.currentTarget.value)} data={[{ value: '', label: text.firstPlace }, ...places]} rightSection={<Icon name="down" size={12} />} />
            {came === null && <span className="bad small" role="alert">{text.cameWrong}</span>}
            {came === null || came.length > 0 ? (
              <Button variant="filled" loading={busy} disabled={came === null} onClick={() => came && void take(came)}>{text.receive}</Button>
            ) : (
              <Button loading={busy} onClick={() => void take(all)}>{text.receiveAll}</Button>
            )}
          </div>
        </div>
      )}
    </Card>
  );
}

const NONE = { count: '', bad: '' };
type RowProps = { line: RestockLine; currency: string; awaited: boolean; typed: { count: string; bad: string }; onType: (next: { count: string; bad: string }) => void };

function Row({ line, currency, awaited, typed, onType }: RowProps) {
  const mayStock = useMay()('stock.level.read');
  const title = line.title || line.sku;
  const each = line.landed_each;
  return (
    <tr>
      <th scope="row">{mayStock ? <Link to={`/stock/${line.variant_id}`} className={classes.quietLink}><bdi>{title}</bdi></Link> : <bdi>{title}</bdi>}<small className="sku">{[line.sku, line.supplier_sku && text.theirSku(line.supplier_sku)].filter(Boolean).join(' · ')}</small></th>
      <td data-label={text.ordered} className={classes.num}>{number(line.quantity)}</td>
      <td data-label={text.price} className={`${classes.num} muted`}><Money minor={line.price_minor} currency={currency} /></td>
      <td data-label={text.landed} className={classes.num}>{each !== null && <><span className="cur">{currency}</span>{'\u202F'}{number(Number(each), Math.min(4, each.split('.')[1]?.length ?? 0))}</>}<small><Money minor={line.landed_minor} currency={currency} /></small></td>
      <td data-label={text.received} className={classes.num}>{number(line.received)}{line.defective > 0 && <small className="warn">{text.defective(number(line.defective))}</small>}</td>
      {awaited && (
        <td data-label={text.nowIn} className={classes.num}>
          {leftOf(line) > 0 && (
            <span className={classes.came}>
              <TextInput size="xs" inputMode="numeric" autoComplete="off" aria-label={text.nowInOf(title)} placeholder={String(leftOf(line))} value={typed.count} onChange={(event) => onType({ ...typed, count: event.currentTarget.value })} />
              <TextInput size="xs" inputMode="numeric" autoComplete="off" aria-label={text.badOf(title)} placeholder={text.bad} value={typed.bad} onChange={(event) => onType({ ...typed, bad: event.currentTarget.value })} />
            </span>
          )}
        </td>
      )}
    </tr>
  );
}
