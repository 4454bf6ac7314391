import { Button } from '@mantine/core';
import { useState } from 'react';
import { useGo } from '../../../../lib/address.ts';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { FileDrop } from '../../../../ui/FileDrop.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { FILE_BYTES_MAX, upload } from '../api.ts';
import classes from '../files.module.css';
import { text } from '../text.ts';

const KINDS = ['.csv', '.xlsx', '.tsv', '.txt'];

export function UploadDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const go = useGo();
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act, clear } = useAct();
  const [file, setFile] = useState<File | null>(null);

  const send = () => act(async () => {
    if (!file) return;
    const made = await upload(file);
    setFile(null);
    go(`/catalog/files/${made.id}`);
  });

  return (
    <Dialog open={open} onClose={onClose} labelledBy="upload-title">
      <DialogHead id="upload-title" title={text.bring} onClose={onClose} />
      <div className={classes.upload}>
        <FileDrop label={text.drop} kinds={KINDS} bytes_max={FILE_BYTES_MAX} file={file} onFile={(given) => { setFile(given); clear(); }} disabled={busy} />
        <p className="muted">{text.uploadMore}</p>
        {refused && <Note tone="bad" icon="warn" role="alert"><span lang="en"><b>{refused.message}</b> {refused.nextStep}</span></Note>}
        <div className={classes.acts}>
          {offline && <span className="faint small">{text.offline}</span>}
          <Button variant="filled" disabled={!file || offline} loading={busy} onClick={() => void send()}>{text.upload}</Button>
        </div>
      </div>
    </Dialog>
  );
}
