import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { usePlaces } from '../../../lib/address.ts';
import { Refusal } from '../../../lib/problem.ts';
import { useShops } from '../../../lib/shops.ts';
import { when } from '../../../lib/time.ts';
import { useTitle } from '../../../lib/title.ts';
import { useWords } from '../../../lib/useNow.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { Tile } from '../../../ui/Tile.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Kind, type Noun, type Whole, wholeQuery } from '../api.ts';
import { text } from '../wholeText.ts';
import { AwayNotes } from './AwayNotes.tsx';
import { DocumentCard } from './DocumentCard.tsx';
import classes from './WholePage.module.css';

type Props = {
  noun: Noun;
  /** The list it stands in. */
  list: string;
  nameOf: (whole: Whole) => string;
  sign?: (whole: Whole) => ReactNode;
  /** What can be done with it. */
  actions?: (whole: Whole) => ReactNode;
  personal?: boolean;
  children: (whole: Whole) => ReactNode;
};

const KINDS: Readonly<Record<Noun, Kind>> = { product: 'products', offer: 'offers', order: 'orders', buyer: 'buyers', level: 'levels' };

/** One thing: to the left what we understand, to the right what the shop itself sent. */
export function WholePage({ noun, list, nameOf, sign, actions, personal = false, children }: Props) {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(wholeQuery(noun, id));
  const name = data && nameOf(data);
  useTitle(personal && noun === 'buyer' ? data?.remote_id : name);
  if (error instanceof Refusal && error.status === 404) {
    return (
      <Empty title={text.gone} more={text.goneMore} whole>
        <Link to={list} className="button">{text.back}</Link>
      </Empty>
    );
  }
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data || name === undefined) return <Loading rows={6} />;
  return (
    <>
      <PageHead title={name} facts={<>{sign?.(data)}<Origin whole={data} /></>} actions={actions?.(data)} />
      <AwayNotes kind={KINDS[noun]} account={data.account_id} />
      <div className={classes.halves}>
        <section className={classes.stack} aria-label={text.understood}>
          {data.gone_at && <Gone at={data.gone_at} />}
          {children(data)}
        </section>
        <div className={classes.beside}>
          <DocumentCard document={data.document} name={name} personal={personal} />
        </div>
      </div>
    </>
  );
}

/** Truth has an age: from which shop, read when and why. */
function Origin({ whole }: { whole: Whole }) {
  const shop = useShops().of(whole.account_id);
  return (
    <>
      {shop && <Link to={`/connections/${shop.id}`} className="row"><Tile platform={shop.platform} /><bdi>{shop.name}</bdi></Link>}
      <span className="faint">{text.read} <Time at={whole.read_at} /> {text.readBy[whole.read_by] ?? ''}</span>
    </>
  );
}

function Gone({ at }: { at: string }) {
  const since = useWords((now) => when(new Date(at), now));
  return <Note tone="warn" icon="history">{text.goneNote(since)}</Note>;
}
