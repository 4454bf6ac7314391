import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { createPlace, editPlace, STOCK } from '../api.ts';
import { text } from '../restText.ts';
import type { Place, PlaceKind } from '../shapes.ts';

/** `last`: the place in the order of the last of them; a new one stands after it. */
type Props = { place: Place | 'new' | null; last: number; onClose: () => void };
const SUPPLIER = 'supplier';
const KINDS: readonly PlaceKind[] = ['own', SUPPLIER];
const [TRUST, FRESH_H, FRESH_H_MAX] = [100, 24, 8760];
const within = (typed: string, least: number, most: number) => /^\d{1,4}$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most;

export function PlaceDialog({ place, last, onClose }: Props) {
  return (
    <Dialog open={place !== null} onClose={onClose} labelledBy="place-title">
      <DialogHead id="place-title" title={place === 'new' ? text.addPlace : text.editPlace} onClose={onClose} />
      {place && <Fields place={place === 'new' ? null : place} last={last} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ place, last, onClose }: { place: Place | null; last: number; onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `place ${place?.id ?? 'new'}`,
    initial: { name: place?.name ?? '', country: place?.country ?? '', kind: (place?.kind ?? 'own') as string, trust: String(place?.trust ?? TRUST), fresh: String(place?.fresh_for_h ?? FRESH_H) },
    checks: {
      name: (value) => (value.trim() === '' ? text.nameShort : ''),
      country: (value) => (/^([A-Z]{2})?$/.test(value.trim().toUpperCase()) ? '' : text.countryWrong),
      trust: (value, { kind }) => (kind !== SUPPLIER || within(value, 0, 100) ? '' : text.trustWrong),
      fresh: (value, { kind }) => (kind !== SUPPLIER || within(value, 1, FRESH_H_MAX) ? '' : text.freshWrong),
    },
    submit: async ({ name, country, kind, trust, fresh }) => {
      const wanted = { name: name.trim(), country: country.trim().toUpperCase() || null, ...(kind === SUPPLIER && { trust: Number(trust), fresh_for_h: Number(fresh) }) };
      await (place ? editPlace(place, wanted) : createPlace({ ...wanted, kind: kind as PlaceKind, position: last + 1 }));
      await client.invalidateQueries({ queryKey: STOCK });
      toast(text.placeKept);
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={place ? text.editPlace : text.addPlace}>
        <TextField form={form} name="name" label={text.name} most={100} autoFocus />
        <TextField form={form} name="country" label={text.country} help={text.countryHelp} width="short" />
        {!place && <ChoiceField form={form} name="kind" label={text.kind} choices={KINDS.map((value) => ({ value, label: text.placeKinds[value] ?? value }))} />}
        {form.values.kind === SUPPLIER && <>
          <TextField form={form} name="trust" label={text.trust} help={text.trustHelp} inputMode="numeric" unit="%" width="short" />
          <TextField form={form} name="fresh" label={text.fresh} help={text.freshHelp} inputMode="numeric" unit={text.hours} width="short" />
        </>}
        <Submit form={form}>{text.keepPlace}</Submit>
      </Form>
    </div>
  );
}
