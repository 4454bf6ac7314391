import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Stack } from '../../../ui/PageHead.tsx';
import { Time } from '../../../ui/Time.tsx';
import { activityQuery, type Happened } from './api.ts';
import { valueWords } from './model.ts';
import { AccountPage } from './parts/AccountPage.tsx';
import classes from './parts/account.module.css';
import { text } from './text.ts';

/** What this person did here and what happened to its account, newest first. */
export default function ActivityScreen() {
  const activity = useInfiniteQuery(activityQuery);
  const events = activity.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <AccountPage>
      <Stack narrow>
        <Card title={text.activity} sub={text.activityMore}>
          {activity.isPending && <Loading />}
          {activity.error && events.length === 0 && <ErrorState error={activity.error} retry={() => void activity.refetch()} />}
          {activity.isSuccess && events.length === 0 && <Empty title={text.activityNone} more={text.activityNoneMore} />}
          {events.length > 0 && (
            <ol className={classes.events}>
              {events.map((event) => <Row key={event.id} event={event} />)}
            </ol>
          )}
          {activity.hasNextPage && (
            <div className={classes.foot}>
              <Button loading={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>{text.older}</Button>
            </div>
          )}
        </Card>
      </Stack>
    </AccountPage>
  );
}

function Row({ event }: { event: Happened }) {
  return (
    <li className={classes.event}>
      <Time at={event.happened_at} />
      <p><bdi lang="en" dir="ltr">{event.sentence}</bdi></p>
      {event.changes.length > 0 && (
        <details>
          <summary>{text.changes}</summary>
          <table className={classes.differences}>
            <tbody>
              {event.changes.map(({ field, before, after }) => (
                <tr key={field}>
                  <th scope="row">{field}</th>
                  <td className="muted">{valueWords(before)}</td>
                  <td>{valueWords(after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </li>
  );
}
