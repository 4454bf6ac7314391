import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePlaces } from '../../lib/address.ts';
import { countryName } from '../../lib/country.ts';
import { useMay } from '../../lib/me.ts';
import { type Shops, useShops } from '../../lib/shops.ts';
import { useTitle } from '../../lib/title.ts';
import { toast } from '../../lib/toasts.ts';
import { Card } from '../../ui/Card.tsx';
import { ConfirmTyped } from '../../ui/ConfirmTyped.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, WithRail } from '../../ui/PageHead.tsx';
import { Sign } from '../../ui/State.tsx';
import { Time } from '../../ui/Time.tsx';
import { boughtQuery, type Customer, customerQuery, CUSTOMERS, eraseCustomer, sameQuery } from './api.ts';
import { Standing, Total } from './columns.tsx';
import { called } from './CustomersScreen.tsx';
import { Contact, linesOf } from './parts/BuyerCard.tsx';
import classes from './parts/orders.module.css';
import { ShopName } from './parts/Shared.tsx';
import { text } from './peopleText.ts';
import { titles } from './titles.ts';

/** One customer: who it is, what was bought, and where else the same person bought. */
export default function CustomerScreen() {
  const { id = '' } = usePlaces();
  const customer = useQuery(customerQuery(id));
  if (customer.data) return <Found key={id} customer={customer.data} />;
  return (
    <>
      <PageHead title={titles.customer} />
      <Card label={titles.customer}>{customer.error ? <ErrorState error={customer.error} retry={() => void customer.refetch()} /> : <Loading rows={4} />}</Card>
    </>
  );
}

function Found({ customer }: { customer: Customer }) {
  const { person, erased } = customer;
  const client = useQueryClient();
  const may = useMay()('orders.customer.write');
  const shops = useShops();
  const [erasing, setErasing] = useState(false);
  const name = person?.name || called(customer);
  const reach = person?.email || person?.phone || '';
  useTitle(called(customer));
  const erase = async () => {
    client.setQueryData(customerQuery(customer.id).queryKey, await eraseCustomer(customer.id));
    await client.invalidateQueries({ queryKey: CUSTOMERS });
    toast(text.eraseDone);
  };
  return (
    <>
      <PageHead
        title={name}
        facts={<><ShopName shops={shops} id={customer.account_id} />{erased && <Sign shape="slashed" colour="ink3">{text.erased}</Sign>}<span className="faint">{text.heads.seen} <Time at={customer.seen_at} /></span></>}
        actions={may && !erased && <Button leftSection={<Icon name="trash" />} onClick={() => setErasing(true)}>{text.erase}</Button>}
      />
      <WithRail label={text.known} rail={<><Who customer={customer} />{reach && <Elsewhere customer={customer} reach={reach} shops={shops} />}</>}>
        <Bought customer={customer} reach={reach} shops={shops} />
      </WithRail>
      <ConfirmTyped open={erasing} onClose={() => setErasing(false)} title={text.eraseTitle(name)} ends={text.eraseEnds} stays={text.eraseStays} name={name} verb={text.eraseDo} onConfirm={erase} />
    </>
  );
}

function Who({ customer: { person, erased, country, remote_id: remote } }: { customer: Customer }) {
  const address = person?.shipping ?? person?.billing;
  const lines = address ? linesOf(address, person?.name ?? '') : [];
  return (
    <Card title={text.who} padded>
      <div className={classes.stack}>
        {person === null && <p className="muted row"><Icon name="eyeOff" />{erased ? text.erasedMore : text.noPerson}</p>}
        {lines.length > 0 && <address className={classes.address}>{lines.map((line) => <bdi key={line}>{line}</bdi>)}</address>}
        {person && <Contact person={person} />}
        <Facts facts={[...(country ? [[text.heads.country, countryName(country)] as const] : []), [text.remoteId, remote ? <code key="id">{remote}</code> : text.guest]]} />
      </div>
    </Card>
  );
}

function Elsewhere({ customer, reach, shops }: { customer: Customer; reach: string; shops: Shops }) {
  const same = useQuery(sameQuery(reach));
  const others = (same.data ?? []).filter(({ id }) => id !== customer.id);
  return (
    <Card title={text.shops}>
      {same.isLoading && <Loading rows={1} />}
      {same.data && others.length === 0 && <p className={classes.foot}>{text.noShops}</p>}
      <ul className={classes.options}>
        {others.map((other) => <li key={other.id}><div><Link to={`/orders/customers/${other.id}`} className="link">{called(other)}</Link></div><ShopName shops={shops} id={other.account_id} /></li>)}
      </ul>
    </Card>
  );
}

/** Of all shops where the address or the telephone is the same. */
function Bought({ customer, reach, shops }: { customer: Customer; reach: string; shops: Shops }) {
  const bought = useQuery(boughtQuery(reach));
  const rows = bought.data ?? [];
  return (
    <Card title={text.orders} sub={text.ordersSub(customer.orders)}>
      {reach === '' && <p className={classes.foot}>{text.noOrders}</p>}
      {bought.isLoading && <Loading rows={4} />}
      {bought.error && <ErrorState error={bought.error} retry={() => void bought.refetch()} />}
      {bought.data && rows.length === 0 && <p className={classes.foot}>{text.noneFound}</p>}
      <ul className={classes.options}>
        {rows.map((row) => (
          <li key={row.id} className={classes.bought}>
            <div><Link to={`/orders/${row.id}`} className="link">{row.number}</Link><small><Time at={row.placed_at} /></small></div>
            <ShopName shops={shops} id={row.account_id} />
            <Standing row={row} />
            <Total row={row} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
