import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../lib/address.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, WithRail } from '../../ui/PageHead.tsx';
import { platformsQuery } from './api.ts';
import classes from './ConnectScreen.module.css';
import { text } from './connectText.ts';
import { Asks } from './parts/Asks.tsx';
import { Platforms } from './parts/Platforms.tsx';
import { Ways } from './parts/Ways.tsx';

/** Which platform, how to get in, what the keys open; then it is connected. */
export default function ConnectScreen() {
  const { search, change } = useAddress();
  const { data, error, refetch } = useQuery(platformsQuery);
  const chosen = data?.find((platform) => platform.name === wordOf(search, 'platform')) ?? (data?.length === 1 ? data[0] : undefined);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      {!data ? <Loading rows={3} /> : data.length === 0 ? <Empty title={text.noPlatform} more={text.noPlatformMore} /> : (
        <WithRail label={text.asks} rail={<Asks platform={chosen} />}>
          <Card title={text.platformStep} padded>
            <Platforms platforms={data} chosen={chosen?.name ?? ''} onChoose={(platform) => change({ platform, way: null })} />
          </Card>
          {chosen && (
            <Card title={text.wayStep} padded>
              <div className={classes.body}>
                <Ways platform={chosen} way={wordOf(search, 'way')} onWay={(way) => change({ way })} />
              </div>
            </Card>
          )}
        </WithRail>
      )}
    </>
  );
}
