import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { lately, shareOf, sharesQuery } from '../../../lib/drift.ts';
import { number, percent } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Link } from '../../../ui/Link.tsx';
import { text } from '../text.ts';

const WEEK = 7;

/** How much of what was read again at the shops is as we left it; nothing before anything was read. */
export function ProvenCard() {
  const { data } = useQuery(sharesQuery);
  const [now] = useState(() => Date.now());
  const days = lately(data?.days ?? [], WEEK, now);
  const share = shareOf(days);
  if (!data || share === null) return null;
  const waiting = Object.values(data.waiting).reduce((sum, one) => sum + one, 0);
  return (
    <Card title={text.proven} sub={text.provenSub} end={<Link to="/changes/drift" className="link small">{text.all}</Link>} padded>
      <Facts
        facts={[
          [text.provenShare, <b key="share">{percent(share)}</b>],
          [text.provenLooked, number(days.reduce((sum, one) => sum + one.looked, 0))],
          [text.provenWaiting, waiting > 0 ? <Link key="waiting" to="/changes/drift?state=found" className="link">{number(waiting)}</Link> : number(0)],
        ]}
      />
    </Card>
  );
}
