import type { Column } from '../../ui/table/columns.ts';
import { Tile } from '../../ui/Tile.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Account, Platform } from './api.ts';
import classes from './ConnectionsScreen.module.css';
import { text as whole } from './modeText.ts';
import { ModeSign } from './parts/ModeSign.tsx';
import { StandingSign } from './parts/StandingSign.tsx';
import { text } from './text.ts';

export function columns(platforms: readonly Platform[]): Column<Account>[] {
  const titleOf = (name: string) => platforms.find((platform) => platform.name === name)?.title ?? name;
  return [
    {
      id: 'name',
      head: text.heads.name,
      kind: 'name',
      cell: (account) => (
        <span className={classes.name}>
          <Tile platform={account.platform} />
          <span className={classes.two}><bdi>{account.name}</bdi><small>{titleOf(account.platform)}</small></span>
        </span>
      ),
    },
    { id: 'state', head: text.heads.state, kind: 'state', phone: 'end', cell: (account) => <StandingSign account={account} /> },
    { id: 'mode', head: text.heads.mode, kind: 'code', cell: (account) => <Writing account={account} /> },
    { id: 'read', head: text.heads.read, kind: 'time', cell: ({ read_at: at }) => (at ? <Time at={at} /> : <span className="faint">{text.never}</span>) },
    { id: 'hooks', head: text.heads.hooks, kind: 'code', cell: (account) => <Heard account={account} /> },
    { id: 'wrong', head: text.heads.wrong, kind: 'name', phone: 'more', cell: (account) => <Wrong account={account} /> },
  ];
}

/** What counts, and why where that is not the shop's own switch. */
function Writing({ account }: { account: Account }) {
  const held = account.write_mode !== account.effective_mode;
  return <span className={classes.two}><ModeSign mode={account.effective_mode} />{held && <small>{whole.held}</small>}</span>;
}

/** Whether the shop tells of changes; how long ago it did stands on its own page. */
function Heard({ account }: { account: Account }) {
  if (account.state !== 'active') return null;
  if (account.silent_since) return <span className={classes.two}><span className="warn">{text.silent}</span><small>{text.since} <Time at={account.silent_since} /></small></span>;
  return <span className="muted">{text.heard}</span>;
}

/** In a word; the whole of it stands above the list. */
function Wrong({ account }: { account: Account }) {
  const { state, fault } = account;
  if (state === 'disconnected') return null;
  if (!fault && state === 'active') return null;
  return <span lang={fault ? 'en' : undefined} title={fault ? `${fault.sentence} ${fault.next_step}` : text.lapsed}>{fault?.sentence ?? text.lapsed}</span>;
}
