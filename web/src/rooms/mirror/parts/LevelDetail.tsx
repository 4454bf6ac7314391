import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { number } from '../../../lib/number.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { placesQuery, type Thing, type Whole, wholeQuery } from '../api.ts';
import { text as words } from '../text.ts';
import type { ItemStock } from '../values.ts';
import { text } from '../wholeText.ts';
import { DocumentCard } from './DocumentCard.tsx';
import { DoubtsCard } from './DoubtsCard.tsx';
import classes from './LevelDetail.module.css';

/** How much of one item lies where. */
export function LevelDetail({ thing }: { thing: Thing }) {
  const { data, error, refetch } = useQuery(wholeQuery('level', thing.id));
  if (!data) return error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={2} />;
  return <Shown whole={data} stock={data.value as ItemStock} />;
}

function Shown({ whole, stock }: { whole: Whole; stock: ItemStock }) {
  const may = useMay()('mirror.location.read');
  const places = useQuery({ ...placesQuery(whole.account_id), enabled: may }).data;
  const [open, setOpen] = useState(false);
  const { available, onHand, committed, incoming } = text.placeHeads;
  return (
    <div className={classes.detail}>
      <DoubtsCard findings={stock.findings} />
      {stock.levels.length === 0 ? <p className="muted">{text.noPlaces}</p> : (
        <ul className={classes.places} aria-label={text.places}>
          {stock.levels.map((level) => (
            <li key={level.location_id}>
              <b><bdi>{places?.get(level.location_id) ?? level.location_id}</bdi></b>
              <dl>
                <Count name={available} value={level.available} />
                <Count name={onHand} value={level.on_hand} />
                <Count name={committed} value={level.committed} />
                <Count name={incoming} value={level.incoming} />
              </dl>
            </li>
          ))}
        </ul>
      )}
      {open ? <DocumentCard document={whole.document} name={whole.sku ?? whole.remote_id} /> : (
        <p><button type="button" className="link" onClick={() => setOpen(true)}>{text.showDocument}</button></p>
      )}
    </div>
  );
}

function Count({ name, value }: { name: string; value: number | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value === null ? <span className="faint">{words.notTold}</span> : number(value)}</dd>
    </div>
  );
}
