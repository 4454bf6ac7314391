import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import type { Need } from '../model.ts';
import { text } from '../text.ts';
import classes from './list.module.css';

/** The first has the filled button of the page; if nothing is to be done, there is none. */
export function NeedsCard({ needs, loading }: { needs: readonly Need[]; loading: boolean }) {
  if (needs.length === 0) {
    return (
      <Card title={text.needs}>
        {loading ? <Loading rows={2} /> : (
          <p className={classes.quiet}>
            <Shape name="check" className="ok" />
            <span><b>{text.noNeeds}</b> <span className="muted">{text.noNeedsMore}</span></span>
          </p>
        )}
      </Card>
    );
  }
  return (
    <Card title={text.needs} sub={text.needsCount(needs.length)}>
      <ul className={classes.list}>
        {needs.map((need, index) => (
          <li key={need.id}>
            <Shape name={need.shape} className={need.colour} />
            <div className={classes.words}>
              <b>{need.title}</b>
              {need.more && <small lang={need.english ? 'en' : undefined}><bdi dir={need.english ? 'ltr' : undefined}>{need.more}</bdi></small>}
            </div>
            <Link to={need.to} className={`button ${index === 0 ? 'filled' : ''}`} aria-label={`${need.act}: ${need.title}`}>{need.act}</Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
