import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { WithRail } from '../../ui/PageHead.tsx';
import { text } from './accountText.ts';
import { type Account, healthQuery } from './api.ts';
import { AccountPage } from './parts/AccountPage.tsx';
import { ClocksCard } from './parts/ClocksCard.tsx';
import { FeedsCard } from './parts/FeedsCard.tsx';
import { HealthStrip } from './parts/HealthStrip.tsx';
import { LimitsCard } from './parts/LimitsCard.tsx';
import { ModeCard } from './parts/ModeCard.tsx';
import { OutcomesCard } from './parts/OutcomesCard.tsx';
import { ShopCard } from './parts/ShopCard.tsx';

/** One shop: whether it answers, how much of its limits is used, whether changes go out. */
export default function AccountScreen() {
  return <AccountPage>{(account) => <Shown account={account} />}</AccountPage>;
}

function Shown({ account }: { account: Account }) {
  const connected = account.state !== 'disconnected';
  return (
    <>
      <HealthStrip account={account} />
      <WithRail
        label={text.facts}
        rail={
          <>
            {connected && <ModeCard account={account} />}
            {connected && <ClocksCard accounts={[account]} />}
            <ShopCard account={account} />
          </>
        }
      >
        <FeedsCard account={account} short />
        <Limits account={account} />
      </WithRail>
    </>
  );
}

function Limits({ account }: { account: Account }) {
  const { data, error, refetch } = useQuery(healthQuery(account.id));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={3} />;
  return (
    <>
      <LimitsCard health={data} />
      <OutcomesCard account={account} health={data} />
    </>
  );
}
