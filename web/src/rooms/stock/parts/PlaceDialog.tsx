import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { createPlace, editPlace, STOCK } from '../api.ts';
import { text } from '../restText.ts';
import type { Place } from '../shapes.ts';

/** `last`: the place in the order of the last of them; a new one stands after it. */
type Props = { place: Place | 'new' | null; last: number; onClose: () => void };

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
    initial: { name: place?.name ?? '', country: place?.country ?? '' },
    checks: {
      name: (value) => (value.trim() === '' ? text.nameShort : ''),
      country: (value) => (/^([A-Z]{2})?$/.test(value.trim().toUpperCase()) ? '' : text.countryWrong),
    },
    submit: async ({ name, country }) => {
      const wanted = { name: name.trim(), country: country.trim().toUpperCase() || null };
      await (place ? editPlace(place, wanted) : createPlace({ ...wanted, position: last + 1 }));
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
        <Submit form={form}>{text.keepPlace}</Submit>
      </Form>
    </div>
  );
}
