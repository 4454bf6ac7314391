import { WireView } from '../../../ui/change/WireView.tsx';
import type { Receipt } from '../api.ts';
import { text } from '../receiptText.ts';
import classes from './SentCard.module.css';

/** What will be sent, and before it what a platform must hold by then. */
export function RequestView({ receipt }: { receipt: Receipt }) {
  return (
    <div className={classes.list}>
      {receipt.ahead.map((call, at) => (
        <WireView key={call.body} title={text.ahead(at + 1)} request={{ ...call, path: call.path || text.aheadWhere }} />
      ))}
      <WireView title={text.request} request={receipt.request} />
    </div>
  );
}
