import { useQuery } from '@tanstack/react-query';
import { useAddress, usePlaces, wordOf } from '../../lib/address.ts';
import { useTitle } from '../../lib/title.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, WithRail } from '../../ui/PageHead.tsx';
import { accountQuery, platformsQuery } from './api.ts';
import classes from './ConnectScreen.module.css';
import { text } from './connectText.ts';
import { Asks } from './parts/Asks.tsx';
import { Ways } from './parts/Ways.tsx';

/** New keys for a shop that is known; what hangs on it stays. */
export default function AgainScreen() {
  const { id = '' } = usePlaces();
  const { search, change } = useAddress();
  const account = useQuery(accountQuery(id));
  const platforms = useQuery(platformsQuery);
  const platform = platforms.data?.find((one) => one.name === account.data?.platform);
  const title = account.data && text.againTitle(account.data.name);
  useTitle(title);
  const error = account.error ?? platforms.error;
  if (error) return <ErrorState error={error} retry={() => void (account.error ? account : platforms).refetch()} />;
  if (!account.data || !platform) return <Loading rows={4} />;
  return (
    <>
      <PageHead title={title} facts={text.againFacts} />
      <WithRail label={text.asks} rail={<Asks platform={platform} />}>
        <Card title={text.wayStep} padded>
          <div className={classes.body}>
            <Ways platform={platform} way={wordOf(search, 'way')} onWay={(way) => change({ way })} account={account.data} />
          </div>
        </Card>
      </WithRail>
    </>
  );
}
