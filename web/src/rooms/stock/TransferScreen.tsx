import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePlaces } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import { cancelTransfer, placesQuery, receiveTransfer, STOCK, transferQuery } from './api.ts';
import { pieces, typedCounts } from './model.ts';
import { Refused, Wide } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import type { Transfer, TransferLine } from './shapes.ts';
import { TransferSign, wayOf } from './TransfersScreen.tsx';
import { text } from './workText.ts';

/** One transfer: what is on its way, taken in whole or in part. */
export default function TransferScreen() {
  const { id = '' } = usePlaces();
  const transfer = useQuery(transferQuery(id));
  if (transfer.data) return <Found transfer={transfer.data} />;
  return (
    <>
      <PageHead title={text.transfers} />
      <Card label={text.transfers}>{transfer.error ? <ErrorState error={transfer.error} retry={() => void transfer.refetch()} /> : <Loading rows={5} />}</Card>
    </>
  );
}

function Found({ transfer }: { transfer: Transfer }) {
  const client = useQueryClient();
  const may = useMay()('stock.level.write') && transfer.state === 'sent';
  const places = useQuery(placesQuery).data ?? [];
  const { busy, refused, act } = useAct();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const lines = typedCounts(typed).filter(({ count }) => count > 0);
  const work = (what: () => Promise<unknown>, said: string) => act(async () => {
    await what();
    await client.invalidateQueries({ queryKey: STOCK });
    setTyped({});
    toast(said);
  });
  const { note, expected_on: expected } = transfer;
  return (
    <>
      <PageHead
        title={wayOf(transfer, places)}
        facts={<><TransferSign state={transfer.state} /><span>{text.sent} <Time at={transfer.sent_at} /></span>{expected && <span>{text.expected} <Time at={expected} as="day" /></span>}{note && <bdi>{note}</bdi>}</>}
        actions={may && (
          <>
            <Button disabled={busy} onClick={() => void work(() => cancelTransfer(transfer.id), text.cancelTransferDone)}>{text.cancelTransfer}</Button>
            {lines.length > 0 ? (
              <Button variant="filled" loading={busy} onClick={() => void work(() => receiveTransfer(transfer.id, lines), text.receivedNow)}>{text.receiveThese}</Button>
            ) : (
              <Button variant="filled" loading={busy} onClick={() => void work(() => receiveTransfer(transfer.id), text.receivedNow)}>{text.receiveAll}</Button>
            )}
          </>
        )}
      />
      <Stack>
        <Refused refused={refused} />
        <Card label={text.lines}>
          <Wide label={text.lines}>
            <table className={`${classes.lines} ${classes.phone}`}>
              <thead><tr><th scope="col">{text.item}</th><th scope="col" className={classes.num}>{text.pieces}</th><th scope="col" className={classes.num}>{text.received}</th>{may && <th scope="col" className={classes.num}>{text.nowIn}</th>}</tr></thead>
              <tbody>{transfer.lines.map((line) => <Line key={line.variant_id} line={line} may={may} value={typed[line.variant_id] ?? ''} onType={(words) => setTyped({ ...typed, [line.variant_id]: words })} />)}</tbody>
            </table>
          </Wide>
        </Card>
      </Stack>
    </>
  );
}

function Line({ line, may, value, onType }: { line: TransferLine; may: boolean; value: string; onType: (words: string) => void }) {
  const rest = line.count - line.received;
  const count = pieces(value);
  return (
    <tr>
      <th scope="row"><Link to={`/stock/${line.variant_id}`} className="link"><bdi>{line.title}</bdi></Link><small className="sku">{line.sku}</small></th>
      <td data-label={text.pieces} className={classes.num}>{number(line.count)}</td>
      <td data-label={text.received} className={classes.num}>{number(line.received)}</td>
      {may && (
        <td data-label={text.nowIn} className={classes.num}>
          {rest > 0 && <TextInput size="xs" className={classes.found} inputMode="numeric" autoComplete="off" aria-label={text.nowInOf(line.title)} placeholder={String(rest)} value={value} error={value !== '' && (count === null || count > rest)} onChange={(event) => onType(event.currentTarget.value)} />}
        </td>
      )}
    </tr>
  );
}
