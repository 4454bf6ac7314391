import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmTyped } from '../../../ui/ConfirmTyped.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { text } from '../accountText.ts';
import { type Account, accountQuery, ACCOUNTS, disconnect } from '../api.ts';
import { text as common } from '../text.ts';
import { useCard } from '../useCard.ts';
import classes from './PartCard.module.css';

/** New keys for the same shop. */
export function KeysCard({ account }: { account: Account }) {
  return (
    <Card title={text.keys} padded>
      <div className={classes.row}>
        <p className="muted">{text.keysMore}</p>
        <Link to={`/connections/${account.id}/again`} className="button"><Icon name="key" />{common.again}</Link>
      </div>
    </Card>
  );
}

/** The end of a connection: what ends and what stays is said before. */
export function PartCard({ account }: { account: Account }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const card = useCard(account);

  async function part(): Promise<void> {
    client.setQueryData(accountQuery(account.id).queryKey, await disconnect(account));
    await client.invalidateQueries({ queryKey: ACCOUNTS });
    toast(text.parted(account.name));
    window.scrollTo({ top: 0 });
  }
  return (
    <Card title={text.part} padded>
      <div className={classes.row}>
        <p className="muted">{text.partMore}</p>
        <Button className={classes.do ?? ''} onClick={() => setAsking(true)}>{text.part}</Button>
      </div>
      <ConfirmTyped
        open={asking}
        onClose={() => setAsking(false)}
        title={text.partTitle(account.name)}
        ends={text.partEnds}
        stays={text.partStays}
        name={account.name}
        verb={text.part}
        onConfirm={part}
      >
        {card?.leaving && <p className="muted" lang="en">{card.leaving}</p>}
      </ConfirmTyped>
    </Card>
  );
}
