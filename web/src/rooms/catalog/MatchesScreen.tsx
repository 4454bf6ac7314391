import { useQuery } from '@tanstack/react-query';
import { type Search, useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { percent } from '../../lib/number.ts';
import { type Shops, useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { Empty } from '../../ui/Empty.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Picture } from '../../ui/Picture.tsx';
import type { BulkAct } from '../../ui/table/Bulk.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { Filter } from '../../ui/table/filters.ts';
import type { Selection } from '../../ui/table/selection.ts';
import { useRows } from '../../ui/table/useRows.ts';
import { Tile } from '../../ui/Tile.tsx';
import { type Answer, countsQuery, type Match, MATCHES, readMatches } from './api.ts';
import { text } from './matchText.ts';
import { CatalogueTabs } from './parts/CatalogueTabs.tsx';
import classes from './parts/catalog.module.css';
import { MakeAll } from './parts/MakeAll.tsx';
import { MatchDetail } from './parts/MatchDetail.tsx';
import { useDeciding } from './useDeciding.ts';

const STATES = ['open', 'making', 'rejected'] as const;

const stateOf = (search: Search): Match['state'] => STATES.find((one) => one === wordOf(search, 'state')) ?? 'open';

/** Listings of which a person says what they are: one by one beside what is proposed, or many at once. */
export default function MatchesScreen() {
  const may = useMay()('catalog.match.write');
  const shops = useShops();
  const counts = useQuery(countsQuery).data?.items ?? [];
  const { search } = useAddress();
  const rows = useRows<Match>({
    key: MATCHES,
    id: (one) => one.id,
    read: ({ search: asked, limit, cursor, signal }) => {
      const hinted = wordOf(asked, 'hinted');
      return readMatches({ state: stateOf(asked), account: wordOf(asked, 'account') || undefined, hinted: hinted ? hinted === 'true' : undefined, limit, cursor }, signal);
    },
  });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <CatalogueTabs />
      {may && <MakeAll counts={counts} shops={shops} />}
      <DataTable
        name="catalog-matches"
        label={text.list}
        rows={rows}
        columns={columns(shops)}
        nameOf={(one) => one.title}
        detail={(one) => <MatchDetail key={one.id} match={one} may={may} />}
        filters={filters(shops)}
        bulk={useBulk(may, stateOf(search))}
        empty={<Empty title={text.empty} more={text.emptyMore} />}
        tall
      />
    </>
  );
}

function columns(shops: Shops): Column<Match>[] {
  const { listing, why, candidate, shop } = text.heads;
  return [
    {
      id: 'listing', head: listing, kind: 'long',
      cell: (one) => <span className={classes.product}><Picture url={one.image_url} alt="" /><span className={classes.two}><bdi>{one.title}</bdi><small className="sku">{one.sku}</small></span></span>,
    },
    { id: 'candidate', head: candidate, kind: 'long', phone: 'more', cell: (one) => <Best match={one} /> },
    { id: 'why', head: why, kind: 'text', cell: (one) => (one.problem ? <span className="bad" title={one.problem}>{one.problem}</span> : <span className="muted" title={text.why[one.why]}>{text.why[one.why]}</span>) },
    { id: 'shop', head: shop, kind: 'text', cell: ({ account_id: id }) => <span className="row"><Tile platform={shops.of(id)?.platform ?? ''} /><bdi className="clip">{shops.nameOf(id)}</bdi></span> },
  ];
}

function Best({ match: { candidates: [best] } }: { match: Match }) {
  if (!best) return <span className="faint">{text.nothing}</span>;
  return <span className={classes.two}><bdi>{best.title}</bdi><small>{best.how === 'likeness' ? text.nearly(percent(best.nearness)) : text.how[best.how]}</small></span>;
}

function filters(shops: Shops): Filter[] {
  const { state, account, hinted } = text.filters;
  return [
    { name: 'account', label: account, kind: 'choice', choices: (shops.all ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { name: 'hinted', label: hinted, kind: 'choice', choices: [{ value: 'true', label: text.hinted.true }, { value: 'false', label: text.hinted.false }] },
    { name: 'state', label: state, kind: 'choice', choices: (['making', 'rejected'] as const).map((value) => ({ value, label: text.states[value] })) },
  ];
}

function useBulk(may: boolean, state: Match['state']): BulkAct[] {
  const deciding = useDeciding();
  const { change } = useAddress();
  if (!may || state === 'making') return [];
  const run = (answer: Answer['answer']) => (selection: Selection) => {
    if (selection.kind === 'all') return void toast(text.pickFewer, { tone: 'warn' });
    attempt(async () => {
      await deciding({ answer, ids: [...selection.ids] });
      change({ sel: null, not: null });
    });
  };
  if (state === 'rejected') return [{ id: 'reopen', label: text.reopen, icon: 'undo', run: run('reopen') }];
  return [
    { id: 'accept', label: text.accept, icon: 'check', run: run('accept') },
    { id: 'make', label: text.make, icon: 'plus', run: run('make') },
    { id: 'reject', label: text.reject, icon: 'x', run: run('reject') },
  ];
}
