import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, wordOf, wordsOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { PurchasingTabs } from './parts/Shared.tsx';
import classes from './parts/trends.module.css';
import { TopicDialog } from './parts/TopicDialog.tsx';
import { TopicsCard } from './parts/TopicsCard.tsx';
import { TrendWhy } from './parts/TrendWhy.tsx';
import type { Standing, Topics, Trend } from './shapes.ts';
import { trendColumns } from './trendColumns.tsx';
import { readTrends, TOPICS, topicsQuery } from './trendsApi.ts';
import { text } from './trendText.ts';

const STANDINGS: readonly Standing[] = ['rising', 'new', 'steady', 'falling', 'too_little', 'gone'];

/** What rises at suppliers, in topics that are read every night. */
export default function TrendsScreen() {
  const may = useMay()('purchasing.topic.write');
  const [adding, setAdding] = useState(false);
  const found = useQuery(topicsQuery);
  const { data } = found;
  const canAdd = may && data !== undefined && data.accounts.length > 0;
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={canAdd && <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>{text.watch}</Button>} />
      <PurchasingTabs />
      {found.error && !data ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : !data ? <Loading /> : data.items.length === 0 ? (
        data.accounts.length === 0 ? <NotConnected /> : <Empty title={text.none} more={text.noneMore}>{may && <Button onClick={() => setAdding(true)}>{text.watch}</Button>}</Empty>
      ) : (
        <div className={classes.stack}>
          <TopicsCard topics={data} may={may} />
          <Products topics={data} />
        </div>
      )}
      {data && <TopicDialog open={adding} topics={data} onClose={() => setAdding(false)} />}
    </>
  );
}

function NotConnected() {
  return (
    <div className={classes.stack}>
      <Empty title={text.connect} more={text.connectMore}><Link to="/connections" className="button">{text.connectDo}</Link></Empty>
      <Card title={text.grants} padded><ul className={classes.grants}>{text.grantList.map((each) => <li key={each}>{each}</li>)}</ul></Card>
    </div>
  );
}

function Products({ topics }: { topics: Topics }) {
  const { search } = useAddress();
  const rows = useRows<Trend>({
    key: [...TOPICS, 'trends'],
    id: (row) => `${row.topic_id} ${row.product_id}`,
    read: ({ search: asked, limit, cursor, signal }) => readTrends({ topic: wordOf(asked, 'topic'), standing: wordsOf(asked, 'standing') as Standing[] }, { limit, cursor }, signal),
  });
  const names = topics.items.map(({ id, by, words, feed }) => ({ value: id, label: by === 'feed' ? feed : words }));
  return (
    <DataTable
      name="trends"
      label={text.list}
      rows={rows}
      columns={trendColumns({ named: wordOf(search, 'topic') === '' })}
      nameOf={(row) => row.title || row.product_id}
      detail={(row) => <TrendWhy row={row} />}
      filters={[
        { name: 'topic', label: text.filters.topic, kind: 'choice', choices: names },
        { name: 'standing', label: text.filters.standing, kind: 'choice', choices: STANDINGS.map((value) => ({ value, label: text.standings[value] })) },
      ]}
      empty={<Empty title={text.noRows} more={text.noRowsMore} />}
      tall
    />
  );
}
