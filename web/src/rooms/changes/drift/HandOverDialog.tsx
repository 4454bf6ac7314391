import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANGES } from '../../../lib/changes.ts';
import { number } from '../../../lib/number.ts';
import { offlineSince } from '../../../lib/reach.ts';
import type { Shop } from '../../../lib/shops.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { fieldName } from '../../../ui/change/values.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import { Toggle } from '../../../ui/Toggle.tsx';
import dialogs from '../parts/dialogs.module.css';
import { type HandOver, handOverShop, type Owner, previewShop } from './api.ts';
import { text } from './text.ts';

/** A whole shop in one act, looked at first. */
export function HandOverDialog({ shop, onClose }: { shop: Shop | null; onClose: () => void }) {
  return (
    <Dialog open={shop !== null} onClose={onClose} labelledBy="hand-title">
      {shop && (
        <>
          <DialogHead id="hand-title" title={text.handTitle(shop.name)} onClose={onClose} />
          <Asked shop={shop} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Asked({ shop, onClose }: { shop: Shop; onClose: () => void }) {
  const client = useQueryClient();
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act, clear } = useAct();
  const [owner, setOwner] = useState<Owner>('hub');
  const [persons, setPersons] = useState(false);
  const [preview, setPreview] = useState<HandOver | null>(null);
  const chosen = { account: shop.id, owner, persons };
  const other = (set: () => void) => { set(); setPreview(null); clear(); };
  const look = () => act(async () => setPreview(await previewShop(chosen)));
  const hand = () => act(async () => {
    await handOverShop(chosen);
    toast(text.handed);
    onClose();
    await client.invalidateQueries({ queryKey: CHANGES });
  });
  return (
    <div className={dialogs.body}>
      <p className="muted">{text.handMore}</p>
      <Segments label={text.to} value={owner} choices={(['hub', 'channel'] as const).map((value) => ({ value, label: text.sides[value] ?? value }))} onChange={(value) => other(() => setOwner(value))} />
      <p className="muted small">{text.tos[owner]}</p>
      <Toggle label={text.persons} help={text.personsMore} on={persons} onChange={(on) => other(() => setPersons(on))} />
      {preview && <Previewed preview={preview} />}
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      <div className={dialogs.acts}>
        <Button onClick={onClose}>{text.close}</Button>
        {preview
          ? <Button variant="filled" loading={busy} disabled={offline} onClick={() => void hand()}>{text.handAct}</Button>
          : <Button variant="filled" data-autofocus loading={busy} disabled={offline} onClick={() => void look()}>{text.look}</Button>}
      </div>
    </div>
  );
}

function Previewed({ preview }: { preview: HandOver }) {
  const words = text.previewed;
  return (
    <>
      <Facts
        facts={[
          [words.listings, number(preview.listings)],
          [words.persons, preview.persons === 0 ? number(0) : `${number(preview.persons)}, ${preview.skipped ? text.skipped : text.over}`],
          [words.differ, number(preview.differ)],
        ]}
      />
      <p className="muted small">{words.fields}: {preview.fields.map(fieldName).join(', ')}</p>
    </>
  );
}
