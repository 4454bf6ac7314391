import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useGo } from '../../../../lib/address.ts';
import { number } from '../../../../lib/number.ts';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { type Chosen, previewBulk } from '../api.ts';
import { BLANK, isWhole, operationOf, type Typed } from '../bulk.ts';
import { text } from '../bulkText.ts';
import classes from '../files.module.css';
import { WAYS, type Way } from '../model.ts';
import { text as names } from '../text.ts';

const CURRENCIES = ['', ...'IDR SGD MYR THB PHP VND TWD USD EUR GBP AUD JPY CNY HKD KRW INR BRL MXN'.split(' ')];
const down = <Icon name="down" size={12} />;

type Props = { open: boolean; chosen: Chosen; onClose: () => void };

/** One field of many products; the preview that follows is a page of its own. */
export function BulkDialog({ open, chosen, onClose }: Props) {
  const go = useGo();
  const offline = useSignal(offlineSince) !== null;
  const [typed, setTyped] = useState<Typed>(BLANK);
  const { busy, refused, act, clear } = useAct();
  const set = (more: Partial<Typed>) => { setTyped({ ...typed, ...more }); clear(); };

  const preview = () => act(async () => {
    const made = await previewBulk(chosen, [operationOf(typed)]);
    setTyped(BLANK);
    go(`/catalog/edits/${made.id}`);
  });

  return (
    <Dialog open={open} onClose={onClose} labelledBy="bulk-title" wide>
      <DialogHead id="bulk-title" title={text.title} onClose={onClose} />
      <form className={classes.body} onSubmit={(event) => { event.preventDefault(); void preview(); }}>
        <p className="muted">{chosen.ids.length > 0 ? text.about(number(chosen.ids.length)) : text.aboutAll}</p>
        <div className={classes.two}>
          <NativeSelect
            label={text.field}
            value={typed.field}
            data={Object.keys(WAYS).map((value) => ({ value, label: names.fields[value] ?? value }))}
            onChange={(event) => { const field = event.currentTarget.value; set({ ...BLANK, field, way: WAYS[field]?.[0] ?? 'set' }); }}
            rightSection={down}
          />
          <NativeSelect
            label={text.way}
            value={typed.way}
            data={(WAYS[typed.field] ?? []).map((value) => ({ value, label: text.ways[value] ?? value }))}
            onChange={(event) => set({ way: event.currentTarget.value as Way })}
            rightSection={down}
          />
        </div>
        <What typed={typed} set={set} />
        {refused && <Note tone="bad" icon="warn" role="alert"><span lang="en"><b>{refused.message}</b> {refused.nextStep}</span></Note>}
        <div className={classes.acts}>
          {offline && <span className="faint small">{text.offline}</span>}
          <Button type="submit" variant="filled" loading={busy} disabled={offline || !isWhole(typed)}>{text.preview}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What the way asks for. */
function What({ typed, set }: { typed: Typed; set: (more: Partial<Typed>) => void }) {
  const { field, way } = typed;
  if (way === 'clear') return null;
  if (way === 'increase' || way === 'decrease') return <HowMuch typed={typed} set={set} />;
  if (field === 'state') {
    const data = [{ value: 'active', label: text.state.active }, { value: 'archived', label: text.state.archived }];
    return <NativeSelect label={text.value} value={typed.words || 'active'} data={data} onChange={(event) => set({ words: event.currentTarget.value })} rightSection={down} />;
  }
  const label = way === 'set' ? text.value : way === 'replace' ? text.looked : way.endsWith('_tag') ? text.tag : text.textAdded;
  return (
    <div className={way === 'replace' || (field === 'price' && way === 'set') ? classes.two : undefined}>
      <TextInput label={label} value={typed.words} autoComplete="off" onChange={(event) => set({ words: event.currentTarget.value })} />
      {way === 'replace' && <TextInput label={text.by} value={typed.by} autoComplete="off" onChange={(event) => set({ by: event.currentTarget.value })} />}
      {field === 'price' && way === 'set' && <Currency typed={typed} set={set} />}
    </div>
  );
}

function HowMuch({ typed, set }: { typed: Typed; set: (more: Partial<Typed>) => void }) {
  return (
    <div className={classes.two}>
      <NativeSelect
        label={text.unit}
        value={typed.unit}
        data={[{ value: 'percent', label: text.units.percent }, { value: 'amount', label: text.units.amount }]}
        onChange={(event) => set({ unit: event.currentTarget.value as Typed['unit'] })}
        rightSection={down}
      />
      <TextInput label={text.much} value={typed.words} inputMode="decimal" autoComplete="off" onChange={(event) => set({ words: event.currentTarget.value })} />
      {typed.unit === 'amount' && typed.field === 'price' && <Currency typed={typed} set={set} />}
      <TextInput label={text.round} description={text.roundMore} value={typed.step} inputMode="decimal" autoComplete="off" onChange={(event) => set({ step: event.currentTarget.value })} />
    </div>
  );
}

function Currency({ typed, set }: { typed: Typed; set: (more: Partial<Typed>) => void }) {
  return <NativeSelect label={text.currency} description={typed.way === 'set' ? undefined : text.currencyMore} value={typed.currency} data={CURRENCIES} onChange={(event) => set({ currency: event.currentTarget.value })} rightSection={down} />;
}
