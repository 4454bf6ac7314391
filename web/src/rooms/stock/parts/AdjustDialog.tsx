import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Loading } from '../../../ui/Loading.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import { adjustMany, placesQuery, STOCK } from '../api.ts';
import { adjustments, pieces, type Way } from '../model.ts';
import type { Adjustment, Bulk, Kind, Place } from '../shapes.ts';
import { text } from '../text.ts';
import { BulkPreview } from './BulkPreview.tsx';
import classes from './stock.module.css';

type Props = { open: boolean; ids: readonly string[]; onClose: () => void };
type Asked = { lines: readonly Adjustment[]; found: Bulk };
const REASON_MIN = 3;

/** The same step for each of them, seen before it is done. */
export function AdjustDialog({ open, ids, onClose }: Props) {
  // Known before it opens, so that the first field is there to take the focus.
  useQuery(placesQuery);
  return (
    <Dialog open={open} onClose={onClose} labelledBy="adjust-title" wide>
      <DialogHead id="adjust-title" title={text.adjustTitle(ids.length)} onClose={onClose} />
      <Steps key={ids.join()} ids={ids} onClose={onClose} />
    </Dialog>
  );
}

function Steps({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  if (!asked) return <Fields ids={ids} onAsked={setAsked} />;
  const apply = async () => {
    const done = await adjustMany(asked.lines, false);
    await client.invalidateQueries({ queryKey: STOCK });
    const backwards = undoing(asked.lines, done);
    const back = () => attempt(async () => {
      await adjustMany(backwards, false);
      await client.invalidateQueries({ queryKey: STOCK });
      toast(text.undone);
    });
    toast(text.applied(number(done.changed)), backwards.length > 0 ? { act: { label: text.undo, icon: 'undo', run: back } } : {});
    onClose();
  };
  return <BulkPreview bulk={asked.found} onBack={() => setAsked(null)} onApply={apply} />;
}

function undoing(asked: readonly Adjustment[], done: Bulk): readonly Adjustment[] {
  return done.lines.flatMap(({ number: place, variant_id, place_id, before, after }): Adjustment[] => {
    const by = (before ?? 0) - (after ?? 0);
    return variant_id && place_id && by !== 0 ? [{ variant_id, place_id, kind: 'adjustment', by, reason: text.undoReason(asked[place]?.reason ?? '') }] : [];
  });
}

function Fields({ ids, onAsked }: { ids: readonly string[]; onAsked: (asked: Asked) => void }) {
  const places = useQuery(placesQuery);
  const shown = (places.data ?? []).filter(({ kind, state }) => kind !== 'transit' && state === 'active').toSorted((one, other) => Number(one.kind !== 'own') - Number(other.kind !== 'own'));
  if (!places.data) return places.error ? <ErrorState error={places.error} retry={() => void places.refetch()} /> : <Loading rows={4} />;
  return <TheForm ids={ids} places={shown} onAsked={onAsked} />;
}

function TheForm({ ids, places, onAsked }: { ids: readonly string[]; places: readonly Place[]; onAsked: (asked: Asked) => void }) {
  const told = (id: string) => places.find((place) => place.id === id && place.kind === 'supplier');
  const form = useForm({
    name: `adjust ${ids.length === 1 ? ids[0] : 'many'}`,
    initial: { way: 'by' as string, amount: '', place: places[0]?.id ?? '', confidence: '', kind: 'adjustment' as string, reason: '' },
    checks: {
      place: (value) => (value === '' ? text.choosePlace : ''),
      amount: (value, { way }) => amountFault(value, way as Way),
      confidence: (value) => (value.trim() === '' || (pieces(value) ?? 101) <= 100 ? '' : text.confidenceWrong),
      reason: (value) => (value.trim().length < REASON_MIN ? text.reasonShort : ''),
    },
    submit: async ({ way, amount, place, kind, reason, confidence }) => {
      const lines = adjustments(ids, { way: way as Way, amount, place, kind: kind as Kind, reason, confidence: told(place) ? confidence : '' });
      if (lines) onAsked({ lines, found: await adjustMany(lines, true) });
    },
  });
  const { kinds, ways } = text;
  const supplier = told(form.values.place);
  return (
    <div className="card-body">
      <Form form={form} label={text.adjust}>
        <div className={classes.fields}>
          <ChoiceField form={form} name="place" label={text.place} choices={places.map(({ id, name }) => ({ value: id, label: name }))} />
          <ChoiceField form={form} name="kind" label={text.kind} choices={[{ value: 'adjustment', label: kinds.adjustment }, { value: 'receipt', label: kinds.receipt }]} />
        </div>
        <div className={classes.buttons}><Segments label={text.way} value={form.values.way} choices={[{ value: 'by', label: ways.by }, { value: 'to', label: ways.to }]} onChange={(way) => form.set('way', way)} /></div>
        <TextField form={form} name="amount" label={text.amount} help={form.values.way === 'by' ? text.byHelp : text.toHelp} width="short" autoFocus />
        {supplier && <TextField form={form} name="confidence" label={text.confidence} help={text.confidenceHelp(number(supplier.trust))} inputMode="numeric" unit="%" width="short" />}
        <TextField form={form} name="reason" label={text.reason} help={text.reasonHelp} most={200} />
        <Submit form={form}>{text.preview}</Submit>
      </Form>
    </div>
  );
}

function amountFault(value: string, way: Way): string {
  const count = pieces(value, { signed: way === 'by' });
  if (count === null) return text.amountWrong;
  return way === 'by' && count === 0 ? text.amountNone : '';
}
