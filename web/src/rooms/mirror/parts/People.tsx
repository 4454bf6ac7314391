import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { addressLines, personName } from '../model.ts';
import type { Address, Buyer } from '../values.ts';
import { text } from '../wholeText.ts';
import classes from './rows.module.css';

type Props = { buyer: Buyer | null; billing: Address | null; shipping: Address | null; more?: React.ReactNode };

/** Who buys, and where it goes. */
export function BuyerCard({ buyer, billing, shipping, more }: Props) {
  return (
    <Card title={text.buyer} padded>
      {buyer ? <Facts facts={facts(buyer)} /> : <p className="muted">{text.noBuyer}</p>}
      {buyer && buyer.remote_id === null && <p className="faint small">{text.guest}</p>}
      <div className={`${classes.addresses} ${classes.gap}`}>
        <Place title={text.billing} address={billing} />
        <Place title={text.shippingTo} address={shipping} />
      </div>
      {more}
    </Card>
  );
}

function facts(buyer: Buyer): (readonly [string, React.ReactNode])[] {
  const name = personName(buyer);
  return [
    ...(name ? [[text.name, <bdi key="name">{name}</bdi>] as const] : []),
    ...(buyer.email ? [[text.email, <bdi key="email">{buyer.email}</bdi>] as const] : []),
    ...(buyer.phone ? [[text.phone, <bdi key="phone">{buyer.phone}</bdi>] as const] : []),
  ];
}

function Place({ title, address }: { title: string; address: Address | null }) {
  const lines = address ? addressLines(address) : [];
  return (
    <section>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="faint">{text.noAddress}</p> : lines.map((line) => <p key={line}><bdi>{line}</bdi></p>)}
      {address?.phone && <p className="muted">{address.phone}</p>}
    </section>
  );
}
