import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { usePlaces } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { Refusal } from '../../../lib/problem.ts';
import { useTitle } from '../../../lib/title.ts';
import { useLookAgain } from '../../../lib/useLookAgain.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { PageTabs } from '../../../ui/PageTabs.tsx';
import { Tile } from '../../../ui/Tile.tsx';
import { text } from '../accountText.ts';
import { type Account, accountQuery, ACCOUNTS, HEALTH } from '../api.ts';
import { text as common } from '../text.ts';
import classes from './AccountPage.module.css';
import { ModeSign } from './ModeSign.tsx';
import { StandingSign } from './StandingSign.tsx';
import { TestButton } from './TestButton.tsx';
import { Trouble } from './Trouble.tsx';

// When it was read last is no event, and neither are calls and limits.
const LOOK_EVERY_MS = 5_000;

/** What all screens of one shop have: its name, how it is, what is wrong with it, the ways to the others. */
export function AccountPage({ children }: { children: (account: Account) => ReactNode }) {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(accountQuery(id));
  useTitle(data?.name);
  useLookAgain([...ACCOUNTS, 'one', id], LOOK_EVERY_MS);
  useLookAgain([...HEALTH, id], LOOK_EVERY_MS);
  if (error instanceof Refusal && error.status === 404) {
    return (
      <Empty title={text.gone} more={text.goneMore} whole>
        <Link to="/connections" className="button">{text.toAll}</Link>
      </Empty>
    );
  }
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  return (
    <>
      <Head account={data} />
      <PageTabs label={text.views} tabs={tabs(data.id)} />
      <div className={classes.stack}>
        <Trouble account={data} />
        {children(data)}
      </div>
    </>
  );
}

function Head({ account }: { account: Account }) {
  const may = useMay()('connections.account.write');
  const connected = account.state !== 'disconnected';
  return (
    <PageHead
      title={<span className={classes.title}><Tile platform={account.platform} big />{account.name}</span>}
      facts={
        <>
          <StandingSign account={account} whole />
          {connected && <ModeSign mode={account.effective_mode} />}
          <span className="faint">{[account.address.replace(/^https?:\/\//, ''), account.currency, account.time_zone].filter(Boolean).join(', ')}</span>
        </>
      }
      actions={
        may && connected && (
          <>
            <TestButton account={account} />
            {account.state === 'active' && <Link to={`/connections/${account.id}/again`} className="button no-phone"><Icon name="key" />{common.again}</Link>}
          </>
        )
      }
    />
  );
}

function tabs(id: string) {
  const at = `/connections/${id}`;
  return [
    { to: at, label: text.tabs.overview },
    { to: `${at}/pulled`, label: text.tabs.pulled, needs: 'mirror.pull.read' },
    { to: `${at}/webhooks`, label: text.tabs.hooks, needs: 'connections.hook.read' },
    { to: `${at}/calls`, label: text.tabs.calls, needs: 'connections.call.read' },
    { to: `${at}/settings`, label: text.tabs.settings },
  ];
}
