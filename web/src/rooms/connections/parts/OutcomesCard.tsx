import { useMay } from '../../../lib/me.ts';
import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import { text } from '../accountText.ts';
import type { Account, Health } from '../api.ts';
import { byOutcome } from '../model.ts';
import { outcomeWords } from '../words.ts';
import classes from './LimitsCard.module.css';

/** How the last calls went; each count opens its calls. */
export function OutcomesCard({ account, health }: { account: Account; health: Health }) {
  const may = useMay()('connections.call.read');
  const all = health.outcomes.reduce((sum, { calls }) => sum + calls, 0);
  if (all === 0) return null;
  return (
    <Card title={text.outcomes} sub={text.outcomesSub}>
      <ul className={classes.list}>
        {byOutcome(health.outcomes).map(({ outcome, calls }) => {
          const words = outcomeWords(outcome);
          return (
            <li key={outcome}>
              <span className={classes.name}>{words}</span>
              {may ? (
                <Link to={`/connections/${account.id}/calls?outcome=${encodeURIComponent(outcome)}`} className="why" aria-label={text.showOutcome(words, number(calls))}>{number(calls)}</Link>
              ) : <span>{number(calls)}</span>}
              <Meter value={calls / all} label={words} tone={outcome === 'ok' ? 'ok' : 'warn'} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
