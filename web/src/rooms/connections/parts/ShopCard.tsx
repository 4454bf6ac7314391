import { language } from '../../../lib/language.ts';
import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Time } from '../../../ui/Time.tsx';
import { text } from '../accountText.ts';
import type { Account } from '../api.ts';
import { languageName } from '../model.ts';
import classes from './ShopCard.module.css';

/** What the shop says of itself, and what the key may. */
export function ShopCard({ account }: { account: Account }) {
  return (
    <Card title={text.facts} padded>
      <Facts facts={facts(account)} />
      {account.scopes.length > 0 && <Rights title={text.rights} names={account.scopes} />}
      {account.missing.length > 0 && (
        <>
          <Rights title={text.missing} names={account.missing} missing />
          <p className="muted small">{text.missingMore}</p>
        </>
      )}
    </Card>
  );
}

function facts(account: Account): (readonly [string, React.ReactNode])[] {
  return [
    ...(account.address ? [[text.address, <a key="address" className="link" href={account.address} target="_blank" rel="noreferrer">{account.address.replace(/^https?:\/\//, '')}</a>] as const] : []),
    ...(account.platform_version ? [[text.version, account.platform_version] as const] : []),
    [text.currency, account.currency],
    [text.decimals, account.decimals],
    ...(account.time_zone ? [[text.zone, account.time_zone] as const] : []),
    ...(account.language ? [[text.language, languageName(account.language, language())] as const] : []),
    ...(account.own_authority ? [[text.authority, text.ownAuthority] as const] : []),
    ...(account.scopes.length === 0 ? [[text.rights, text.allRights] as const] : []),
    [text.connected, <Time key="connected" at={account.connected_at} as="when" />],
    ...(account.checked_at ? [[text.checked, <Time key="checked" at={account.checked_at} />] as const] : []),
  ];
}

function Rights({ title, names, missing = false }: { title: string; names: readonly string[]; missing?: boolean }) {
  return (
    <section className={classes.rights}>
      <h3>{title}</h3>
      <ul className={missing ? classes.missing : ''}>{names.map((name) => <li key={name}><code>{name}</code></li>)}</ul>
    </section>
  );
}
