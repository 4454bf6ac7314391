import { Menu, MenuChoice } from '../../ui/Menu.tsx';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { useGo } from '../../lib/address.ts';
import { useMe } from '../../lib/me.ts';
import { business, enterBusiness, enterWorkspace } from '../../lib/place.ts';
import { useSignal } from '../../lib/signal.ts';
import { Icon, Mark } from '../../ui/Icon.tsx';
import classes from './Switcher.module.css';
import { text } from './text.ts';

const MOST = 100;

/** Where one works: the workspace, and one business of it or all. */
export function Switcher() {
  const me = useMe();
  const client = useQueryClient();
  const go = useGo();
  const one = useSignal(business);
  const may = me?.permissions.has('identity.business.read') ?? false;
  const { data: businesses = [] } = useQuery({
    queryKey: ['identity', 'business', 'switcher'],
    queryFn: ({ signal }) => api.get('/api/identity/businesses', { query: { limit: MOST }, signal }),
    select: (page) => page.items.filter((each) => each.state === 'active'),
    enabled: may,
  });
  if (!me) return null;
  const name = me.workspace?.workspace_name ?? '';
  const chosen = businesses.find((each) => each.id === one)?.name ?? text.allBusinesses;

  function change(id: string): void {
    enterWorkspace(id);
    client.clear();
    // A full load: nothing of the other workspace stays in memory.
    window.location.assign('/');
  }

  return (
    <Menu position="bottom-start" width={232} shadow="none">
      <Menu.Target>
        <button type="button" className={classes.switcher}>
          <span className={classes.tile}><Mark className={classes.mark} /></span>
          <span className={classes.names}>
            <b><bdi>{name}</bdi></b>
            <small><bdi>{chosen}</bdi></small>
          </span>
          <span className="sr">{text.switchPlace}</span>
          <Icon name="updown" className={classes.arrows} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {businesses.length > 0 && (
          <>
            <Menu.Label>{text.businesses}</Menu.Label>
            <Line chosen={one === ''} onClick={() => enterBusiness('')}>{text.allBusinesses}</Line>
            {businesses.map((each) => (
              <Line key={each.id} chosen={one === each.id} onClick={() => enterBusiness(each.id)}>{each.name}</Line>
            ))}
          </>
        )}
        <Menu.Label>{text.workspaces}</Menu.Label>
        {me.memberships.map(({ workspace_id: id, workspace_name: words }) => (
          <Line key={id} chosen={id === me.workspace?.workspace_id} onClick={() => change(id)}>{words}</Line>
        ))}
        <Menu.Item leftSection={<Icon name="plus" />} onClick={() => go('/workspaces/new')}>{text.makeWorkspace}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Line({ chosen, onClick, children }: { chosen: boolean; onClick: () => void; children: string }) {
  return (
    <MenuChoice
      onClick={onClick}
      chosen={chosen}
      rightSection={chosen ? <Icon name="check" /> : <span className={classes.gap} />}
    >
      <bdi>{children}</bdi>
    </MenuChoice>
  );
}
