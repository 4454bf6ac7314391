import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../lib/address.ts';
import { dayOf } from '../../lib/day.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { type Rows, useRows } from '../../ui/table/useRows.ts';
import { type Notice, NOTICES, readNotices, unreadQuery } from './api.ts';
import { byDay } from './model.ts';
import { DayCard } from './parts/DayCard.tsx';
import { Feed } from './parts/Feed.tsx';
import classes from './NoticesScreen.module.css';
import { text } from './text.ts';
import { useReading } from './useReading.ts';

/** Everything the person was told, newest first; new ones wait while somebody is in the list. */
export default function NoticesScreen() {
  const { search } = useAddress();
  const onlyUnread = wordOf(search, 'unread') !== '';
  const unread = useQuery(unreadQuery).data ?? 0;
  const rows = useRows<Notice>({
    key: NOTICES,
    id: (notice) => notice.id,
    read: ({ limit, cursor, signal }) => readNotices({ unread: onlyUnread, limit, cursor }, signal),
  });
  const { markAll, busy } = useReading();

  return (
    <Stack narrow>
      <div>
        <PageHead
          title={text.title}
          facts={text.facts}
          actions={
            <>
              <Link to="/settings/notices" className="button" title={text.settings}><Icon name="settings" />{text.settingsShort}</Link>
              {unread > 0 && (
                <Button leftSection={<Icon name="check" />} disabled={busy} onClick={() => markAll(rows.rows[0]?.id ?? null)}>{text.readAll}</Button>
              )}
            </>
          }
        />
        <nav className={classes.views} aria-label={text.filter}>
          <Link to="/notices" className={onlyUnread ? '' : classes.on}>{text.all}</Link>
          <Link to="/notices?unread=1" className={onlyUnread ? classes.on : ''}>
            {text.unread}
            {unread > 0 && <span className="faint"> {unread >= 100 ? '100+' : unread}</span>}
          </Link>
        </nav>
      </div>
      <Body rows={rows} onlyUnread={onlyUnread} />
    </Stack>
  );
}

function Body({ rows, onlyUnread }: { rows: Rows<Notice>; onlyUnread: boolean }) {
  if (rows.loading) return <section className="card"><Loading rows={6} /></section>;
  if (rows.error && rows.rows.length === 0) return <section className="card"><ErrorState error={rows.error} retry={rows.retry} /></section>;
  if (rows.rows.length === 0) {
    return (
      <section className="card">
        {onlyUnread ? (
          <Empty title={text.emptyUnread} more={text.emptyUnreadMore}>
            <Link to="/notices" className="button">{text.showAll}</Link>
          </Empty>
        ) : (
          <Empty title={text.empty} more={text.emptyMore}>
            <Link to="/settings/notices" className="link">{text.settings}</Link>
          </Empty>
        )}
      </section>
    );
  }
  return (
    <Feed rows={rows}>
      {byDay(rows.rows, dayOf).map((day) => <DayCard key={day.at} day={day} />)}
      {rows.hasMore && <Button className={classes.more ?? ''} onClick={rows.more}>{text.more}</Button>}
    </Feed>
  );
}
