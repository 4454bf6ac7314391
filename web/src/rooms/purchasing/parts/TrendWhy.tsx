import { number } from '../../../lib/number.ts';
import { Link } from '../../../ui/Link.tsx';
import type { Trend } from '../shapes.ts';
import { addressOf, lineOf, lineWords, partWords, pointsWords } from '../trendModel.ts';
import { text } from '../trendText.ts';
import classes from './trends.module.css';

/** The arithmetic of its points, or why there is none yet, and where it is seen. */
export function TrendWhy({ row }: { row: Trend }) {
  const line = lineOf(row);
  const address = addressOf(row);
  return (
    <div className={classes.why}>
      {row.standing === 'too_little' && <p>{text.needs(number(row.needs_days))}</p>}
      {row.standing === 'gone' && <p>{text.goneMore}</p>}
      {row.parts.length > 0 && (
        <>
          <b>{text.why(number(Number(row.points), 1))}</b>
          <ul className={classes.parts}>
            {row.parts.map((each) => <li key={each.part}><b>{text.parts[each.part]}</b><span>{partWords(each, row.currency)}</span><span className={classes.num}>{pointsWords(each)}</span></li>)}
          </ul>
        </>
      )}
      {row.notes.length > 0 && <ul className={classes.notes}>{row.notes.map((each) => <li key={each} className="muted">{text.notes[each]}</li>)}</ul>}
      {line && <p className="muted">{lineWords(line)}.</p>}
      {row.liked !== null && <p className="muted">{text.liked(`${number(Number(row.liked))}\u2009%`)}</p>}
      <p className={classes.ways}>
        {address && <a href={address} target="_blank" rel="noreferrer" className="link">{text.see}</a>}
        {row.variant_id !== null && <Link to={`/purchasing/offers?variant=${row.variant_id}`} className="link">{text.ours}{row.our_title && <>{': '}<bdi>{row.our_title}</bdi></>}</Link>}
      </p>
    </div>
  );
}
