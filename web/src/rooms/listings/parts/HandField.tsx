import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { HandOverDialog, type HandingOver } from '../../../ui/change/HandOverDialog.tsx';
import { type Line, LISTINGS, type Whole } from '../api.ts';
import { text } from '../editText.ts';
import { text as common } from '../text.ts';
import { thingsOf } from '../model.ts';

/** One field of one listing, handed over as any selection is. */
export function HandField({ whole, line }: { whole: Whole; line: Line }) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState<HandingOver | null>(null);
  if (!useMay()('changes.owner.approve')) return null;
  const label = common.fields[line.field] ?? line.field;
  const things = thingsOf({ ...whole, lines: [line] });
  const ask = () => setWanted({ title: `${label}, ${whole.account}`, parts: [{ account: whole.listing.account_id, things, fields: [line.field] }] });
  return (
    <>
      <button type="button" className="link small" aria-label={text.handField(label, whole.account)} onClick={ask}>{text.hand}</button>
      <HandOverDialog wanted={wanted} onClose={() => setWanted(null)} onDone={() => void client.invalidateQueries({ queryKey: LISTINGS })} />
    </>
  );
}
