import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dayOf } from '../../../lib/day.ts';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt, useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { Note } from '../../../ui/Note.tsx';
import { ROOM } from '../api.ts';
import { Price } from '../offerColumns.tsx';
import { text } from '../offerText.ts';
import type { OffersDone, Supplier } from '../shapes.ts';
import { bringOffers, FILE_BYTES_MAX, offersFile } from '../supplierApi.ts';
import { keep } from './files.ts';
import classes from './purchasing.module.css';
import { Decide, Refused, Wide } from './Shared.tsx';

type Props = { may: boolean; suppliers: readonly Supplier[]; supplier: string; onLink: () => void };
const SHOWN_MAX = 100;

/** Offers as a table, out and in, and from the products of a supplier. */
export function OfferFiles({ may, suppliers, supplier, onLink }: Props) {
  const [taking, setTaking] = useState(false);
  const out = () => attempt(async () => {
    const name = text.fileName(dayOf(new Date()));
    keep(await offersFile(supplier), name);
    toast(text.fileSaved(name));
  });
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target><Button leftSection={<Icon name="table" />} rightSection={<Icon name="down" size={12} />}>{text.file}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="download" />} onClick={out}>{text.fileOut}</Menu.Item>
          {may && <Menu.Item leftSection={<Icon name="upload" />} onClick={() => setTaking(true)}>{text.fileIn}</Menu.Item>}
          {may && <Menu.Item leftSection={<Icon name="affiliate" />} onClick={onLink}>{text.link}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Dialog open={taking} onClose={() => setTaking(false)} labelledBy="offers-file-title" wide>
        <DialogHead id="offers-file-title" title={text.fileTitle} onClose={() => setTaking(false)} />
        <Steps suppliers={suppliers} supplier={supplier} onClose={() => setTaking(false)} />
      </Dialog>
    </>
  );
}

function Steps({ suppliers, supplier, onClose }: Omit<Props, 'may' | 'onLink'> & { onClose: () => void }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const [file, setFile] = useState<File | null>(null);
  const [whose, setWhose] = useState(supplier);
  const [found, setFound] = useState<OffersDone | null>(null);
  const bring = (given: File, preview: boolean) => bringOffers(given, { preview, ...(whose && { supplier: whose }) });
  const apply = (given: File) => act(async () => {
    const done = await bring(given, false);
    if (!done.written) return setFound(done);
    await client.invalidateQueries({ queryKey: ROOM });
    toast(text.applied(done.changed));
    onClose();
  });
  if (file && found) return <Preview found={found} busy={busy} refused={<Refused refused={refused} />} onBack={() => setFound(null)} onApply={() => void apply(file)} />;
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      <p className="muted">{text.fileMore}</p>
      <FileDrop label={text.fileLabel} kinds={['.csv', '.xlsx']} bytes_max={FILE_BYTES_MAX} file={file} onFile={setFile} disabled={busy} />
      <NativeSelect label={text.fileWhose} value={whose} onChange={(event) => setWhose(event.currentTarget.value)} data={[{ value: '', label: text.fileNone }, ...suppliers.map(({ id, name }) => ({ value: id, label: name }))]} rightSection={<Icon name="down" size={12} />} />
      <div className={`${classes.buttons} ${classes.end}`}>
        <Button onClick={onClose}>{text.close}</Button>
        {file && <Button variant="filled" loading={busy} onClick={() => void act(async () => setFound(await bring(file, true)))}>{text.look}</Button>}
      </div>
    </div>
  );
}

type PreviewProps = { found: OffersDone; busy: boolean; refused: React.ReactNode; onBack: () => void; onApply: () => void };

/** What each row would do; what cannot be stands above all else. */
function Preview({ found, busy, refused, onBack, onApply }: PreviewProps) {
  const wrong = found.lines.filter(({ findings }) => findings.length > 0);
  const going = found.lines.filter(({ findings, after }) => findings.length === 0 && after !== null);
  const why = found.refused > 0 ? text.stops : found.changed === 0 ? text.nothing : '';
  return (
    <div className={`card-body ${classes.stack}`}>
      {refused}
      {found.refused > 0 && (
        <Note tone="bad" icon="warn" role="alert">
          <b>{text.refusedRows(found.refused)}</b>
          <ul>{wrong.slice(0, SHOWN_MAX).map(({ number: row, findings }) => <li key={row}><b>{text.row(row)}</b> <span lang="en">{findings.map((each) => `${each.sentence} ${each.next_step}`).join(' ')}</span></li>)}</ul>
        </Note>
      )}
      {going.length > 0 && (
        <Wide label={text.will(found.changed)}>
          <table className={`${classes.lines} ${classes.phone}`} aria-label={text.will(found.changed)}>
            <thead><tr><th scope="col">{text.heads.goods}</th><th scope="col">{text.heads.supplier}</th><th scope="col" className={classes.num}>{text.before}</th><th scope="col" className={classes.num}>{text.after}</th></tr></thead>
            <tbody>
              {going.map(({ number: row, before, after }) => after && (
                <tr key={row}>
                  <th scope="row"><bdi>{after.title || after.sku}</bdi><small className="sku">{after.sku}</small></th>
                  <td><bdi>{after.supplier}</bdi></td>
                  <td data-label={text.before} className={`${classes.num} muted`}>{before ? <><Price row={before} /><small>{[text.states[before.state], number(before.minimum)].join(' · ')}</small></> : text.new}</td>
                  <td data-label={text.after} className={classes.num}><Price row={after} /><small>{[text.states[after.state], number(after.minimum)].join(' · ')}</small></td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {found.changed > going.length && going.length > 0 && <p className="faint small">{text.others(found.changed - going.length)}</p>}
      <Decide busy={busy} verb={text.apply(found.changed)} why={why} onBack={onBack} onDo={onApply} />
    </div>
  );
}
