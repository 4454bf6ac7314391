import { Button, Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { Note } from '../../../ui/Note.tsx';
import { bringParcels, type Brought, ROOM, type Tracked } from '../api.ts';
import { text } from '../trackText.ts';
import classes from './orders.module.css';
import { Decide, Refused } from './Shared.tsx';

const BYTES_MAX = 50 * 1024 ** 2;
const SHOWN_MAX = 200;

/** Tracking numbers of many orders from a file, seen before anything is sent. */
export function TrackDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="track-title" wide>
      <DialogHead id="track-title" title={text.title} onClose={onClose} />
      <Steps onClose={onClose} />
    </Dialog>
  );
}

function Steps({ onClose }: { onClose: () => void }) {
  const { busy, refused, act } = useAct();
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<Brought | null>(null);
  if (file && found) return <Preview file={file} found={found} onBack={() => setFound(null)} onClose={onClose} />;
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      <p className="muted">{text.more}</p>
      <FileDrop label={text.label} kinds={['.csv', '.xlsx']} bytes_max={BYTES_MAX} file={file} onFile={setFile} disabled={busy} />
      <div className={`${classes.buttons} ${classes.end}`}>
        <Button onClick={onClose}>{text.close}</Button>
        {file && <Button variant="filled" loading={busy} onClick={() => void act(async () => setFound(await bringParcels(file, { preview: true, leave: false })))}>{text.look}</Button>}
      </div>
    </div>
  );
}

function Preview({ file, found, onBack, onClose }: { file: File; found: Brought; onBack: () => void; onClose: () => void }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const [leave, setLeave] = useState(false);
  const wrong = found.parcels.filter(({ fate }) => fate === 'refused');
  const going = found.parcels.filter(({ fate }) => fate === 'send');
  const why = found.sent === 0 ? text.nothing : found.refused > 0 && !leave ? text.stops : '';
  const send = () => act(async () => {
    const done = await bringParcels(file, { preview: false, leave });
    await client.invalidateQueries({ queryKey: ROOM });
    onClose();
    toast(text.done(done.sent));
  });
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      {wrong.length > 0 && (
        <Note tone="bad" icon="warn" role="alert">
          <b>{text.refused(found.refused)}</b>
          <ul>{wrong.slice(0, SHOWN_MAX).flatMap(({ findings }) => findings).map((each) => <li key={`${each.row} ${each.code}`}><b>{text.row(each.row)}</b> <span lang="en">{each.sentence} {each.next_step}</span></li>)}</ul>
        </Note>
      )}
      {wrong.length > 0 && found.sent > 0 && <Checkbox label={text.leave} checked={leave} onChange={(event) => setLeave(event.currentTarget.checked)} />}
      {going.length > 0 && <Parcels parcels={going} count={found.sent} />}
      {found.same > 0 && <p className="faint small">{text.same(found.same)}</p>}
      <Decide busy={busy} verb={text.go(found.sent)} why={why} onBack={onBack} onDo={() => void send()} />
    </div>
  );
}

function Parcels({ parcels, count }: { parcels: readonly Tracked[]; count: number }) {
  const shown = parcels.slice(0, SHOWN_MAX);
  return (
    <>
      <table className={classes.lines} aria-label={text.list}>
        <thead><tr><th scope="col">{text.heads.order}</th><th scope="col">{text.heads.number}</th><th scope="col">{text.heads.parts}</th><th scope="col" className={classes.num}>{text.heads.rows}</th></tr></thead>
        <tbody>
          {shown.map((each) => (
            <tr key={`${each.order} ${each.tracking_number}`}>
              <th scope="row">{each.order}{each.complete && <small>{text.complete}</small>}</th>
              <td><bdi>{each.carrier}</bdi> <code>{each.tracking_number}</code></td>
              <td>{each.parts.map(({ count: pieces, title, sku }) => `${pieces} × ${title || sku}`).join(', ')}</td>
              <td className={`${classes.num} muted`}>{each.rows.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > shown.length && <p className="faint small">{text.others(count - shown.length)}</p>}
    </>
  );
}
