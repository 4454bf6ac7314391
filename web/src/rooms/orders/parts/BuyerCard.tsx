import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import type { Address, Person, WholeOrder } from '../api.ts';
import { text } from '../orderText.ts';
import classes from './orders.module.css';
import { TaxNumber } from './TaxNumber.tsx';

/** Who bought and where it goes, as far as the role may see it. */
export function BuyerCard({ whole: { order, person, hidden, customer_id: customer } }: { whole: WholeOrder }) {
  const may = useMay()('orders.customer.read');
  const address = person?.shipping ? linesOf(person.shipping, person.name) : [];
  return (
    <Card title={text.customer} end={address.length > 0 && <Button size="xs" leftSection={<Icon name="copy" />} onClick={() => void navigator.clipboard?.writeText(address.join('\n'))}>{text.copy}</Button>}>
      <div className={`card-body ${classes.stack}`}>
        {person === null ? <p className="muted row"><Icon name="eyeOff" />{hidden ? text.hidden : text.erased}</p> : <Shown person={person} address={address} order={order.id} />}
        {customer && may && <Link to={`/orders/customers/${customer}`} className="link">{text.toCustomer}</Link>}
      </div>
    </Card>
  );
}

function Shown({ person, address, order }: { person: Person; address: readonly string[]; order: string }) {
  const billed = person.billing ? linesOf(person.billing, person.name) : [];
  const other = billed.length > 0 && billed.join() !== address.join();
  return (
    <>
      {address.length > 0 ? <Lines lines={address} /> : <p><b><bdi>{person.name}</bdi></b><br /><span className="muted">{text.noAddress}</span></p>}
      <Contact person={person} />
      {person.shipping && <TaxNumber order={order} number={person.shipping.tax_number ?? ''} />}
      {other && <div><p className="faint small">{text.billingOther}</p><Lines lines={billed} /></div>}
      {person.note && <div><p className="faint small">{text.buyerNote}</p><p><bdi>{person.note}</bdi></p></div>}
    </>
  );
}

function Lines({ lines: [name, ...rest] }: { lines: readonly string[] }) {
  return <address className={classes.address}><b><bdi>{name}</bdi></b>{rest.map((line) => <bdi key={line}>{line}</bdi>)}</address>;
}

/** Not over the shoulder: shown when asked for. */
export function Contact({ person: { email, phone } }: { person: Person }) {
  const [shown, setShown] = useState(false);
  if (!email && !phone) return null;
  return (
    <div className={classes.contact}>
      <Icon name={shown ? 'eye' : 'eyeOff'} className="muted" />
      {shown ? <span className={classes.two}>{email && <a href={`mailto:${email}`} className="link">{email}</a>}{phone && <a href={`tel:${phone}`} className="link">{phone}</a>}</span> : <span className="muted">{text.contactHidden}</span>}
      <button type="button" className="link" aria-expanded={shown} onClick={() => setShown(!shown)}>{shown ? text.hide : text.show}</button>
    </div>
  );
}

/** As it stands on a parcel; what is the same twice stands once. */
export function linesOf(address: Address, fallback: string): string[] {
  const name = [address.first_name, address.last_name].filter(Boolean).join(' ') || fallback;
  const town = [address.postcode, address.city].filter(Boolean).join(' ');
  return [...new Set([name, address.company, address.line_1, address.line_2, town, [address.region, address.country].filter(Boolean).join(', '), address.phone && ''])].filter((line): line is string => Boolean(line));
}
