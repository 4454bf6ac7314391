import type { Shops } from '../../../lib/shops.ts';
import { Money } from '../../../ui/Money.tsx';
import { Sign } from '../../../ui/State.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import type { Filter } from '../../../ui/table/filters.ts';
import { Tile } from '../../../ui/Tile.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Thing } from '../api.ts';
import { amountOf, LISTING_SIGNS, ORDER_SIGNS } from '../model.ts';
import { text } from '../text.ts';
import classes from './cells.module.css';

/** How a product or a variant stands in its shop. */
export function ListingSign({ state }: { state: string | null }) {
  return <Marked state={state} signs={LISTING_SIGNS} words={text.listing} />;
}

export function OrderSign({ state }: { state: string | null }) {
  return <Marked state={state} signs={ORDER_SIGNS} words={text.ordering} />;
}

function Marked({ state, signs, words }: { state: string | null; signs: typeof LISTING_SIGNS; words: Readonly<Record<string, string>> }) {
  const sign = state === null ? undefined : signs[state];
  if (state === null || !sign) return <span className="faint">{state ?? text.notTold}</span>;
  return <Sign shape={sign[0]} colour={sign[1]}>{words[state] ?? state}</Sign>;
}

/** A second line that says why one should look. */
export function Named({ thing, children }: { thing: Thing; children: React.ReactNode }) {
  return (
    <span className={classes.two}>
      <span className={thing.gone_at ? classes.gone : ''}>{children}</span>
      {thing.gone_at ? <small className="faint">{text.gone} <Time at={thing.gone_at} /></small> : thing.findings > 0 && <small className="warn">{text.doubts(thing.findings)}</small>}
    </span>
  );
}

export function Price({ thing }: { thing: Thing }) {
  const amount = amountOf(thing);
  return amount ? <Money {...amount} /> : <span className="faint">{text.notTold}</span>;
}

export function shopColumn(shops: Shops): Column<Thing> {
  return {
    id: 'shop',
    head: text.heads.shop,
    kind: 'text',
    cell: ({ account_id: id }) => (
      <span className={classes.product}><Tile platform={shops.of(id)?.platform ?? ''} /><bdi className="clip">{shops.nameOf(id)}</bdi></span>
    ),
  };
}

export function shopFilter(shops: Shops): Filter {
  return { name: 'account', label: text.filters.account, kind: 'choice', choices: (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name })) };
}

export function stateFilter(words: Readonly<Record<string, string>>): Filter {
  return { name: 'state', label: text.filters.state, kind: 'choice', many: true, choices: Object.entries(words).map(([value, label]) => ({ value, label })) };
}

export function goneFilter(): Filter {
  return { name: 'gone', label: text.filters.gone, kind: 'choice', choices: [{ value: 'true', label: text.goneToo }] };
}

export function findFilter(placeholder: string): Filter {
  return { name: 'q', label: text.filters.q, kind: 'text', placeholder };
}
