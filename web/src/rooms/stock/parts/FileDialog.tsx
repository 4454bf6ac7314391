import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { FILE_BYTES_MAX, importLevels, STOCK } from '../api.ts';
import type { Bulk } from '../shapes.ts';
import { text } from '../text.ts';
import { BulkPreview } from './BulkPreview.tsx';
import { Refused } from './Shared.tsx';
import classes from './stock.module.css';

/** Levels brought in from a file, seen before anything moves. */
export function FileDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="file-title" wide>
      <DialogHead id="file-title" title={text.fileTitle} onClose={onClose} />
      <Steps onClose={onClose} />
    </Dialog>
  );
}

function Steps({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<Bulk | null>(null);
  const look = (given: File) => act(async () => setFound(await importLevels(given, true)));
  const apply = async (given: File) => {
    const done = await importLevels(given, false);
    await client.invalidateQueries({ queryKey: STOCK });
    toast(text.applied(number(done.changed)));
    onClose();
  };
  if (file && found) return <BulkPreview bulk={found} onBack={() => setFound(null)} onApply={() => apply(file)} />;
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      <p className="muted">{text.fileMore}</p>
      <FileDrop label={text.fileLabel} kinds={['.csv', '.xlsx']} bytes_max={FILE_BYTES_MAX} file={file} onFile={setFile} disabled={busy} />
      <div className={`${classes.buttons} ${classes.end}`}>
        <Button onClick={onClose}>{text.close}</Button>
        {file && <Button variant="filled" loading={busy} onClick={() => void look(file)}>{text.preview}</Button>}
      </div>
    </div>
  );
}
