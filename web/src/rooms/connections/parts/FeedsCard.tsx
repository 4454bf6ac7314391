import { number } from '../../../lib/number.ts';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Meter } from '../../../ui/Meter.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Account, Feed } from '../api.ts';
import { text } from '../flowText.ts';
import { FEED_SIGNS, listOf, pulledShare, worthALine } from '../model.ts';
import { useFeeds } from '../useFeeds.ts';
import classes from './FeedsCard.module.css';
import { PullButton } from './PullButton.tsx';

/** How far each kind has been read, moving while it is; `short` without times and verbs. */
export function FeedsCard({ account, short = false }: { account: Account; short?: boolean }) {
  const { data, error, refetch, may } = useFeeds(account.id);
  if (!may) return null;
  const at = `/connections/${account.id}/pulled`;
  return (
    <Card title={text.feeds} sub={short ? '' : text.feedsSub} end={short && <Link to={at} className="link small" aria-label={text.feeds}><Icon name="right" /></Link>}>
      {!data ? (error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={4} />) : data.length === 0 ? (
        <Empty title={text.noFeeds} more={text.noFeedsMore} />
      ) : (
        <ul className={`${classes.list} ${short ? classes.short : ''}`} aria-label={text.feeds}>
          {!short && <Heads />}
          {inOrder(data).map((feed) => <Line key={feed.id} feed={feed} short={short} />)}
        </ul>
      )}
    </Card>
  );
}

const KINDS = Object.keys(text.kinds);

/** As a merchant counts them: the goods first, those who buy them last. */
function inOrder(feeds: readonly Feed[]): Feed[] {
  return feeds.filter(worthALine).toSorted((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}

function Heads() {
  const { kind, state, rows, doubtful, gone, looked, next, full } = text.feedHeads;
  return (
    <li className={classes.heads} aria-hidden="true">
      <span>{kind}</span><span>{state}</span>
      {[rows, doubtful, gone, looked, next, full].map((head) => <span key={head} className={classes.figure}>{head}</span>)}
      <span />
    </li>
  );
}

function Line({ feed, short }: { feed: Feed; short: boolean }) {
  const [shape, colour] = FEED_SIGNS[feed.state];
  return (
    <li>
      <span className={classes.name}>{text.kinds[feed.kind]}</span>
      <span className={classes.state}><Sign shape={shape} colour={colour}>{text.feedStates[feed.state]}</Sign></span>
      <span className={classes.figure}><Label words={short ? '' : text.feedHeads.rows} /><Rows feed={feed} /></span>
      {!short && <Times feed={feed} />}
      {!short && <span className={classes.act}><PullButton feed={feed} /></span>}
      {feed.state === 'pulling' && <Progress feed={feed} />}
      {feed.fault && (
        <span className={`${classes.wide} ${classes.trouble} bad`}>
          <Icon name="warn" size={14} />
          <span lang="en">{feed.fault} <span className="muted">{feed.next_step}</span></span>
        </span>
      )}
    </li>
  );
}

function Label({ words }: { words: string }) {
  return words ? <span className={classes.label}>{words}</span> : null;
}

/** What the shop shows of it; the number opens the list. */
function Rows({ feed }: { feed: Feed }) {
  const list = listOf(feed);
  const count = number(feed.rows);
  if (list === null || feed.rows === 0) return count;
  return <Link to={list} className="why" aria-label={text.show(count, text.kinds[feed.kind])}>{count}</Link>;
}

function Times({ feed }: { feed: Feed }) {
  const { doubtful, gone, looked, next, full } = text.feedHeads;
  const goesOn = feed.state !== 'stopped';
  return (
    <>
      <span className={classes.figure} title={feed.doubtful > 0 ? text.doubtfulMore : undefined}>
        <Label words={doubtful} /><span className={feed.doubtful > 0 ? 'warn' : 'faint'}>{number(feed.doubtful)}</span>
      </span>
      <span className={classes.figure}><Label words={gone} /><span className="faint">{number(feed.rows_gone)}</span></span>
      <span className={classes.figure}><Label words={looked} />{(feed.looked_at ?? feed.ended_at) ? <Time at={feed.looked_at ?? feed.ended_at ?? ''} /> : <span className="faint">{text.seldom}</span>}</span>
      <span className={classes.figure}>{goesOn && feed.next_at && <><Label words={next} /><Time at={feed.next_at} /></>}</span>
      <span className={classes.figure}>{goesOn && feed.full_at && <><Label words={full} /><Time at={feed.full_at} /></>}</span>
    </>
  );
}

function Progress({ feed }: { feed: Feed }) {
  const share = pulledShare(feed);
  const done = number(feed.rows_done);
  return (
    <span className={classes.progress}>
      {share === null ? <span /> : <Meter value={share} label={text.progress(text.kinds[feed.kind])} />}
      <span>
        {feed.rows_total === null ? text.readSoFar(done) : text.of(done, number(feed.rows_total))}
        {feed.rows_changed > 0 && <>, {text.changed(number(feed.rows_changed))}</>}
      </span>
    </span>
  );
}
