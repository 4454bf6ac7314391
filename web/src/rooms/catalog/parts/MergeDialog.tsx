import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, wordOf } from '../../../lib/address.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Refused } from './Refused.tsx';
import { ValueWords } from '../../../ui/change/ValueWords.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { type Merge, merge, PRODUCTS, type Whole } from '../api.ts';
import { fieldName, text } from '../productText.ts';
import classes from './catalog.module.css';

/** Opened by the address, which names the other product: what clashes is shown and chosen. */
export function MergeDialog({ whole }: { whole: Whole }) {
  const { search, change } = useAddress();
  const from = wordOf(search, 'merge');
  const close = () => change({ merge: null });
  const { data } = useQuery({ queryKey: [...PRODUCTS, 'merge', whole.id, from], queryFn: () => merge(whole.id, from, [], true), enabled: from !== '' });
  return (
    <Dialog open={from !== ''} onClose={close} labelledBy="merge-title" wide>
      <DialogHead id="merge-title" title={text.mergeTitle} onClose={close} />
      {data ? <Chosen whole={whole} from={from} found={data} onDone={close} /> : <Loading rows={3} />}
    </Dialog>
  );
}

function Chosen({ whole, from, found, onDone }: { whole: Whole; from: string; found: Merge; onDone: () => void }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const [take, setTake] = useState<readonly string[]>([]);
  const choose = (field: string, other: boolean) => setTake((all) => (other ? [...all, field] : all.filter((one) => one !== field)));
  const go = () =>
    act(async () => {
      await merge(whole.id, from, take, false);
      await client.invalidateQueries({ queryKey: PRODUCTS });
      toast(text.merged);
      onDone();
    });
  return (
    <div className={classes.dialog}>
      <p className="muted">{text.mergeMore(found.variants, found.offers)}</p>
      <Refused refused={refused} />
      <p>{found.clashes.length === 0 ? text.noClash : text.mergeClash}</p>
      {found.clashes.map((clash) => (
        <fieldset key={clash.field} className={classes.clash}>
          <legend className="strong">{fieldName(clash.field)}</legend>
          <div className={classes.choices}>
            {([false, true] as const).map((other) => (
              <label key={String(other)}>
                <input type="radio" name={clash.field} checked={take.includes(clash.field) === other} onChange={() => choose(clash.field, other)} />
                <span><span className="faint">{other ? text.otherOne : text.thisOne}: </span><ValueWords field={clash.field} value={other ? clash.other : clash.kept} /></span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <div className={`${classes.acts} ${classes.end}`}>
        <Button variant="filled" loading={busy} onClick={() => void go()}>{text.mergeVerb}</Button>
      </div>
    </div>
  );
}
