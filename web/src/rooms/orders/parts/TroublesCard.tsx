import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Time } from '../../../ui/Time.tsx';
import { useAddress } from '../../../lib/address.ts';
import type { WholeOrder } from '../api.ts';
import { isOpen, sendable } from '../model.ts';
import { text } from '../orderText.ts';
import { stepWords, troubleWords } from '../said.ts';
import classes from './orders.module.css';
import { TroubleSign, Words } from './Shared.tsx';
import { TroubleActs } from './TroubleActs.tsx';

/** What keeps it from going its way; the first of them stands above as the next action. */
export function TroublesCard({ whole }: { whole: WholeOrder }) {
  const { change } = useAddress();
  const may = useMay()('orders.order.write');
  const maySend = may && whole.held_why === null && isOpen(whole.order.state) && whole.lines.some((line) => sendable(line) > 0);
  const shown = whole.held_why === null ? whole.exceptions.slice(1) : whole.exceptions;
  if (shown.length === 0) return null;
  return (
    <Card title={text.exceptions} sub={text.exceptionsSub(shown.length)}>
      <ul className={classes.options}>
        {shown.map((each) => (
          <li key={each.id}>
            <div>
              <span className={classes.over}><TroubleSign kind={each.kind} /><span className="faint small"><Time at={each.opened_at} /></span></span>
              <p><Words {...troubleWords(each)} /> <span className="muted">{stepWords(each)}</span></p>
            </div>
            <div className={classes.buttons}><TroubleActs trouble={each} whole={whole} maySend={maySend} onSend={() => change({ new: 'parcel' })} /></div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
