import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Copyable } from '../../../ui/Copyable.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Account, restore, type Subscription, subscriptionsQuery } from '../api.ts';
import { text } from '../flowText.ts';
import { SWITCH_SIGNS } from '../model.ts';
import { useCard } from '../useCard.ts';
import classes from './TopicsCard.module.css';

/** What the shop was asked to tell and whether it still does, with the way to switch it on again. */
export function TopicsCard({ account }: { account: Account }) {
  const client = useQueryClient();
  const may = useMay()('connections.hook.write');
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const query = subscriptionsQuery(account.id);
  const { data, error, refetch } = useQuery(query);

  async function lookNow(): Promise<void> {
    client.setQueryData(query.queryKey, await restore(account.id));
    toast(text.lookedUp);
  }
  const card = useCard(account);
  const byHand = account.state === 'active' && card?.told_by_hand;
  const button = may && account.state === 'active' && (
    <Button size="xs" leftSection={<Icon name="refresh" />} loading={busy} disabled={offline} onClick={() => void act(lookNow)}>{text.lookNow}</Button>
  );
  return (
    <Card title={text.topics} sub={<>{text.topicsSub}{data?.items[0] && <>, <Time at={data.items[0].checked_at} /></>}</>} end={button}>
      {refused && <div className={classes.refused}><Note tone="bad" icon="warn" role="alert"><span lang="en"><b>{refused.message}</b> {refused.nextStep}</span></Note></div>}
      {!data ? (error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={3} />) : data.items.length === 0 ? <p className={classes.none}>{text.noTopics}</p> : (
        <ul className={classes.list} aria-label={text.topics}>
          {data.items.map((topic) => <Line key={topic.topic} topic={topic} />)}
        </ul>
      )}
      {data && byHand && <div className={classes.hand}><p lang="en">{byHand}</p><Copyable value={data.address} label={text.address} act={text.copyAddress} /></div>}
    </Card>
  );
}

function Line({ topic }: { topic: Subscription }) {
  const [shape, colour] = SWITCH_SIGNS[topic.switch];
  return (
    <li>
      <code>{topic.topic}</code>
      <Sign shape={shape} colour={colour}>{text.switches[topic.switch]}</Sign>
      {topic.restored > 0 && <small>{text.restored(topic.restored)}{topic.restored_at && <>, <Time at={topic.restored_at} as="when" /></>}</small>}
    </li>
  );
}
