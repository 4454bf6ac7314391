import { Button } from '@mantine/core';
import { useState } from 'react';
import { percent } from '../../../lib/number.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Link } from '../../../ui/Link.tsx';
import { Picture } from '../../../ui/Picture.tsx';
import type { Match } from '../api.ts';
import { text } from '../matchText.ts';
import { useDeciding } from '../useDeciding.ts';
import classes from './catalog.module.css';
import { Refused } from './Refused.tsx';

/** What the shop shows beside the products that it may be. */
export function MatchDetail({ match, may }: { match: Match; may: boolean }) {
  const [chosen, setChosen] = useState(match.candidates[0]?.product_id ?? '');
  const { busy, refused, act } = useAct();
  const deciding = useDeciding();
  const ids = [match.id];
  return (
    <div className={classes.sides}>
      <section className={classes.side} aria-label={text.theirs}>
        <h3>{text.theirs}</h3>
        <div className={classes.listing}>
          <Picture url={match.image_url} alt="" large />
          <div>
            <p className="strong"><bdi>{match.title}</bdi></p>
            {match.sku && <p className="sku">{match.sku}</p>}
            <p className="faint small">{text.id} <code>{match.remote_product_id}</code></p>
            <p className="muted">{match.problem || text.why[match.why]}</p>
          </div>
        </div>
      </section>
      <section className={classes.side} aria-label={text.ours}>
        <h3>{text.ours}</h3>
        <Refused refused={refused} />
        {match.candidates.length === 0 && <p className="faint">{text.nothing}</p>}
        <div className={classes.choices} role="radiogroup" aria-label={text.candidates}>
          {match.candidates.map((one) => (
            <label key={one.product_id}>
              <input type="radio" name={`match ${match.id}`} checked={chosen === one.product_id} disabled={!may} onChange={() => setChosen(one.product_id)} />
              <span>
                <bdi>{one.title}</bdi> <span className="faint small">{one.how === 'likeness' ? text.nearly(percent(one.nearness)) : text.how[one.how]}</span>{' '}
                <Link to={`/catalog/${one.product_id}`} className="link">{text.open}</Link>
              </span>
            </label>
          ))}
        </div>
        {may && match.state !== 'making' && (
          <div className={classes.acts}>
            {chosen && <Button size="xs" variant="filled" loading={busy} onClick={() => void act(() => deciding({ answer: 'accept', ids, product_id: chosen }))}>{text.accept}</Button>}
            <Button size="xs" loading={busy} onClick={() => void act(() => deciding({ answer: 'make', ids }))}>{text.make}</Button>
            {match.state === 'open'
              ? <Button size="xs" loading={busy} onClick={() => void act(() => deciding({ answer: 'reject', ids }))}>{text.reject}</Button>
              : <Button size="xs" loading={busy} onClick={() => void act(() => deciding({ answer: 'reopen', ids }))}>{text.reopen}</Button>}
          </div>
        )}
      </section>
    </div>
  );
}
