import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { usePlaces } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { useTitle } from '../../lib/title.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt, useAct } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack, WithRail } from '../../ui/PageHead.tsx';
import { Tile } from '../../ui/Tile.tsx';
import { ROOM } from './api.ts';
import { HereCard } from './parts/HereCard.tsx';
import classes from './parts/purchasing.module.css';
import { ScoreCard } from './parts/ScoreCard.tsx';
import { Refused } from './parts/Shared.tsx';
import { TermsCard } from './parts/TermsCard.tsx';
import type { Supplier } from './shapes.ts';
import { editSupplier, supplierQuery, wantedQuery } from './supplierApi.ts';
import { SupplierSign } from './SuppliersScreen.tsx';
import { text } from './supplierText.ts';
import { titles } from './titles.ts';

/** One supplier: its terms, how it should send, and what its platform can do. */
export default function SupplierScreen() {
  const { id = '' } = usePlaces();
  const supplier = useQuery(supplierQuery(id));
  if (supplier.data) return <Found key={id} supplier={supplier.data} />;
  return (
    <>
      <PageHead title={titles.supplier} />
      <Card label={titles.supplier}>{supplier.error ? <ErrorState error={supplier.error} retry={() => void supplier.refetch()} /> : <Loading rows={6} />}</Card>
    </>
  );
}

function Found({ supplier }: { supplier: Supplier }) {
  const allowed = useMay();
  const may = allowed('purchasing.supplier.write');
  const wanted = useQuery(wantedQuery).data;
  const { busy, refused, become } = useBecoming(supplier);
  const { id, state } = supplier;
  useTitle(supplier.name);
  const ways = [
    { to: `/purchasing/orders?supplier=${id}`, label: text.ordersOf, needs: 'purchasing.order.read' },
    { to: `/purchasing/offers?supplier=${id}`, label: text.offersOf, needs: 'purchasing.offer.read' },
    { to: `/purchasing/vouchers?supplier=${id}`, label: text.vouchersOf, needs: 'purchasing.voucher.read' },
  ].filter(({ needs }) => allowed(needs));
  return (
    <>
      <PageHead
        title={supplier.name}
        facts={
          <>
            <SupplierSign state={state} pill />
            {supplier.account_id ? <span className={classes.shop}><Tile platform={supplier.platform} /><bdi>{supplier.account}</bdi></span> : <span>{text.byMail}</span>}
            <span>{supplier.currency}</span>
            {ways.map(({ to, label }) => <Link key={to} to={to} className="link">{label}</Link>)}
          </>
        }
        actions={may && (
          <>
            {state !== 'archived' && <Button disabled={busy} onClick={() => void become('archived')}>{text.archive}</Button>}
            {state === 'active' && <Button disabled={busy} onClick={() => void become('paused')}>{text.pause}</Button>}
            {state !== 'active' && <Button variant="filled" loading={busy} onClick={() => void become('active')}>{text.resume}</Button>}
          </>
        )}
      />
      <Stack>
        <Refused refused={refused} />
        <WithRail label={text.rail} rail={<><ScoreCard score={supplier.score} /><CanCard supplier={supplier} /></>}>
          {wanted && <HereCard supplier={supplier} everywhere={wanted} may={may} />}
          <TermsCard key={supplier.version} supplier={supplier} may={may} />
        </WithRail>
      </Stack>
    </>
  );
}

/** Paused, archived or taken up again at once, and back from the toast. */
function useBecoming(supplier: Supplier) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const set = async (from: Supplier, state: Supplier['state']) => {
    const made = await editSupplier(from, { state });
    await client.invalidateQueries({ queryKey: ROOM });
    return made;
  };
  const become = (state: Supplier['state']) => act(async () => {
    const made = await set(supplier, state);
    const undo = () => attempt(async () => {
      await set(made, supplier.state);
      toast(text.undone);
    });
    toast(text.stateDone[state], { act: { label: text.undo, icon: 'undo', run: undo } });
  });
  return { busy, refused, become };
}

function CanCard({ supplier: { can } }: { supplier: Supplier }) {
  const { unpaid, paid, pays, balance, currencies, itsOwn, yes, no, paysItself, paysLater } = text.cans;
  if (!can) return <Card title={text.can} padded><p className="muted">{text.noCan}</p></Card>;
  return (
    <Card title={text.can} padded>
      <Facts facts={[[pays, can.pays_itself ? paysItself : paysLater], [balance, can.has_balance ? yes : no], [unpaid, text.ends[can.ends_unpaid]], [paid, text.ends[can.ends_paid]], [currencies, can.currencies.join(', ') || itsOwn]]} />
    </Card>
  );
}
