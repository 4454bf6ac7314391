import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Note } from '../../../ui/Note.tsx';
import { ROOM } from '../api.ts';
import type { Supplier, VouchersBrought } from '../shapes.ts';
import { bringVouchers, FILE_BYTES_MAX } from '../supplierApi.ts';
import { text } from '../voucherText.ts';
import classes from './purchasing.module.css';
import { Decide, Refused } from './Shared.tsx';

type Props = { open: boolean; suppliers: readonly Supplier[]; supplier: string; onClose: () => void };

/** Vouchers of a supplier from a table, seen before they are booked. */
export function VoucherFile({ open, onClose, ...rest }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="vouchers-file-title" wide>
      <DialogHead id="vouchers-file-title" title={text.fileTitle} onClose={onClose} />
      <Steps {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Steps({ suppliers, supplier, onClose }: Omit<Props, 'open'>) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const [file, setFile] = useState<File | null>(null);
  const [whose, setWhose] = useState(supplier || (suppliers[0]?.id ?? ''));
  const [found, setFound] = useState<VouchersBrought | null>(null);
  const count = found ? found.new + found.changed : 0;
  const apply = (given: File) => act(async () => {
    const done = await bringVouchers(given, whose, false);
    if (!done.written) return setFound(done);
    await client.invalidateQueries({ queryKey: ROOM });
    toast(text.applied(done.new + done.changed));
    onClose();
  });
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      {!found && <p className="muted">{text.fileMore}</p>}
      {!found && <FileDrop label={text.fileLabel} kinds={['.csv', '.xlsx']} bytes_max={FILE_BYTES_MAX} file={file} onFile={setFile} disabled={busy} />}
      {!found && <NativeSelect label={text.supplier} value={whose} onChange={(event) => setWhose(event.currentTarget.value)} data={suppliers.map(({ id, name }) => ({ value: id, label: name }))} rightSection={<Icon name="down" size={12} />} />}
      {found && found.findings.length > 0 && (
        <Note tone="bad" icon="warn" role="alert">
          <b>{text.refusedRows(found.findings.length)}</b>
          <ul>{found.findings.map((each) => <li key={`${each.field} ${each.code} ${each.sentence}`} lang="en">{each.sentence} {each.next_step}</li>)}</ul>
        </Note>
      )}
      {found && <p role="status">{text.willBe(found.new, found.changed, found.same)}</p>}
      {file && found ? (
        <Decide busy={busy} verb={text.apply(count)} why={found.findings.length > 0 ? text.stops : count === 0 ? text.nothing : ''} onBack={() => setFound(null)} onDo={() => void apply(file)} />
      ) : (
        <div className={`${classes.buttons} ${classes.end}`}>
          <Button onClick={onClose}>{text.close}</Button>
          {file && whose && <Button variant="filled" loading={busy} onClick={() => void act(async () => setFound(await bringVouchers(file, whose, true)))}>{text.look}</Button>}
        </div>
      )}
    </div>
  );
}
