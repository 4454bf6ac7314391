import { useQuery } from '@tanstack/react-query';
import { useShops } from '../../../lib/shops.ts';
import { DifferenceList } from '../../../ui/change/DifferenceList.tsx';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { WireView } from '../../../ui/change/WireView.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Tile } from '../../../ui/Tile.tsx';
import { type Change, receiptQuery } from '../api.ts';
import { text } from '../receiptText.ts';
import { RequestView } from './RequestView.tsx';
import classes from './ChangeDetail.module.css';
import { Owners } from './Owners.tsx';

/** A row, open in its place: in words to the left, as bytes to the right. */
export function ChangeDetail({ change }: { change: Change }) {
  const { data, error, refetch } = useQuery(receiptQuery(change.id));
  const shop = useShops().nameOf(change.account_id);
  const last = data?.sent.at(-1);
  return (
    <div className={classes.detail}>
      <div className={classes.words}>
        <span className="row"><Tile platform={change.platform} /><bdi>{shop}</bdi></span>
        <DifferenceList differences={change.differences} />
        <Owners owners={change.owners} />
        <section aria-label={text.findings}>
          <h3>{text.findings}</h3>
          {change.finding && <FindingsList findings={[change.finding]} label={text.why} guard={change.state === 'held'} />}
          {(!change.finding || change.findings.length > 0) && <FindingsList findings={change.findings} />}
        </section>
        {data && <p className="muted">{text.proof}: <span lang="en">{data.proof}</span></p>}
        <Link to={`/changes/change/${change.id}`} className="link">{text.open}</Link>
      </div>
      {data
        ? last ? <WireView title={text.sending(last.sends)} request={last} /> : <RequestView receipt={data} />
        : error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={3} />}
    </div>
  );
}
