import { took } from '../../../lib/amount.ts';
import { useShops } from '../../../lib/shops.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Seal } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Receipt } from '../api.ts';
import { text } from '../receiptText.ts';
import { rolesIn } from '../roles.ts';
import { text as sets } from '../setText.ts';
import classes from './cards.module.css';

/** Who and why, how it is proven, and how long that took. */
export function ReceiptFacts({ receipt }: { receipt: Receipt }) {
  const shop = useShops().nameOf(receipt.account_id);
  const proven = receipt.state === 'proven';
  return (
    <>
      <Card title={text.proof} end={proven ? <Seal /> : undefined} padded>
        <p className={classes.why} lang="en">{receipt.proof}</p>
        <Facts facts={[...(receipt.seconds_to_proof === null ? [] : [[text.took, took(receipt.seconds_to_proof)] as const]), [text.id, <code key="id">{receipt.id.slice(0, 8)}</code>]]} />
      </Card>
      <Card title={text.facts} padded>
        <p className={classes.why}><bdi>{receipt.why}</bdi></p>
        <Facts
          facts={[
            [text.wishedBy, <bdi key="who">{receipt.wisher_name}</bdi>],
            [text.made, <Time key="made" at={receipt.made_at} as="when" />],
            ...(shop ? [[text.shop, <bdi key="shop">{shop}</bdi>] as const] : []),
            ...(receipt.remote_id ? [[text.thing, <code key="thing">{receipt.remote_id}</code>] as const] : []),
          ]}
        />
        {receipt.approvals.length > 0 && (
          <ul className={`${classes.lines} ${classes.gap}`} aria-label={text.approvals}>
            {receipt.approvals.map((one) => (
              <li key={`${one.name} ${one.at}`}>
                <Avatar name={one.name} small />
                <span><bdi>{one.name}</bdi>, <span className="muted">{rolesIn([one.role])}</span> <span className="faint"><Time at={one.at} /></span>{!one.counts && <small>{sets.earlier}</small>}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
