import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { countryName } from '../../../lib/country.ts';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmTyped } from '../../../ui/ConfirmTyped.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Topic, Topics } from '../shapes.ts';
import { dropTopic, editTopic, readTopic, TOPICS } from '../trendsApi.ts';
import { text } from '../trendText.ts';
import { Refused } from './Shared.tsx';
import classes from './trends.module.css';

/** What is watched, when it was read, and what keeps it from being read. */
export function TopicsCard({ topics, may }: { topics: Topics; may: boolean }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const [dropping, setDropping] = useState<Topic | null>(null);
  const done = async (work: () => Promise<unknown>, words: string) => {
    await work();
    await client.invalidateQueries({ queryKey: TOPICS });
    toast(words);
  };
  return (
    <Card title={text.topics} sub={text.topicsOf(number(topics.items.length), number(topics.topics_max))}>
      <Refused refused={refused} />
      <ul className={classes.topics}>
        {topics.items.map((topic) => (
          <li key={topic.id}>
            <Words topic={topic} daysLeast={topics.days_least} />
            {may && (
              <div className={classes.acts}>
                {topic.state === 'active' && topic.said !== '' && <Button loading={busy} onClick={() => void act(() => done(() => readTopic(topic.id), text.asked))}>{text.read}</Button>}
                {topic.state === 'active' ? (
                  <Button loading={busy} onClick={() => void act(() => done(() => editTopic(topic, { state: 'paused' }), text.paused))}>{text.pause}</Button>
                ) : (
                  <Button loading={busy} onClick={() => void act(() => done(() => editTopic(topic, { state: 'active' }), text.resumed))}>{text.again}</Button>
                )}
                <Button loading={busy} onClick={() => setDropping(topic)}>{text.drop}</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <ConfirmTyped
        open={dropping !== null}
        onClose={() => setDropping(null)}
        title={text.dropTitle(dropping ? nameOf(dropping) : '')}
        ends={[text.dropEnds]}
        stays={[text.dropStays]}
        verb={text.dropDo}
        onConfirm={async () => {
          if (dropping) await done(() => dropTopic(dropping), text.dropped);
          setDropping(null);
        }}
      />
    </Card>
  );
}

const nameOf = ({ by, words, feed }: Topic) => (by === 'feed' ? feed : words);

function Words({ topic, daysLeast }: { topic: Topic; daysLeast: number }) {
  const { rising = 0, new: fresh = 0, too_little: little = 0 } = topic.standings;
  const young = topic.read_on !== null && little > 0 && rising + fresh === 0;
  return (
    <div className={classes.topic}>
      <Link to={`/purchasing/trends?topic=${topic.id}`} className="link"><b><bdi>{nameOf(topic)}</bdi></b></Link>
      <small>{text.bys[topic.by]}, {text.sentTo(countryName(topic.country), topic.currency)}</small>
      <span className={classes.signs}>
        {topic.state === 'paused' && <Sign shape="stop" colour="ink3">{text.pausedSign}</Sign>}
        {rising > 0 && <Sign shape="chevrons" colour="ok">{text.rising(rising)}</Sign>}
        {fresh > 0 && <Sign shape="ringDot" colour="accent">{text.fresh(fresh)}</Sign>}
        {topic.read_at === null ? topic.said === '' && topic.state === 'active' && <span className="muted">{text.notRead}</span> : <span className="muted">{text.seen(number(topic.products))}. {text.readOn} <Time at={topic.read_at} /></span>}
        {topic.state === 'active' && topic.read_at !== null && <span className="muted">{text.readNext} <Time at={topic.due_at} as="when" /></span>}
      </span>
      {topic.said !== '' && <span className="warn">{text.failed}: {topic.said}</span>}
      {young && <small>{text.tooLittle(number(daysLeast))}</small>}
    </div>
  );
}
