import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useGo } from '../../../lib/address.ts';
import { useShops } from '../../../lib/shops.ts';
import { useAct } from '../../../lib/useAct.ts';
import { DifferenceList } from '../../../ui/change/DifferenceList.tsx';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { act, type Act, type Acted, type Listing, LISTINGS } from '../api.ts';
import { text } from '../text.ts';
import classes from './ActDialog.module.css';

export type Asked = { act: Act; listings: readonly Pick<Listing, 'id' | 'account_id'>[] };

const idsOf = ({ listings }: Asked) => listings.map(({ id }) => id);

/** What would be proposed, by the same steps as when it is; then the set itself. */
export function ActDialog({ asked, onClose }: { asked: Asked | null; onClose: () => void }) {
  return (
    <Dialog open={asked !== null} onClose={onClose} labelledBy="act-title" wide>
      {asked && (
        <>
          <DialogHead id="act-title" title={text.askTitle[asked.act]} onClose={onClose} />
          <Preview asked={asked} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Preview({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const none = asked.listings.length === 0;
  const { data, error, refetch } = useQuery({
    queryKey: [...LISTINGS, 'act', asked.act, idsOf(asked)],
    queryFn: () => act(asked.act, idsOf(asked), true),
    enabled: !none,
    staleTime: 0,
    retry: false,
  });
  if (none) return <div className={classes.body}><Nothing /></div>;
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  return <Shown asked={asked} found={data} onClose={onClose} />;
}

function Shown({ asked, found, onClose }: { asked: Asked; found: Acted; onClose: () => void }) {
  const go = useGo();
  const shops = useShops();
  const { busy, refused, act: work } = useAct();
  const propose = () =>
    void work(async () => {
      const done = await act(asked.act, idsOf(asked), false);
      if (done.set_id) go(`/changes/${done.set_id}`);
      else onClose();
    });
  return (
    <div className={classes.body}>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      {found.count === 0 ? <Nothing /> : <p className="muted">{text.askMore}</p>}
      {found.items.length > 0 && (
        <ul className={classes.items}>
          {found.items.map((item) => (
            <li key={`${item.listing_id} ${item.kind} ${item.title}`}>
              <b><bdi>{item.title}</bdi></b>
              <small className="faint"><bdi>{shops.nameOf(item.account_id)}</bdi></small>
              <DifferenceList differences={item.differences} />
            </li>
          ))}
        </ul>
      )}
      {found.items.length < found.count && <p className="faint">{text.askSome(found.items.length, found.count)}</p>}
      {found.refusals.length > 0 && (
        <div>
          <p className="muted">{text.refusals(found.refusals.length)}</p>
          <ul className={classes.items}>
            {found.refusals.map((each) => (
              <li key={each.listing_id}>
                <small className="faint"><bdi>{shops.nameOf(asked.listings.find(({ id }) => id === each.listing_id)?.account_id ?? '')}</bdi></small>
                <FindingsList findings={each.findings} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={classes.acts}>
        <Button onClick={onClose}>{text.close}</Button>
        {found.count > 0 && <Button variant="filled" loading={busy} onClick={propose} data-autofocus>{text.askCount(found.count)}</Button>}
      </div>
    </div>
  );
}

function Nothing() {
  return <p><b>{text.askNone}</b> <span className="muted">{text.askNoneMore}</span></p>;
}
