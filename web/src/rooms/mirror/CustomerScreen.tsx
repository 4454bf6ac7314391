import { Card } from '../../ui/Card.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Whole } from './api.ts';
import { personName } from './model.ts';
import { DoubtsCard } from './parts/DoubtsCard.tsx';
import { BuyerCard } from './parts/People.tsx';
import { WholePage } from './parts/WholePage.tsx';
import type { Buyer } from './values.ts';
import { text } from './wholeText.ts';

const valueOf = (whole: Whole) => whole.value as Buyer;

/** One customer of a shop. */
export default function CustomerScreen() {
  return (
    <WholePage noun="buyer" list="/mirror/customers" nameOf={(whole) => personName(valueOf(whole)) || whole.remote_id} personal>
      {(whole) => <Shown whole={whole} buyer={valueOf(whole)} />}
    </WholePage>
  );
}

function Shown({ whole, buyer }: { whole: Whole; buyer: Buyer }) {
  return (
    <>
      <DoubtsCard findings={buyer.findings} />
      <BuyerCard buyer={buyer} billing={buyer.billing} shipping={buyer.shipping} />
      <Card title={text.facts} padded>
        <Facts
          facts={[
            ...(buyer.created_at ? [[text.since, <Time key="since" at={buyer.created_at} as="day" />] as const] : []),
            ...(buyer.modified_at ? [[text.modified, <Time key="modified" at={buyer.modified_at} as="when" />] as const] : []),
            [text.id, <code key="id">{whole.remote_id}</code>],
          ]}
        />
      </Card>
    </>
  );
}
