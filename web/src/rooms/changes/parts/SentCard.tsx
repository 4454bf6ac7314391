import { Card } from '../../../ui/Card.tsx';
import { fieldName } from '../../../ui/change/values.ts';
import { ValueWords } from '../../../ui/change/ValueWords.tsx';
import { WireView } from '../../../ui/change/WireView.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Receipt } from '../api.ts';
import { text } from '../receiptText.ts';
import { RequestView } from './RequestView.tsx';
import classes from './SentCard.module.css';

/** The bytes: what would be sent, what was, what came back, and what the shop showed then. */
export function SentCard({ receipt }: { receipt: Receipt }) {
  return (
    <>
      {receipt.sent.length === 0 && <Card title={text.wire} sub={text.wireSub} padded><RequestView receipt={receipt} /></Card>}
      <Card title={text.sent} padded>
        {receipt.sent.length === 0 ? <p className="muted">{text.sentNone}</p> : (
          <ol className={classes.list}>
            {receipt.sent.map((sent) => <li key={`${sent.request_hash} ${sent.sends} ${sent.written_at}`}><Sent sent={sent} /></li>)}
          </ol>
        )}
      </Card>
      <Card title={text.looks} padded>
        {receipt.looks.length === 0 ? <p className="muted">{text.looksNone}</p> : (
          <ol className={classes.list}>
            {receipt.looks.map((look) => (
              <li key={look.asked_at}>
                <p className="faint small"><Time at={look.asked_at} as="exact" /></p>
                {look.there
                  ? <Facts facts={Object.entries(look.shown).map(([field, value]) => [fieldName(field), <ValueWords key={field} field={field} value={value} />] as const)} />
                  : <p className="warn">{text.notThere}</p>}
              </li>
            ))}
          </ol>
        )}
      </Card>
    </>
  );
}

function Sent({ sent }: { sent: Receipt['sent'][number] }) {
  return (
    <div className={classes.sent}>
      <WireView title={text.sending(sent.sends)} request={sent} more={text.sentSub(sent.rows)} />
      <p className="row wrap">
        {sent.answered_at === null ? <span className="muted">{text.noAnswer}</span> : (
          <>
            <Shape name={sent.fault ? 'octagon' : 'check'} className={sent.fault ? 'bad' : 'ok'} />
            <span>{text.answered} <Time at={sent.answered_at} as="exact" />.</span> <span lang="en">{sent.sentence || (sent.fault ? '' : text.takenWell)}</span>
          </>
        )}
      </p>
      <Facts
        facts={[
          [text.writtenAt, <Time key="written" at={sent.written_at} as="exact" />],
          [text.sendBy, <Time key="by" at={sent.send_by} as="exact" />],
          [text.hash, <code key="hash">{sent.request_hash}</code>],
        ]}
      />
    </div>
  );
}
