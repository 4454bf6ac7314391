import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { LOOKS, looksQuery, planLooks } from './looksApi.ts';
import { text } from './looksText.ts';
import { LookDayCards } from './parts/LookDayCards.tsx';
import classes from './parts/purchasing.module.css';
import { PurchasingTabs, Refused } from './parts/Shared.tsx';

/** What is read at suppliers today and tomorrow within their points, and what stays stale. */
export default function LooksScreen() {
  const may = useMay()('purchasing.offer.write');
  const client = useQueryClient();
  const found = useQuery(looksQuery);
  const { busy, refused, act } = useAct();
  const anew = () => act(async () => {
    await planLooks();
    toast(text.asked);
    await client.invalidateQueries({ queryKey: LOOKS });
  });
  return (
    <>
      <PageHead title={text.title} facts={text.facts} actions={may && <Button loading={busy} onClick={() => void anew()}>{text.anew}</Button>} />
      <PurchasingTabs />
      <Refused refused={refused} />
      {found.error && !found.data ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : !found.data ? <Loading /> : found.data.length === 0 ? (
        <Empty title={text.none} more={text.noneMore}><Link to="/purchasing/suppliers" className="button">{text.toSuppliers}</Link></Empty>
      ) : (
        <div className={classes.stack}>{found.data.map((each) => <LookDayCards key={`${each.account_id} ${each.day}`} day={each} />)}</div>
      )}
    </>
  );
}
