import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt, useAct } from '../../../lib/useAct.ts';
import { setTaxNumber } from '../api.ts';
import { text } from '../orderText.ts';
import { text as shared } from '../text.ts';
import { useDone } from '../useOrder.ts';
import classes from './orders.module.css';
import { Refused } from './Shared.tsx';

const CHARS_MAX = 40;

/** By which customs know the buyer: some countries let no parcel in without it. */
export function TaxNumber({ order, number }: { order: string; number: string }) {
  const may = useMay()('orders.order.write');
  const done = useDone();
  const { busy, refused, act } = useAct();
  const [typed, setTyped] = useState<string | null>(null);
  const keep = async () => {
    const said = (typed ?? '').trim();
    if (said === number || (await act(async () => {
      await done(await setTaxNumber(order, said));
      const undo = () => attempt(async () => done(await setTaxNumber(order, number)));
      toast(text.taxNumberKept, { act: { label: shared.undo, icon: 'undo', run: undo } });
    }))) setTyped(null);
  };
  if (typed === null) {
    if (!number && !may) return null;
    return (
      <p className={classes.numbered}>
        <span className="muted">{text.taxNumber}</span>
        {number && <bdi>{number}</bdi>}
        {may && <button type="button" className="link" aria-label={number ? text.taxNumberChange : text.taxNumberGive} onClick={() => setTyped(number)}>{number ? text.change : text.give}</button>}
      </p>
    );
  }
  return (
    <form className={classes.stack} onSubmit={(event) => { event.preventDefault(); void keep(); }}>
      <Refused refused={refused} />
      <div className={classes.numbered}>
        <TextInput aria-label={text.taxNumber} placeholder={text.taxNumber} maxLength={CHARS_MAX} autoFocus autoComplete="off" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <Button type="submit" loading={busy}>{text.keep}</Button>
        <Button variant="subtle" onClick={() => setTyped(null)}>{text.notNow}</Button>
      </div>
      <p className="faint small">{text.taxNumberMore}</p>
    </form>
  );
}
