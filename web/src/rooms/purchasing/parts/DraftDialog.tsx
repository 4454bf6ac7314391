import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAddress, useGo } from '../../../lib/address.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ROOM } from '../api.ts';
import { draftReorders } from '../restockApi.ts';
import { piecesTyped } from '../restockModel.ts';
import { text } from '../restockText.ts';
import type { Reorder } from '../shapes.ts';
import classes from './purchasing.module.css';
import { Decide, Refused } from './Shared.tsx';

type Props = { rows: readonly Reorder[] | null; service: number; onClose: () => void };

/** Which purchase orders come of what was chosen, before they are drafted. */
export function DraftDialog({ rows, service, onClose }: Props) {
  return (
    <Dialog open={rows !== null} onClose={onClose} labelledBy="draft-title" wide>
      <DialogHead id="draft-title" title={text.draftTitle} onClose={onClose} />
      {rows && <Preview rows={rows} service={service} onClose={onClose} />}
    </Dialog>
  );
}

function Preview({ rows, service, onClose }: { rows: readonly Reorder[]; service: number; onClose: () => void }) {
  const client = useQueryClient();
  const go = useGo();
  const { change } = useAddress();
  const { busy, refused, act } = useAct();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const lines = rows.map(({ variant_id, pieces }) => ({ variant_id, pieces: piecesTyped(typed[variant_id] ?? String(pieces)) }));
  const wanted = lines.flatMap(({ variant_id, pieces }) => (pieces === null ? [] : [{ variant_id, pieces }]));
  const suppliers = [...new Set(rows.map(({ supplier }) => supplier))];
  const apply = () => act(async () => {
    const made = await draftReorders(wanted, service);
    await client.invalidateQueries({ queryKey: ROOM });
    onClose();
    change({ sel: null, not: null });
    toast(text.draftDone(made.items.length), { act: { label: text.toList, run: () => go('/purchasing/restocks?state=draft') } });
  });
  const { goods, supplier, pieces } = text.reorderHeads;
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      <p className="muted">{text.draftMore}</p>
      {rows.length > 0 && (
        <table className={`${classes.lines} ${classes.phone}`} aria-label={text.draftWill(rows.length, suppliers.length)}>
          <caption className={classes.caption}>{text.draftWill(rows.length, suppliers.length)}</caption>
          <thead><tr><th scope="col">{goods}</th><th scope="col">{supplier}</th><th scope="col" className={classes.num}>{pieces}</th></tr></thead>
          <tbody>{rows.map((row) => <tr key={row.variant_id}><th scope="row"><bdi>{row.title || row.sku}</bdi><small className="sku">{row.sku}</small></th><td><bdi>{row.supplier}</bdi></td><td className={classes.num}><span className={classes.came}><TextInput size="xs" inputMode="numeric" autoComplete="off" aria-label={text.piecesOf(row.title || row.sku)} value={typed[row.variant_id] ?? String(row.pieces)} error={piecesTyped(typed[row.variant_id] ?? String(row.pieces)) === null} onChange={(event) => setTyped({ ...typed, [row.variant_id]: event.currentTarget.value })} /></span></td></tr>)}</tbody>
        </table>
      )}
      <Decide busy={busy} verb={text.draftDo(suppliers.length)} why={rows.length === 0 ? text.nothing : wanted.length < rows.length ? text.piecesWrong : ''} onBack={onClose} onDo={() => void apply()} />
    </div>
  );
}
