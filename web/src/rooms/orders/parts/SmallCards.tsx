import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Icon, type IconName } from '../../../ui/Icon.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { WholeOrder } from '../api.ts';
import { text } from '../orderText.ts';
import { eventWords, reasonWords } from '../said.ts';
import classes from './orders.module.css';
import { Words } from './Shared.tsx';

/** Why somebody should look twice. */
export function RisksCard({ whole: { risks, findings } }: { whole: WholeOrder }) {
  const all = [...risks, ...findings];
  if (all.length === 0) return null;
  return (
    <Card title={text.risks} sub={String(all.length)}>
      <ul className={classes.options}>
        {all.map((each) => <li key={`${each.code} ${each.sentence}`}><Icon name="warn" className="warn" /><p><Words {...reasonWords(each)} /></p></li>)}
      </ul>
    </Card>
  );
}

export function FactsCard({ whole }: { whole: WholeOrder }) {
  const said = [whole.state_word, whole.paid_word].filter(Boolean).join(', ');
  return (
    <Card title={text.facts} padded>
      <Facts
        facts={[
          [text.since, <Time key="since" at={whole.state_since} />],
          ...(whole.paid_at ? [[text.paidAt, <Time key="paid" at={whole.paid_at} as="when" />] as const] : []),
          ...(whole.gone_at ? [[text.goneAt, <Time key="gone" at={whole.gone_at} as="when" />] as const] : []),
          ...(whole.order.country ? [[text.country, [whole.region, whole.order.country].filter(Boolean).join(', ')] as const] : []),
          ...(said ? [[text.word, <code key="word">{said}</code>] as const] : []),
          [text.remoteId, <code key="id">{whole.remote_id}</code>],
        ]}
      />
    </Card>
  );
}

const LOOKED = 'orders.customer.opened';
const ICONS: Readonly<Record<string, IconName>> = {
  'orders.order.placed': 'orders',
  'orders.order.changed': 'refresh',
  'orders.order.state_changed': 'arrow',
  'orders.order.payment_changed': 'card',
  'orders.order.held': 'stop',
  'orders.order.released': 'play',
  'orders.order.sent': 'purchasing',
  'orders.order.tagged': 'catalog',
  'orders.order.noted': 'edit',
  'orders.order.tax_number_noted': 'edit',
  'orders.exception.found': 'warn',
  'orders.exception.settled': 'check',
  'orders.supplied.ordered': 'purchasing',
  'orders.supplied.billed': 'purchasing',
  'orders.supplied.sent': 'stock',
  'orders.supplied.refused': 'warn',
  'orders.supplied.reduced': 'minus',
  'orders.supplied.stopped': 'stop',
  'orders.supplied.cancelled': 'x',
};

/** Everything that happened to it, from the one log, the newest first. Who only looked stands apart. */
export function TimelineCard({ whole: { timeline } }: { whole: WholeOrder }) {
  const happened = timeline.filter(({ name }) => name !== LOOKED);
  const looked = timeline.filter(({ name }) => name === LOOKED);
  return (
    <Card title={text.happened}>
      {happened.length === 0 ? <p className={classes.foot}>{text.nothingHappened}</p> : <Events events={happened} />}
      {looked.length > 0 && <details className={classes.looked}><summary>{text.routine} ({looked.length})</summary><Events events={looked} /></details>}
    </Card>
  );
}

function Events({ events }: { events: WholeOrder['timeline'] }) {
  return (
    <ol className={classes.timeline}>
      {events.map((event, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two of a kind may happen at the same instant
        <li key={`${event.at} ${event.name} ${index}`}>
          <Time at={event.at} as="exact" />
          <Icon name={ICONS[event.name] ?? (event.name === LOOKED ? 'eye' : 'history')} className="faint" />
          <Words {...eventWords(event)} />
        </li>
      ))}
    </ol>
  );
}
