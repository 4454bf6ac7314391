import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../lib/toasts.ts';
import { attempt, useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Sign } from '../../../ui/State.tsx';
import { ROOM } from '../api.ts';
import { wishWord } from '../said.ts';
import type { Supplier, Wanted, Wish } from '../shapes.ts';
import { acceptWishes, editSupplier } from '../supplierApi.ts';
import { said, type WishHere, wishesOf } from '../supplierModel.ts';
import { text } from '../supplierText.ts';
import classes from './purchasing.module.css';
import { Decide, Refused } from './Shared.tsx';
import { SureSign } from './WishesCard.tsx';

/** What is wanted of how it sends, how sure each of that is, and what a person has accepted unproven. */
export function HereCard({ supplier, everywhere, may }: { supplier: Supplier; everywhere: Wanted; may: boolean }) {
  const [asking, setAsking] = useState<Wish | null>(null);
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const set = async (from: Supplier, wishes: Supplier['wishes']) => {
    const made = await editSupplier(from, { wishes });
    await client.invalidateQueries({ queryKey: ROOM });
    return made;
  };
  const choose = (name: Wish, own: boolean | null) => act(async () => {
    const made = await set(supplier, said(supplier.wishes, name, own));
    toast(text.saved, { act: { label: text.undo, icon: 'undo', run: () => attempt(async () => { await set(made, supplier.wishes); toast(text.undone); }) } });
  });
  return (
    <Card title={text.wishes} sub={text.wishesSub}>
      <Refused refused={refused} />
      <ul className={classes.options}>{wishesOf(supplier, everywhere).map((wish) => <Row key={wish.name} wish={wish} may={may} busy={busy} onChoose={(own) => void choose(wish.name, own)} onAccept={() => setAsking(wish.name)} />)}</ul>
      <p className={classes.foot}>{text.cannot}</p>
      <Dialog open={asking !== null} onClose={() => setAsking(null)} labelledBy="accept-title">
        {asking && <Accept supplier={supplier} name={asking} onClose={() => setAsking(null)} />}
      </Dialog>
    </Card>
  );
}

type RowProps = { wish: WishHere; may: boolean; busy: boolean; onChoose: (own: boolean | null) => void; onAccept: () => void };
const VALUES: Readonly<Record<string, boolean | null>> = { inherit: null, on: true, off: false };

function Row({ wish: { name, own, everywhere, wanted, sureness, accepted }, may, busy, onChoose, onAccept }: RowProps) {
  const { inherit, on, off } = text.choices;
  return (
    <li>
      <div>
        <b>{wishWord(name)}</b>
        <small>{own === null ? (everywhere ? text.byDefault.yes : text.byDefault.no) : text.wishHelp[name]}</small>
        {wanted && sureness && <span className={classes.signs}><SureSign sureness={sureness} />{accepted && <Sign shape="check" colour="ink3">{text.isAccepted}</Sign>}</span>}
      </div>
      {may && wanted && sureness === 'memo_only' && !accepted && <Button size="xs" disabled={busy} onClick={onAccept}>{text.accept}</Button>}
      {may && (
        <NativeSelect
          aria-label={text.wishOf(wishWord(name))}
          disabled={busy}
          value={own === null ? 'inherit' : own ? 'on' : 'off'}
          onChange={(event) => onChoose(VALUES[event.currentTarget.value] ?? null)}
          data={[{ value: 'inherit', label: inherit }, { value: 'on', label: on }, { value: 'off', label: off }]}
          rightSection={<Icon name="down" size={12} />}
        />
      )}
    </li>
  );
}

/** Nothing will prove it: a person says so once, with what it means before. */
function Accept({ supplier, name, onClose }: { supplier: Supplier; name: Wish; onClose: () => void }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const apply = () => act(async () => {
    await acceptWishes(supplier, [name]);
    await client.invalidateQueries({ queryKey: ROOM });
    toast(text.accepted);
    onClose();
  });
  return (
    <>
      <DialogHead id="accept-title" title={text.acceptTitle(wishWord(name))} onClose={onClose} />
      <div className={`card-body ${classes.stack}`}>
        <Refused refused={refused} />
        <p>{text.acceptMore(wishWord(name))}</p>
        <Decide busy={busy} verb={text.acceptDo} onBack={onClose} onDo={() => void apply()} />
      </div>
    </>
  );
}
